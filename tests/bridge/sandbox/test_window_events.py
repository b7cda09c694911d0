import pytest

from bridge.events import (
    KEYS,
    Author,
    ButtonPress,
    ButtonRelease,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
    WheelScroll,
)
from bridge.geometry import Point
from bridge.sandbox.window_events import input_event, key_name

HUMAN, PLACE = Author.HUMAN, Point(8, 9)


@pytest.fixture(scope="module")
def pygame():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYGAME_HIDE_SUPPORT_PROMPT", "1")
        import pygame
    return pygame


def test_the_mouse_moves_presses_and_releases(pygame):
    make = pygame.event.Event
    assert input_event(make(pygame.MOUSEMOTION, pos=(3, 4)), 1, PLACE) == PointerMove(1, 3, 4, HUMAN)
    press = make(pygame.MOUSEBUTTONDOWN, pos=(3, 4), button=3)
    assert input_event(press, 2, PLACE) == ButtonPress(2, 3, 4, MouseButton.RIGHT, HUMAN)
    release = make(pygame.MOUSEBUTTONUP, pos=(5, 6), button=1)
    assert input_event(release, 3, PLACE) == ButtonRelease(3, 5, 6, MouseButton.LEFT, HUMAN)


def test_the_wheel_turns_where_the_pointer_is_and_only_once(pygame):
    make = pygame.event.Event
    assert input_event(make(pygame.MOUSEWHEEL, x=0, y=-2), 1, PLACE) == WheelScroll(1, 8, 9, -2, HUMAN)
    assert input_event(make(pygame.MOUSEBUTTONDOWN, pos=(8, 9), button=4), 1, PLACE) is None
    assert input_event(make(pygame.MOUSEWHEEL, x=1, y=0), 1, PLACE) is None


def test_keys_have_the_projects_names(pygame):
    make = pygame.event.Event
    assert input_event(make(pygame.KEYDOWN, key=pygame.K_LEFT), 1, PLACE) == KeyPress(1, "left", HUMAN)
    assert input_event(make(pygame.KEYUP, key=pygame.K_RSHIFT), 2, PLACE) == KeyRelease(2, "shift", HUMAN)


def test_every_named_key_can_be_typed_and_others_are_other(pygame):
    constants = [getattr(pygame, name) for name in dir(pygame) if name.startswith("K_")]
    assert {key_name(constant) for constant in constants} == set(KEYS) - {"letter"}


def test_events_of_the_window_itself_are_no_input(pygame):
    assert input_event(pygame.event.Event(pygame.QUIT), 1, PLACE) is None
    assert input_event(pygame.event.Event(pygame.WINDOWENTER), 1, PLACE) is None
