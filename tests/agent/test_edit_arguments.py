"""Moments, areas and keys as they are typed."""

from argparse import ArgumentTypeError

import pytest

from agent.edit_arguments import area, key, moment
from bridge.editing.moments import AtMarker, AtSeconds, AtTick
from bridge.geometry import Rect


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("12.5", AtSeconds(12.5)),
        ("1:30", AtSeconds(90.0)),
        ("1:02:03.5", AtSeconds(3723.5)),
        ("tick:340", AtTick(340)),
        ("marker:take over", AtMarker("take over")),
    ],
)
def test_a_moment_is_understood(text, meant):
    assert moment(text) == meant


@pytest.mark.parametrize("text", ["", "-1", "nan", "tick:", "tick:x", "marker:", "1:", "soon"])
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(ArgumentTypeError, match="expected seconds"):
        moment(text)


def test_an_area_is_a_place_and_a_size():
    assert area("10,340,500x120") == Rect(10, 340, 500, 120)


@pytest.mark.parametrize("text", ["10,340", "10,340,0x5", "-1,0,5x5", "1,2,3,4"])
def test_what_is_no_area_is_refused(text):
    with pytest.raises(ArgumentTypeError, match="X,Y,WIDTHxHEIGHT"):
        area(text)


def test_a_key_has_a_known_name():
    assert key("enter") == "enter"
    with pytest.raises(ArgumentTypeError, match="expected one of space"):
        key("return")
