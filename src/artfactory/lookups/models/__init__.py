"""The rows of Lookups, of what was done to them, and of files that wait to be imported."""

from artfactory.lookups.models.arrival import Arrival
from artfactory.lookups.models.change import Change, Overtaken
from artfactory.lookups.models.lookup import Lookup, Unfit

__all__ = ["Arrival", "Change", "Lookup", "Overtaken", "Unfit"]
