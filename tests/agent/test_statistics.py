"""The report of a play has the contract's keys."""

from agent.statistics import PlayStatistics, quantiles_ms


def test_no_times_give_no_quantiles():
    assert quantiles_ms([]) == {"p50": None, "p99": None, "max": None}


def test_times_are_reported_in_milliseconds():
    assert quantiles_ms([1_000_000, 3_000_000, 2_000_000])["p50"] == 2.0
    assert quantiles_ms([1_000_000, 3_000_000])["max"] == 3.0


def test_the_report_has_the_keys_of_the_contract():
    report = PlayStatistics(ticks=3).as_json()
    assert {"ticks", "planned", "sent", "dropped_late", "refused", "dispatch_error_ms", "first_action_ms"} <= set(
        report
    )
