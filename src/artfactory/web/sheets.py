"""A style sheet with all that it imports in one answer, since a page asks for each sheet by itself."""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(rb'@import url\("([\w-]+\.css)"\) layer\((\w+)\);')


def whole_sheet(path: Path) -> bytes:
    """Each `@import … layer(…)` replaced by a block of that layer, which means the same."""

    def block(found: re.Match[bytes]) -> bytes:
        return b"@layer %b {\n%b}" % (found[2], (path.parent / found[1].decode()).read_bytes())

    return _IMPORT.sub(block, path.read_bytes())
