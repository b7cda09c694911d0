"""One self-contained page that shows a session in any browser, without a network."""

from __future__ import annotations

import base64
import gzip
from importlib.resources import files
from pathlib import Path

import msgspec

from agent.viewing.shown import Pictures, ShownSession
from bridge.exporting.exported import create_file, removed_on_failure

PAGE_PICTURES = Pictures(most=1200, format=".webp", quality=70)
"""What a browser still opens at once: some 20 MB at the size of the game."""

_PLACE = "SESSION_AS_BASE64_GZIP_JSON"


def page_of(session: ShownSession) -> str:
    """The page: markup, script and data in one text. Its pictures are those of `PAGE_PICTURES`."""
    data = gzip.compress(msgspec.json.encode(session), compresslevel=6, mtime=0)
    template = files("agent.viewing").joinpath("page.html").read_text(encoding="utf-8")
    return template.replace(_PLACE, base64.b64encode(data).decode(), 1)


def write_page(session: ShownSession, path: Path) -> int:
    """Write the page, readable by its owner only, since it shows what the recording shows; returns its bytes.

    Raises:
        RecordingExists: a file of that name is there already.
    """
    page = page_of(session).encode()
    with removed_on_failure([path]), create_file(path) as file:
        return file.write(page)
