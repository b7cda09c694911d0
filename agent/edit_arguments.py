"""Kinds of argument that the editing of recordings takes: moments, areas, keys."""

from __future__ import annotations

import math
import re
from argparse import ArgumentTypeError

from bridge.editing.moments import AtMarker, AtSeconds, AtTick, Moment
from bridge.events import KEYS
from bridge.geometry import Rect

MOMENT_HELP = "seconds (12.5), minutes (1:30), tick:N of the game's count, or marker:NAME"

_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)")
_AREA = re.compile(r"(\d+),(\d+),(\d+)x(\d+)")


def moment(text: str) -> Moment:
    """A moment of a recording: `12.5`, `1:30`, `1:02:03.5`, `tick:340`, `marker:pause`.

    Raises:
        ArgumentTypeError: it is none.
    """
    word, _, rest = text.partition(":")
    if word == "tick" and rest.isascii() and rest.isdecimal():
        return AtTick(int(rest))
    if word == "marker" and rest:
        return AtMarker(rest)
    if match := _CLOCK.fullmatch(text):
        hours, minutes, seconds = match.groups(default="0")
        return AtSeconds(int(hours) * 3600 + int(minutes) * 60 + float(seconds))
    try:
        seconds_only = float(text)
    except ValueError:
        seconds_only = math.nan
    if not (math.isfinite(seconds_only) and seconds_only >= 0):
        raise ArgumentTypeError(f"expected {MOMENT_HELP}, found {text!r}")
    return AtSeconds(seconds_only)


def area(text: str) -> Rect:
    """X,Y,WIDTHxHEIGHT in canvas pixels.

    Raises:
        ArgumentTypeError: it is none.
    """
    match = _AREA.fullmatch(text)
    rect = None if match is None else Rect(*(int(number) for number in match.groups()))
    if rect is None or rect.width == 0 or rect.height == 0:
        raise ArgumentTypeError(
            f"expected X,Y,WIDTHxHEIGHT in canvas pixels, for example 10,340,500x120, found {text!r}"
        )
    return rect


def key(text: str) -> str:
    """The name of a key.

    Raises:
        ArgumentTypeError: it is none.
    """
    if text not in KEYS:
        raise ArgumentTypeError(f"expected one of {', '.join(KEYS)}, found {text!r}")
    return text
