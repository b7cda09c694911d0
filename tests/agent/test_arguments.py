"""Arguments that make no sense are refused, with what was found."""

from argparse import ArgumentTypeError

import pytest

from agent.arguments import (
    count,
    count_from_zero,
    frame_rate,
    frame_size,
    port,
    positive_number,
    screen_size,
    seed,
    session_name,
    share,
)


@pytest.mark.parametrize("text", ["0", "-1", "nan", "inf", "-inf", "", "ten", "1e999"])
def test_a_positive_number_is_above_zero_and_finite(text):
    with pytest.raises(ArgumentTypeError, match=f"found '{text}'"):
        positive_number(text)
    assert positive_number("0.1") == 0.1


@pytest.mark.parametrize("text", ["-0.1", "1.1", "nan", "x"])
def test_a_share_lies_between_nothing_and_all(text):
    with pytest.raises(ArgumentTypeError, match=f"found '{text}'"):
        share(text)
    assert (share("0"), share("0.99"), share("1")) == (0.0, 0.99, 1.0)


@pytest.mark.parametrize("text", ["0", "-1", "nan", "121", "3e9", "x"])
def test_a_frame_rate_is_at_most_120(text):
    with pytest.raises(ArgumentTypeError, match=f"found '{text}'"):
        frame_rate(text)
    assert frame_rate("120") == 120.0


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "x", "²", "1" * 5000])
def test_a_count_is_a_whole_number_of_at_least_one(text):
    with pytest.raises(ArgumentTypeError, match="whole number"):
        count(text)
    assert count("12") == 12


@pytest.mark.parametrize("text", ["-1", "1.5", "x"])
def test_a_count_may_begin_at_zero(text):
    with pytest.raises(ArgumentTypeError, match=f"expected a whole number of at least 0, found '{text}'"):
        count_from_zero(text)
    assert count_from_zero("0") == 0


@pytest.mark.parametrize("text", ["-1", "1.5", "x"])
def test_a_seed_is_a_whole_number_of_at_least_zero(text):
    with pytest.raises(ArgumentTypeError, match=f"found '{text}'"):
        seed(text)
    assert seed("0") == 0


@pytest.mark.parametrize("text", ["", "a b", "../up", "x" * 65, "ok\n"])
def test_a_session_is_named_in_the_letters_of_the_wire(text):
    with pytest.raises(ArgumentTypeError, match="1 to 64 letters"):
        session_name(text)
    assert session_name("mine_1-a") == "mine_1-a"


@pytest.mark.parametrize("text", ["384", "384x", "0x0", "1x252", "766x503", "765x504", "-384x252", "384x252x3"])
def test_a_frame_is_no_larger_than_the_canvas(text):
    with pytest.raises(ArgumentTypeError, match=f"found '{text}'"):
        frame_size(text)
    assert frame_size("765x503") == (765, 503)


@pytest.mark.parametrize("text", ["1920", "1x1080", "1920x40000", "wide"])
def test_a_screen_is_of_any_size_that_pixels_are_counted_in(text):
    with pytest.raises(ArgumentTypeError, match=f"found '{text}'"):
        screen_size(text)
    assert screen_size("1920x1080") == (1920, 1080)


@pytest.mark.parametrize("text", ["0", "65536", "-1", "x"])
def test_a_port_is_one_of_tcp(text):
    with pytest.raises(ArgumentTypeError, match=f"expected a port from 1 to 65535, found '{text}'"):
        port(text)
    assert port("43597") == 43_597
