"""What a device holds is read from the server's bytes."""

from agent.desktop.device_state import held_codes, set_bits


def test_bits_are_numbered_from_the_lowest_of_the_first_byte():
    assert set_bits(b"") == set_bits(bytes(32)) == ()
    assert set_bits(bytes((0b10000001, 0, 0b100))) == (0, 7, 18)
    assert set_bits(b"\xff" * 32) == tuple(range(256))


def test_keys_and_buttons_are_told_apart_and_axes_passed_over():
    keys = bytes((0, 36, 248, 0)) + bytes((0,) * 6 + (0b100,)) + bytes(25)
    axes = bytes((2, 8, 1, 0)) + bytes(4)
    buttons = bytes((1, 36, 10, 0)) + bytes((0b1010,)) + bytes(31)
    answer = bytes(8) + bytes((3,)) + bytes(23) + keys + axes + buttons
    assert held_codes(answer) == ({50}, {1, 3})
    assert held_codes(bytes(32)) == (set(), set())
