"""The shell commands of a page, as its reader types them.

A fenced block marked `sh` is run as it stands. A comment before it says where it is not, in the page's source alone:
`<!-- not tested: REASON -->` leaves the block out; `<!-- tested as:`, lines, and `-->` run those lines in its place,
since a reader has ten minutes, a screen, and a hand on the mouse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(
    r"(?:<!-- not tested: (?P<reason>[^\n]*?) -->\n+"
    r"|<!-- tested as:\n(?P<instead>.*?)-->\n+)?"
    r"^(?P<indent> *)```sh\n(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """One block of shell commands.

    Args:
        shown: what the page shows.
        tested: what is run; None where nothing is.
        reason: why nothing is run.
    """

    shown: str
    tested: str | None
    reason: str | None


def code_blocks(page: Path) -> tuple[CodeBlock, ...]:
    """The blocks of a page in its order."""
    return tuple(_block(found) for found in _BLOCK.finditer(page.read_text(encoding="utf-8")))


def _block(found: re.Match[str]) -> CodeBlock:
    if found["reason"] is not None:
        return CodeBlock(found["text"], None, found["reason"])
    return CodeBlock(found["text"], found["instead"] if found["instead"] is not None else found["text"], None)
