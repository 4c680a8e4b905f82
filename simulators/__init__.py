"""Providers on loopback, for tests and for trying Art Factory without spending."""
