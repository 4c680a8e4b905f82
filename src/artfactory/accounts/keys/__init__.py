"""Keys of Providers: where they are kept, and in which order they are looked for.

environment  read once at the start, then taken out of it; it is never written
keyring      of the operating system, where there is a real one
file         sealed with AES-256-GCM in the folder of secrets; the usual place on a machine without a desktop

What is found first counts. No row, log, page or argument ever carries a key; rows know its last characters.
"""

from artfactory.accounts.keys.keeping import keep, remove, settle
from artfactory.accounts.keys.key import BadKey, Key, Source, cleaned
from artfactory.accounts.keys.lookup import key_of, needs_key, stored_in
from artfactory.accounts.keys.sealed import Unreadable

__all__ = [
    "BadKey",
    "Key",
    "Source",
    "Unreadable",
    "cleaned",
    "keep",
    "key_of",
    "needs_key",
    "remove",
    "settle",
    "stored_in",
]
