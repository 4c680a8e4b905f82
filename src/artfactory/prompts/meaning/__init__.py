"""Meaning: what was read becomes batches of sub-prompts with linked tokens, pools and parameters."""
