"""Workshop: the built-in Provider. It draws by algorithms on this machine, without a key or a network.

It is not AI, and says so wherever it is shown.
"""

from artfactory.providers.workshop.provider import Workshop

__all__ = ["Workshop"]
