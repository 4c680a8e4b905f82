"""fal.ai on loopback: the queue, the storage, the platform's API. What it answers is in docs/providers."""
