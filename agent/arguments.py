"""Kinds of argument on the command line: each refuses what makes no sense, with what was found and what is expected."""

from __future__ import annotations

import math
import re
from argparse import ArgumentParser, ArgumentTypeError

from bridge.sandbox.layout import CANVAS_HEIGHT_PX, CANVAS_WIDTH_PX

MAX_FRAMES_PER_SECOND = 120.0
LARGEST_SCREEN_PX = 32_768
LARGEST_PORT = 65_535


def positive_number(text: str) -> float:
    """A finite number above zero.

    Raises:
        ArgumentTypeError: it is none.
    """
    number = _number(text)
    if not (math.isfinite(number) and number > 0.0):
        raise ArgumentTypeError(f"expected a number above 0, found {text!r}")
    return number


def share(text: str) -> float:
    """A number from 0 to 1.

    Raises:
        ArgumentTypeError: it is none.
    """
    number = _number(text)
    if not 0.0 <= number <= 1.0:
        raise ArgumentTypeError(f"expected a number from 0 to 1, found {text!r}")
    return number


def frame_rate(text: str) -> float:
    """Frames a second: above zero, at most `MAX_FRAMES_PER_SECOND`.

    Raises:
        ArgumentTypeError: it is none.
    """
    rate = _number(text)
    if not 0.0 < rate <= MAX_FRAMES_PER_SECOND:
        raise ArgumentTypeError(
            f"expected a number of frames a second above 0, at most {MAX_FRAMES_PER_SECOND:g}, found {text!r}"
        )
    return rate


def count(text: str) -> int:
    """A whole number, at least one.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not _is_whole(text) or int(text) < 1:
        raise ArgumentTypeError(f"expected a whole number of at least 1, found {text!r}")
    return int(text)


def count_from_zero(text: str) -> int:
    """A whole number, at least none.

    Raises:
        ArgumentTypeError: it is none, or negative.
    """
    if not _is_whole(text) or int(text) < 0:
        raise ArgumentTypeError(f"expected a whole number of at least 0, found {text!r}")
    return int(text)


def session_name(text: str) -> str:
    """The session of a game client, in the letters that the wire takes.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", text):
        raise ArgumentTypeError(f"expected 1 to 64 letters, digits, '_' or '-', found {text!r}")
    return text


def seed(text: str) -> int:
    """A whole number, at least zero.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not _is_whole(text):
        raise ArgumentTypeError(f"expected a whole number of at least 0, found {text!r}")
    return int(text)


def port(text: str) -> int:
    """A TCP port: 1 to 65535.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not (_is_whole(text) and 1 <= int(text) <= LARGEST_PORT):
        raise ArgumentTypeError(f"expected a port from 1 to {LARGEST_PORT}, found {text!r}")
    return int(text)


def frame_size(text: str) -> tuple[int, int]:
    """WIDTHxHEIGHT in pixels, each at least two and at most the canvas's.

    Raises:
        ArgumentTypeError: it is none.
    """
    return _size(text, "384x252", CANVAS_WIDTH_PX, CANVAS_HEIGHT_PX)


def screen_size(text: str) -> tuple[int, int]:
    """WIDTHxHEIGHT in pixels of a screen, each at least two.

    Raises:
        ArgumentTypeError: it is none.
    """
    return _size(text, "1920x1080", LARGEST_SCREEN_PX, LARGEST_SCREEN_PX)


def _size(text: str, example: str, most_width: int, most_height: int) -> tuple[int, int]:
    width, _, height = text.partition("x")
    is_size = _is_whole(width) and _is_whole(height)
    if not (is_size and 2 <= int(width) <= most_width and 2 <= int(height) <= most_height):
        most = f"{most_width}x{most_height}"
        raise ArgumentTypeError(f"expected WIDTHxHEIGHT, for example {example}, at most {most}, found {text!r}")
    return int(width), int(height)


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 16


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ArgumentTypeError(f"expected a number, found {text!r}") from None


def add_abstention(parser: ArgumentParser) -> None:
    """Declare when a model does nothing."""
    parser.add_argument(
        "--abstain",
        type=share,
        default=None,
        metavar="SHARE",
        help="do nothing where the present is stranger than this share of held-out windows, for example 0.99",
    )
