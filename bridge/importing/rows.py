"""One row of a foreign log, read by its layout: what happened, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from bridge.errors import UnusableLog
from bridge.events import KEYS, MouseButton
from bridge.importing.layout import NECESSARY_COLUMNS, Layout, RowRule, What

FARTHEST_PX = 32_767
"""Coordinates beyond this are no screen's."""

_MICROSECONDS = {"s": Decimal(1_000_000), "ms": Decimal(1_000), "us": Decimal(1), "ns": Decimal("0.001")}
_LATEST_US = 2**53
_SHOWN = 200
"""Letters of a header that an error tells."""
_KEY_SET = frozenset(KEYS)


class Dirt(StrEnum):
    """What can be wrong with a row. docs/importing.md says what is done about each."""

    DUPLICATE = "duplicate"
    UNREADABLE = "unreadable"
    UNKNOWN_ROW = "unknown_row"
    UNKNOWN_BUTTON = "unknown_button"
    UNKNOWN_KEY = "unknown_key"
    OFF_SCREEN = "off_screen"
    OUT_OF_ORDER = "out_of_order"
    CLOCK_SET_BACK = "clock_set_back"
    IMPOSSIBLE_PRESS = "impossible_press"
    IMPOSSIBLE_RELEASE = "impossible_release"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row tells.

    Args:
        at_us: microseconds on the log's own clock; finer digits are noise of written seconds.
        what: never `What.NOTHING`.
        place: (x, y) in pixels as given; None where the log has none, or one off the screen.
        button: of a press or release, otherwise None.
        key: of a key press or release, otherwise None; "other" for a name that is not known.
        notches: of a scroll, otherwise 0.
        has_unknown_key: whether `key` stands for a name that is not known.
    """

    at_us: int
    what: What
    place: tuple[int, int] | None
    button: MouseButton | None = None
    key: str | None = None
    notches: int = 0
    has_unknown_key: bool = False


@dataclass(frozen=True, slots=True)
class RowPlan:
    """Where the columns stand in a file, and how its rows are read.

    Args:
        columns: for each of the layout's column names its place in the file's rows.
        layout: how values are read.
        buttons: the log's button names in small letters, and ours.
    """

    columns: dict[str, int]
    layout: Layout
    buttons: dict[str, MouseButton]

    def read(self, row: Sequence[str]) -> Entry | Dirt | None:
        """What a row tells, what is wrong with it, or None where it tells nothing."""
        if len(row) <= max(self.columns.values()):
            return Dirt.UNREADABLE
        values = {name: row[place].strip() for name, place in self.columns.items()}
        rule = next((rule for rule in self.layout.rows if _fits(rule, values)), None)
        if rule is None:
            return Dirt.UNKNOWN_ROW
        if rule.what is What.NOTHING:
            return None
        try:
            at_us = microseconds(values["time"], self.layout.time_unit)
            return _entry(self, rule, values, at_us)
        except (ValueError, OverflowError):
            return Dirt.UNREADABLE

    def used(self, row: Sequence[str]) -> tuple[str, ...]:
        """The values of a row that are read at all."""
        return tuple(row[place] for place in self.columns.values() if place < len(row))


def row_plan(layout: Layout, header: Sequence[str]) -> RowPlan:
    """How the rows under a header are read.

    Raises:
        UnusableLog: a column that the layout needs is not there.
    """
    names = {name.strip().casefold(): place for place, name in reversed(tuple(enumerate(header)))}
    columns: dict[str, int] = {}
    needed = {*NECESSARY_COLUMNS, *(name for rule in layout.rows for name in rule.when)}
    for name, choices in layout.columns.items():
        found = next((choice for choice in choices if choice.casefold() in names), None)
        if found is not None:
            columns[name] = names[found.casefold()]
        elif name in needed:
            wanted = " or ".join(repr(choice) for choice in choices)
            found_names = repr(", ".join(header))[1:-1][:_SHOWN]  # what no terminal should be sent is written out
            raise UnusableLog(f"the header has no column {wanted} for {name!r}; it has {found_names}")
    return RowPlan(columns, layout, {name.casefold(): button for name, button in layout.buttons.items()})


def microseconds(text: str, unit: str) -> int:
    """A written time as whole microseconds, the nearest.

    Args:
        text: a decimal number.
        unit: "s", "ms", "us" or "ns".

    Raises:
        ValueError: it is no number, or beyond what a clock shows.
    """
    try:
        time_us = int((Decimal(text) * _MICROSECONDS[unit]).to_integral_value())
    except (InvalidOperation, OverflowError):
        raise ValueError(f"{text!r} is no time") from None
    if abs(time_us) > _LATEST_US:
        raise ValueError(f"{text!r} {unit} is beyond any clock")
    return time_us


def _fits(rule: RowRule, values: dict[str, str]) -> bool:
    return all(values[name].casefold() == wanted.casefold() for name, wanted in rule.when.items())


def _entry(plan: RowPlan, rule: RowRule, values: dict[str, str], at_us: int) -> Entry | Dirt | None:
    place = _place(plan.layout, values)
    match rule.what:
        case What.PRESS | What.RELEASE:
            button = plan.buttons.get(values.get("button", "").casefold())
            return Dirt.UNKNOWN_BUTTON if button is None else Entry(at_us, rule.what, place, button=button)
        case What.SCROLL:
            notches = _whole(values.get("notches", "")) if rule.notches is None else rule.notches
            return None if notches == 0 else Entry(at_us, rule.what, place, notches=notches)
        case What.KEY_PRESS | What.KEY_RELEASE:
            key = _key(plan.layout, values.get("key", ""))
            return Entry(at_us, rule.what, None, key=key or "other", has_unknown_key=key is None)
        case _:
            return Entry(at_us, rule.what, place)


def _place(layout: Layout, values: dict[str, str]) -> tuple[int, int] | None:
    if not values["x"] or not values["y"]:
        return None
    x, y = _whole(values["x"]), _whole(values["y"])
    if layout.off_screen_px in (x, y) or max(abs(x), abs(y)) > FARTHEST_PX:
        return None
    return x, y


def _whole(text: str) -> int:
    return int(text) if text.removeprefix("-").isdecimal() else round(float(text))


def _key(layout: Layout, text: str) -> str | None:
    """Our name of a key as pynput writes it: Key.space, 'a' or a; None where there is none."""
    is_quoted = len(text) > 2 and text[0] == text[-1] and text[0] in "'\""
    name = (text[1:-1] if is_quoted else text.removeprefix("Key.")).lower()
    name = layout.keys.get(name, name)
    return name if name in _KEY_SET else None
