"""What the errors of desktop libraries mean to us."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from agent.errors import DesktopError

_LOST = "ConnectionException"
"""What xcffib raises once the X server is gone; named, since xcffib exists on Linux only."""


@contextmanager
def desktop_errors(doing: str) -> Iterator[None]:
    """Turn whatever a desktop library raises inside into a `DesktopError` that says what was being done.

    Args:
        doing: what was being done, as in "finding the window".
    """
    try:
        yield
    except DesktopError:
        raise
    except Exception as error:  # the libraries' errors have no common root
        if type(error).__name__ == _LOST:
            raise DesktopError(f"{doing} failed: the display is gone; start it and the game again") from error
        raise DesktopError(f"{doing} failed: {_reason(error)}; is the display still there?") from error


def _reason(error: Exception) -> str:
    return f"{type(error).__name__} {error}".strip()
