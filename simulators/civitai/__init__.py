"""A Civitai on loopback: workflows, estimates, blobs, as its documents and recorded answers say."""
