"""Art Factory: order pictures, films and sounds from many Providers, and keep them."""

__version__ = "0.1.0"
