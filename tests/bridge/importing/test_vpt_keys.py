from bridge.importing.vpt_keys import key_of


def test_minecrafts_names_become_ours():
    names = {"key.keyboard.w": "w", "key.keyboard.left.shift": "shift", "key.keyboard.page.up": "page_up"}
    assert {name: key_of(name) for name in names} == names
    assert [key_of(f"key.keyboard.{name}") for name in ("right.control", "apostrophe", "5", "f11", "space")] == [
        "ctrl",
        "quote",
        "5",
        "f11",
        "space",
    ]


def test_a_key_without_a_name_of_ours_is_none():
    assert key_of("key.keyboard.keypad.3") is None
