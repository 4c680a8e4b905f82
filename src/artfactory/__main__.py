"""The one way in: `artfactory` and `python -m artfactory`."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Refuse a bad setting before anything else is loaded, then hand over to the command line."""
    from artfactory.config.environment import BadSetting, read_environment

    try:
        read_environment()
    except BadSetting as error:
        print(f"artfactory: {error}", file=sys.stderr)
        return 2
    os.umask(0o077)  # nobody else on this machine reads what we write
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "artfactory.config.settings")
    from artfactory.cli import main as command_line

    return command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
