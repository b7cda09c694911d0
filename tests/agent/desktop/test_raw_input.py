import struct

from agent.desktop.raw_input import RAW_MASK, RawInput, RawKind, raw_input

OPCODE = 131


def raw_event(kind: int, detail: int, mask: int, values: list[tuple[int, int]], opcode: int = OPCODE) -> bytes:
    head = struct.pack("=BBHIHHIIHHI4x", 35, opcode, 0, 0, kind, 2, 1_000, detail, 4, 2, 0)
    axes = b"".join(struct.pack("=iI", *value) for value in values)
    return head + struct.pack("=I", 77) + struct.pack("=II", mask, 0) + axes


def test_a_motion_has_its_axes_as_they_are_after_acceleration():
    event = raw_event(17, 0, 0b11, [(10, 1 << 31), (-3, 0), (1, 0), (1, 0)])
    assert raw_input(event, OPCODE) == RawInput(RawKind.MOTION, 4, 0, 1_000, 77, 10.5, -3.0)


def test_an_axis_that_did_not_move_is_none():
    assert raw_input(raw_event(17, 0, 0b10, [(8, 0), (8, 0)]), OPCODE) == RawInput(
        RawKind.MOTION, 4, 0, 1_000, 77, None, 8.0
    )


def test_a_smooth_wheel_moves_neither_axis():
    assert raw_input(raw_event(17, 0, 0b1000, [(15, 0), (15, 0)]), OPCODE) == RawInput(
        RawKind.MOTION, 4, 0, 1_000, 77, None, None
    )


def test_a_key_has_its_keycode():
    assert raw_input(raw_event(13, 38, 0, []), OPCODE) == RawInput(RawKind.KEY_PRESS, 4, 38, 1_000, 77, None, None)


def test_other_events_are_none():
    assert raw_input(raw_event(17, 0, 0, [], opcode=99), OPCODE) is None
    assert raw_input(raw_event(9, 0, 0, []), OPCODE) is None
    assert raw_input(bytes([22, *[0] * 35]), OPCODE) is None


def test_the_mask_selects_all_five_kinds():
    assert RAW_MASK == 0b111110000000000000
