from bridge.events import KEYS
from bridge.exporting.owamcap.keys import CODES, key_of


def test_every_key_has_a_code_of_its_own():
    assert set(CODES) == set(KEYS)
    assert len(set(CODES.values())) == len(KEYS)
    assert [key_of(CODES[key]) for key in KEYS] == list(KEYS)


def test_codes_are_those_of_windows():
    expected = {"a": 0x41, "9": 0x39, "f12": 0x7B, "down": 0x28, "grave": 0xC0, "quote": 0xDE, "enter": 0x0D}
    assert {key: CODES[key] for key in expected} == expected


def test_left_and_right_modifiers_are_one_key_and_strange_codes_are_none():
    assert [key_of(code) for code in (0xA0, 0xA1, 0xA3, 0xA4, 0x5B)] == ["shift", "shift", "ctrl", "alt", None]
