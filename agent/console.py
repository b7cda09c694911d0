"""What the command line says: text for people on standard error, one JSON line for programs on standard output."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence

import msgspec
from rich.console import Console
from rich.table import Table

_WIDE = 400
"""Columns where there is no terminal: a file or a pipe has no edge at which a table would have to be cut."""

_REMEDIES = {
    errno.EACCES: "; get the right to it, or name another place",
    errno.EPERM: "; get the right to it, or name another place",
    errno.EROFS: "; name another place",
    errno.ENOSPC: "; make room, or name another place",
    errno.ENOTDIR: "; a part of its path is a file: name another place",
    errno.EEXIST: "; move it away, or name another place",
}


def complain(text: str) -> None:
    """One line on standard error that says what went wrong."""
    line = " ".join(f"osrs-agent: {text}".split())
    Console(stderr=True, highlight=False, soft_wrap=True, emoji=False).print(line, markup=False)


def os_error_line(error: OSError) -> str:
    """What the system refused, of which file, and what to do."""
    place = "" if error.filename is None else f"{error.filename}: "
    return f"{place}{error.strerror or error}{_REMEDIES.get(error.errno or 0, '')}"


class Reporter:
    """Speaks to whoever started the command.

    Args:
        as_json: whether the result goes to standard output as one JSON line; people's text then goes to standard error.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.console = Console(stderr=as_json, highlight=False, soft_wrap=True, emoji=False)
        if not self.console.is_terminal:
            self.console.width = _WIDE

    def say(self, text: str) -> None:
        """A line for people; square brackets are text, not markup."""
        self.console.print(text, markup=False)

    def table(self, title: str, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
        """A table for people."""
        table = Table(title=title, title_justify="left")
        for name in header:
            table.add_column(name, justify="left" if name == header[0] else "right", overflow="fold")
        for row in rows:
            table.add_row(*row)
        self.console.print(table)

    def result(self, values: Mapping[str, object]) -> None:
        """The result: the last line of standard output where JSON was asked for."""
        if self.as_json:
            line = msgspec.json.encode(values).decode()
            Console(highlight=False, soft_wrap=True, emoji=False).print(line, markup=False)
