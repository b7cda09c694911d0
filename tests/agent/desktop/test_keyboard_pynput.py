import pytest

from agent.desktop.keyboard_pynput import is_x11, key_name


@pytest.fixture
def keyboard(display):
    from pynput import keyboard

    return keyboard


def test_keys_without_a_character_and_keys_with_one_are_named(keyboard):
    assert [key_name(key) for key in (keyboard.Key.esc, keyboard.Key.f3, keyboard.Key.space)] == [
        "escape",
        "f3",
        "space",
    ]
    assert [key_name(keyboard.KeyCode.from_char(character)) for character in "q7-\\"] == [
        "q",
        "7",
        "minus",
        "backslash",
    ]


def test_a_shifted_character_is_its_key(keyboard):
    assert key_name(keyboard.KeyCode.from_char("A")) == "a"
    assert key_name(keyboard.KeyCode.from_char("!")) == "1"
    assert key_name(keyboard.KeyCode.from_char("?")) == "slash"


def test_left_and_right_are_one_name(keyboard):
    assert key_name(keyboard.Key.shift_r) == key_name(keyboard.Key.shift_l) == "shift"


def test_what_has_no_name_is_other(keyboard):
    assert key_name(None) == "other"
    assert key_name(keyboard.Key.media_next) == "other"
    assert key_name(keyboard.KeyCode.from_char("é")) == "other"


def test_under_an_x_server_pynput_is_x11(keyboard):
    assert is_x11(keyboard)
