"""Acting needs a world host that is this machine or allowed, and a countdown that anybody can end."""

import pytest

from agent.arming import COUNTDOWN_S, arming_refusal, count_down, is_loopback
from bridge.clock import SECOND_NS, VirtualClock


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "127.0.0.1", "127.8.9.1", "::1", "[::1]"])
def test_this_machine_needs_no_list(host):
    assert arming_refusal(host, ()) == ""


@pytest.mark.parametrize(
    "host",
    [
        *("oldschool1.runescape.com", "localhost.evil.example", "127.0.0.1.evil.example", "0.0.0.0", "sandbox", ""),
        *("10.0.0.1", "127.1", "2130706433", "::ffff:8.8.8.8", "notlocalhost", "%6cocalhost"),
    ],
)
def test_everything_else_is_refused(host):
    assert not is_loopback(host)
    assert "neither this machine nor in allowed_hosts" in arming_refusal(host, ("game.example",))


def test_an_allowed_host_is_compared_whole_without_regard_to_case():
    assert arming_refusal("Game.Example", ("game.example.",)) == ""
    assert arming_refusal("a.game.example", ("game.example",)) != ""


def test_an_unknown_host_is_refused_whatever_is_allowed():
    assert "reports no world host" in arming_refusal(None, ("",))


def test_an_allowed_empty_name_would_not_stand_for_unknown():
    assert arming_refusal(None, ("None",)) != ""


def test_the_countdown_shows_every_second_and_takes_them_all():
    clock, shown = VirtualClock(), []
    assert count_down(clock, shown.append, lambda: "") == ""
    assert shown == [5, 4, 3, 2, 1]
    assert clock.now_ns() == COUNTDOWN_S * SECOND_NS


def test_a_reason_ends_the_countdown_at_once():
    clock, shown = VirtualClock(), []
    reason = count_down(clock, shown.append, lambda: "the stop key" if clock.now_ns() >= 2.5 * SECOND_NS else "")
    assert reason == "the stop key"
    assert shown == [5, 4, 3]
    assert clock.now_ns() < 2.6 * SECOND_NS


def test_a_reason_at_its_very_end_still_counts():
    clock = VirtualClock()
    assert count_down(clock, lambda _: None, lambda: "late" if clock.now_ns() == 5 * SECOND_NS else "") == "late"
