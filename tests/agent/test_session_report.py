"""The report says what was planned, sent and dropped, why, and how late."""

import json
from collections import Counter

from agent.session_report import EDGES_MS, histogram, histograms, report_lines, report_marker
from agent.statistics import PlayStatistics

MS = 1_000_000
PLAYED = PlayStatistics(
    ticks=3,
    planned=9,
    sent=3,
    superseded=2,
    dropped_late=1,
    refused=Counter(too_fast=2, covered=1),
    dispatch_error_ns=[50_000, 100_000, 20 * MS],
    seen_after_ns=[300_000],
)


def test_a_time_on_an_edge_counts_below_it_and_the_last_bin_is_open():
    assert histogram([0, MS // 10, MS // 10 + 1, 16 * MS]) == [2, 1, 0, 0, 0, 0, 0, 1]
    assert histogram([]) == [0] * (len(EDGES_MS) + 1)


def test_both_ways_have_a_histogram_with_its_edges():
    told = histograms(PLAYED)
    assert told["edges_ms"] == list(EDGES_MS)
    assert (sum(told["planned_to_sent"]), sum(told["sent_to_seen"])) == (3, 1)


def test_people_are_told_what_was_not_sent_and_why():
    lines = report_lines(PLAYED)
    assert lines[:2] == [
        "3 ticks   9 events planned   3 sent",
        "not sent: 2 superseded, 1 late, 1 covered, 2 too fast",
    ]
    assert [line.split()[-1] for line in lines[3:5]] == ["2", "1"]
    assert "above 15" in lines[4]


def test_what_was_not_measured_has_no_histogram():
    assert report_lines(PlayStatistics()) == [
        "0 ticks   0 events planned   0 sent",
        "not sent: 0 superseded, 0 late",
    ]


def test_a_recording_keeps_the_report_as_a_marker():
    marker = report_marker(PLAYED, "the stop key", 7)
    kept = json.loads(marker.note)
    assert (marker.at_ns, marker.name) == (7, "report")
    assert (kept["planned"], kept["refused"], kept["ended_by"]) == (9, {"too_fast": 2, "covered": 1}, "the stop key")
    assert kept["histograms"]["planned_to_sent"][0] == 2
