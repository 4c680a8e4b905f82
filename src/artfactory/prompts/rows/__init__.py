"""Rows: every way to give each token of a batch a value, counted, indexed and drawn without listing them."""
