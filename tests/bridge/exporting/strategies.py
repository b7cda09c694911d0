"""Any input events, in the order of their times and not."""

from __future__ import annotations

from hypothesis import strategies as st

from bridge.events import (
    KEYS,
    Author,
    ButtonPress,
    ButtonRelease,
    InputEvent,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
    WheelScroll,
)
from tests.bridge.recording.sessions import START_NS

_TIMES = st.integers(START_NS, START_NS + 3_000_000_000)
_PLACES = st.integers(-(2**31), 2**31 - 1)
_AUTHORS = st.sampled_from(Author)
_BUTTONS = st.sampled_from(MouseButton)
_KEYS = st.sampled_from(KEYS)

EVENTS: st.SearchStrategy[InputEvent] = st.one_of(
    st.builds(PointerMove, _TIMES, _PLACES, _PLACES, _AUTHORS),
    st.builds(ButtonPress, _TIMES, _PLACES, _PLACES, _BUTTONS, _AUTHORS),
    st.builds(ButtonRelease, _TIMES, _PLACES, _PLACES, _BUTTONS, _AUTHORS),
    st.builds(WheelScroll, _TIMES, _PLACES, _PLACES, st.integers(-9, 9).filter(bool), _AUTHORS),
    st.builds(KeyPress, _TIMES, _KEYS, _AUTHORS),
    st.builds(KeyRelease, _TIMES, _KEYS, _AUTHORS),
)
"""One event, possible or not: an export judges nothing."""

EVENT_LISTS = st.lists(EVENTS, max_size=30)
