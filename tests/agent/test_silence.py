"""Silence is counted while one listens, and not while the machine stands still."""

from agent.silence import STALL_NS, Silence


def test_it_lasts_since_the_last_sign_of_life():
    silence = Silence(0)
    assert silence.lasts_ns(100) == 100
    silence.heard(150)
    assert silence.lasts_ns(200) == 50


def test_a_pause_in_which_nobody_asked_does_not_count():
    silence = Silence(0)
    assert silence.lasts_ns(10) == 10
    assert silence.lasts_ns(10 + STALL_NS + 1) == 10
    assert silence.lasts_ns(10 + STALL_NS + 6) == 15


def test_a_pause_as_long_as_usual_counts():
    assert Silence(0).lasts_ns(STALL_NS) == STALL_NS


def test_a_sign_of_life_in_a_pause_is_not_moved_into_the_future():
    silence = Silence(0)
    silence.heard(STALL_NS)
    assert silence.lasts_ns(STALL_NS + 1) == 0
    assert silence.lasts_ns(STALL_NS + 5) == 4


def test_an_older_sign_of_life_changes_nothing():
    silence = Silence(10)
    silence.heard(5)
    assert silence.lasts_ns(20) == 10
