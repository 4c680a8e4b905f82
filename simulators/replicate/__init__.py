"""Replicate on loopback: predictions, files, the catalogue, streams and webhooks."""
