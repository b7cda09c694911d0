"""How a foreign input log is laid out: which column says what, and which values mean which input."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Literal

import msgspec

from bridge.errors import UnusableLog
from bridge.events import KEYS, MouseButton

LAYOUTS: tuple[str, ...] = ("balabit", "pynput")
"""The layouts that come with the project, by name."""
NECESSARY_COLUMNS = ("time", "x", "y")

_FOLDER = Path(__file__).parent


class What(StrEnum):
    """What a row of a log tells."""

    MOVE = "move"
    PRESS = "press"
    RELEASE = "release"
    SCROLL = "scroll"
    KEY_PRESS = "key_press"
    KEY_RELEASE = "key_release"
    NOTHING = "nothing"


class RowRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rows whose columns hold certain values mean one kind of input.

    Args:
        when: the value of each of some columns, by the layout's own column names; capitals do not matter.
        what: what such a row tells; "nothing" for known rows that are no input.
        notches: signed notches of a scroll; None: the column "notches" holds them.
    """

    when: dict[str, str]
    what: What
    notches: int | None = None


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A CSV log with a header and one row an event.

    Args:
        columns: for each of our column names the header's names that it may have, the first one found counts. Besides
            the columns of the rules: "time", "x", "y" and, where there are such events, "button", "notches", "key".
        rows: what rows mean; the first rule that fits decides.
        buttons: the log's button names and ours; capitals do not matter.
        keys: the log's key names, in small letters, and ours, beside those that are equal.
        time_unit: of the column "time".
        off_screen_px: a coordinate that stands for "no place", None where there is none.
        delimiter: between columns.
    """

    columns: dict[str, tuple[str, ...]]
    rows: tuple[RowRule, ...]
    buttons: dict[str, MouseButton] = msgspec.field(default_factory=dict)
    keys: dict[str, str] = msgspec.field(default_factory=dict)
    time_unit: Literal["s", "ms", "us", "ns"] = "s"
    off_screen_px: int | None = None
    delimiter: str = ","

    def __post_init__(self) -> None:
        used = {*NECESSARY_COLUMNS, *(name for rule in self.rows for name in rule.when)}
        missing = sorted(used - set(self.columns))
        if missing:
            raise ValueError(f"columns.{missing[0]} is missing: say what the header calls it")
        if not self.rows:
            raise ValueError("rows is empty: say what at least one kind of row means")
        if len(self.delimiter) != 1:
            raise ValueError(f"delimiter is one character, found {self.delimiter!r}")
        unknown = sorted(set(self.keys.values()) - set(KEYS))
        if unknown:
            raise ValueError(f"keys: {unknown[0]!r} is no key name; bridge.events.KEYS lists them")


def load_layout(name: str) -> Layout:
    """A layout by name, or from a TOML file.

    Raises:
        UnusableLog: there is no such layout, or the file does not describe one.
    """
    path = _FOLDER / f"{name}.toml" if name in LAYOUTS else Path(name)
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Layout)
    except OSError as error:
        known = ", ".join(LAYOUTS)
        raise UnusableLog(
            f"layout {name!r}: {error.strerror}; known layouts are {known}, or name a TOML file"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise UnusableLog(f"{path} describes no layout: {error}") from None
