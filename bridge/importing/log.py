"""A foreign input log as input events: read row by row, then put right, with everything that was wrong counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from bridge.errors import UnusableLog
from bridge.events import (
    Author,
    ButtonPress,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
    PointerMove,
    WheelScroll,
)
from bridge.held import HeldInput
from bridge.importing.layout import Layout, What
from bridge.importing.rows import Dirt, Entry, row_plan

LONGEST_S = 7 * 24 * 3600
"""A session that spans more was written in another unit, or by a clock that was set."""

_MICROSECOND_NS = 1_000
_CLOCK_JUMP_US = 1_000_000
_SMALLEST_CANVAS_PX = 2


@dataclass(frozen=True, slots=True)
class ImportedLog:
    """A log as a session.

    Args:
        events: at least one, in order of time; 0 ns is the log's first usable row. Nothing is pressed twice, nothing is
            released that is up.
        canvas_px: width and height of the screen, as far as the places in the log tell.
        rows: rows of the log below its header.
        dirt: how many rows had something wrong, by what.
    """

    events: tuple[InputEvent, ...]
    canvas_px: tuple[int, int]
    rows: int
    dirt: Mapping[Dirt, int]


def import_log(rows: Iterable[Sequence[str]], layout: Layout) -> ImportedLog:
    """The events of a log.

    Args:
        rows: the log's rows, the header first.
        layout: what they mean.

    Raises:
        UnusableLog: the header lacks a column, no row tells anything, or the log spans more than `LONGEST_S`.
    """
    dirt: Counter[Dirt] = Counter()
    source = iter(rows)
    header = next(source, None)
    if header is None:
        raise UnusableLog("the log is empty; a header and rows were expected")
    entries, count = _read(source, header, layout, dirt)
    entries = _with_places(_in_order(entries, dirt), dirt)
    events = tuple(_events(entries, dirt))
    if not events:
        raise UnusableLog(f"none of {count} rows tells anything in this layout")
    _check_span(entries)
    return ImportedLog(events, _canvas_px(entries), count, {kind: dirt[kind] for kind in Dirt if dirt[kind]})


def _read(
    rows: Iterator[Sequence[str]], header: Sequence[str], layout: Layout, dirt: Counter[Dirt]
) -> tuple[list[Entry], int]:
    """What the rows tell, in the log's order, and how many rows there are; copies of the row before are left out."""
    plan, before = row_plan(layout, header), None
    entries: list[Entry] = []
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 -- the last count is the number of rows
        used = plan.used(row)
        found = Dirt.DUPLICATE if used == before else plan.read(row)
        before = used
        if isinstance(found, Dirt):
            dirt[found] += 1
        elif found is not None:
            dirt[Dirt.UNKNOWN_KEY] += int(found.has_unknown_key)
            entries.append(found)
    return entries, count


def _in_order(entries: list[Entry], dirt: Counter[Dirt]) -> list[Entry]:
    """The entries by time; where the clock was set back, the log goes on from where it was."""
    latest_us, shift_us = None, 0
    shifted: list[Entry] = []
    for entry in entries:
        at_us = entry.at_us + shift_us
        if latest_us is not None and at_us < latest_us - _CLOCK_JUMP_US:
            dirt[Dirt.CLOCK_SET_BACK] += 1
            shift_us += latest_us - at_us
            at_us = latest_us
        dirt[Dirt.OUT_OF_ORDER] += int(latest_us is not None and at_us < latest_us)
        latest_us = at_us if latest_us is None else max(at_us, latest_us)
        shifted.append(entry if shift_us == 0 else replace(entry, at_us=at_us))
    return sorted(shifted, key=lambda entry: entry.at_us)


def _with_places(entries: list[Entry], dirt: Counter[Dirt]) -> list[Entry]:
    """Pointer entries with their place. Off the screen, a move is left out, the rest happens where the pointer was."""
    placed: list[Entry] = []
    place: tuple[int, int] | None = None
    for entry in entries:
        if entry.what in (What.KEY_PRESS, What.KEY_RELEASE):
            placed.append(entry)
            continue
        if entry.place is None:
            dirt[Dirt.OFF_SCREEN] += 1
            if entry.what is What.MOVE or place is None:
                continue
            entry = replace(entry, place=place)
        place = entry.place
        placed.append(entry)
    return placed


def _check_span(entries: list[Entry]) -> None:
    span_s = (entries[-1].at_us - entries[0].at_us) / 1e6
    if span_s > LONGEST_S:
        raise UnusableLog(
            f"the log spans {span_s:.0f} s, at most {LONGEST_S} s make a session; "
            "is the layout's time_unit right? otherwise split the log"
        )


def _canvas_px(entries: list[Entry]) -> tuple[int, int]:
    places = [entry.place for entry in entries if entry.place is not None]
    width = 1 + max((x for x, _ in places), default=0)
    height = 1 + max((y for _, y in places), default=0)
    return max(width, _SMALLEST_CANVAS_PX), max(height, _SMALLEST_CANVAS_PX)


def _events(entries: list[Entry], dirt: Counter[Dirt]) -> Iterator[InputEvent]:
    """The entries as events from 0 ns on, without those that no hand can make."""
    start_us, held = entries[0].at_us if entries else 0, HeldInput()
    for entry in entries:
        event = _event(entry, (entry.at_us - start_us) * _MICROSECOND_NS)
        if isinstance(event, PointerMove | WheelScroll):
            yield event
        elif held.allows(event):
            held = held.after(event)
            yield event
        elif isinstance(event, ButtonPress | KeyPress):
            dirt[Dirt.IMPOSSIBLE_PRESS] += 1
        else:
            dirt[Dirt.IMPOSSIBLE_RELEASE] += 1


def _event(entry: Entry, at_ns: int) -> InputEvent:
    x, y = (0, 0) if entry.place is None else entry.place
    match entry.what:
        case What.MOVE | What.NOTHING:
            return PointerMove(at_ns, x, y, Author.HUMAN)
        case What.SCROLL:
            return WheelScroll(at_ns, x, y, entry.notches, Author.HUMAN)
        case What.PRESS:
            assert entry.button is not None
            return ButtonPress(at_ns, x, y, entry.button, Author.HUMAN)
        case What.RELEASE:
            assert entry.button is not None
            return ButtonRelease(at_ns, x, y, entry.button, Author.HUMAN)
        case What.KEY_PRESS:
            assert entry.key is not None
            return KeyPress(at_ns, entry.key, Author.HUMAN)
        case What.KEY_RELEASE:
            assert entry.key is not None
            return KeyRelease(at_ns, entry.key, Author.HUMAN)
        case _:
            assert_never(entry.what)
