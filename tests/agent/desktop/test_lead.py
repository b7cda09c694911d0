"""The lead is as long as the server lately took, within its bounds."""

from agent.desktop.lead import FRESH_NS, LEAST_LEAD_NS, MOST_LEAD_NS, Lead
from bridge.clock import MILLISECOND_NS, VirtualClock


def ask(clock: VirtualClock, lead: Lead, *, waited_ms: float) -> int:
    """A question whose answer is looked for two milliseconds later, and is waited for from then on."""
    lead.asked()
    clock.sleep_until_ns(clock.now_ns() + 2 * MILLISECOND_NS)
    lead.waits()
    clock.sleep_until_ns(clock.now_ns() + round(waited_ms * MILLISECOND_NS))
    lead.answered()
    return lead.ns


def test_an_answer_that_was_there_leaves_the_least_lead():
    clock = VirtualClock()
    assert ask(clock, Lead(clock.now_ns), waited_ms=0) == LEAST_LEAD_NS


def test_a_slow_answer_is_asked_for_earlier_next_time_and_forgotten_slowly():
    clock = VirtualClock()
    lead = Lead(clock.now_ns)
    longer = ask(clock, lead, waited_ms=4)
    assert 6 * MILLISECOND_NS < longer < MOST_LEAD_NS
    assert 0.98 * longer < ask(clock, lead, waited_ms=0) < longer
    for _ in range(200):
        ask(clock, lead, waited_ms=0)
    assert lead.ns == LEAST_LEAD_NS


def test_the_server_is_never_held_for_long():
    clock = VirtualClock()
    assert ask(clock, Lead(clock.now_ns), waited_ms=400) == MOST_LEAD_NS


def test_a_server_is_fresh_for_a_while_after_it_was_heard():
    clock = VirtualClock()
    lead = Lead(clock.now_ns)
    assert not lead.is_heard(0)
    lead.heard()
    assert lead.is_heard(FRESH_NS - 1)
    assert not lead.is_heard(FRESH_NS)
    clock.sleep_until_ns(FRESH_NS)
    assert not lead.is_heard(0)
    lead.asked()
    lead.waits()
    lead.answered()
    assert lead.is_heard(0)
