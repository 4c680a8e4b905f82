"""Files that somebody brought, read into lists. Nothing in them is run, opened by path, or kept by this."""

from artfactory.lookups.reading.files import Brought, read_files
from artfactory.lookups.reading.found import Found, Reading, Refused

__all__ = ["Brought", "Found", "Reading", "Refused", "read_files"]
