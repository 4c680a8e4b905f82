"""A style sheet with all that it imports in one answer, since a page asks for each sheet by itself."""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(r'@import url\("([\w-]+\.css)"\) layer\((\w+)\);')


def whole_sheet(path: Path) -> bytes:
    """Each `@import … layer(…)` replaced by a block of that layer, which means the same."""

    def block(found: re.Match[str]) -> str:
        return f"@layer {found[2]} {{\n{(path.parent / found[1]).read_text()}}}"

    return _IMPORT.sub(block, path.read_text()).encode()
