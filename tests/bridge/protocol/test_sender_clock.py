"""Times of the game's clock move onto ours by the quickest message."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.protocol.sender_clock import SenderClock


def test_the_smallest_difference_is_the_offset():
    clock = SenderClock().heard(100, 1_050).heard(200, 1_110).heard(300, 1_290)
    assert clock.offset_ns == 910
    assert clock.ours(250, 1_300) == 1_160


def test_on_one_shared_clock_a_time_moves_by_the_way_of_the_quickest_message():
    clock = SenderClock().heard(1_000, 1_030).heard(2_000, 2_020)
    assert clock.ours(1_990, 2_020) == 2_010


def test_a_time_never_lies_after_its_arrival():
    assert SenderClock().heard(100, 1_000).ours(500, 1_000) == 1_000


def test_a_better_offset_does_not_turn_the_order_round():
    clock = SenderClock().heard(100, 1_100)
    first_ns = clock.ours(100, 1_100)
    clock = clock.moved(first_ns).heard(110, 1_105)
    assert clock.ours(101, 1_105) == first_ns


@given(st.lists(st.tuples(st.integers(0, 1_000), st.integers(0, 50)), min_size=1, max_size=30), st.integers(-500, 500))
@settings(max_examples=100, deadline=None)
def test_moved_times_keep_their_order(messages, offset_ns):
    clock, moved = SenderClock(), []
    for mono_ns, way_ns in sorted(messages):
        arrived_ns = mono_ns + offset_ns + way_ns
        clock = clock.heard(mono_ns, arrived_ns)
        moved.append(clock.ours(mono_ns, arrived_ns))
        clock = clock.moved(moved[-1])
    assert moved == sorted(moved)
