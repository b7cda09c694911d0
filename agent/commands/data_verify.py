"""`osrs-agent data verify`: pass or fail for each recording, with what is missing, how much of it and where."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from agent.commands.data_files import Values, named_recordings, shown_with_each
from agent.console import Reporter
from agent.progress import OnShare
from bridge.clock import SECOND_NS
from bridge.recording.channels import Topic
from bridge.verifying.findings import Finding, Verdict
from bridge.verifying.verify import verify

SUMMARY = "pass or fail, with the milliseconds lost and where"
EXAMPLE = "osrs-agent data verify recordings"

_MOST_SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its flags."""
    parser.add_argument("--pictures", action="store_true", help="decode each picture, too (some 300 a second)")


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    verdicts: list[Verdict] = []

    def check(file: Path, show: OnShare) -> Values:
        verdicts.append(verify(file, decodes_pictures=arguments.pictures, on_progress=show))
        return _as_json(verdicts[-1])

    outcome = shown_with_each(named_recordings(arguments.paths), "verifying", check)
    for verdict in verdicts:
        _show(verdict, reporter)
    is_ok = outcome.is_whole and all(verdict.is_ok for verdict in verdicts)
    reporter.result(outcome.as_json() | {"ok": is_ok, **_totals(verdicts)})
    return 0 if is_ok else 1


def _totals(verdicts: Sequence[Verdict]) -> Values:
    return {
        "streams": {
            topic.value: {
                "count": sum(verdict.streams[topic.value].count for verdict in verdicts),
                "gaps": sum(verdict.streams[topic.value].gaps for verdict in verdicts),
                "lost_ms": round(sum(verdict.streams[topic.value].lost_ms for verdict in verdicts), 3),
            }
            for topic in Topic
        },
        "crc_errors": sum(verdict.crc_errors for verdict in verdicts),
        "repaired": any(verdict.is_repaired for verdict in verdicts),
    }


def _as_json(verdict: Verdict) -> Values:
    return {
        "path": str(verdict.path),
        "ok": verdict.is_ok,
        **_totals([verdict]),
        "fps": {"declared": verdict.declared_fps, "real": verdict.real_fps, "drift_ms": verdict.drift_ms},
        "findings": [
            {
                "stream": finding.stream,
                "kind": finding.kind.value,
                "fault": finding.is_fault,
                "count": finding.count,
                "from_s": _seconds(finding.from_ns, verdict),
                "until_s": _seconds(finding.until_ns, verdict),
                "lost_ms": finding.lost_ms,
                "text": finding.text,
            }
            for finding in verdict.findings
        ],
    }


def _show(verdict: Verdict, reporter: Reporter) -> None:
    faults = sum(finding.is_fault for finding in verdict.findings)
    passed = "pass" if verdict.is_ok else f"FAIL, {faults} fault{'s' if faults > 1 else ''}"
    rate = f"{verdict.real_fps:.2f} of {verdict.declared_fps:g} pictures a second"
    reporter.say(f"{verdict.path}: {passed}; {verdict.lost_ms:.1f} ms lost, {rate}")
    faults_first = sorted(verdict.findings, key=lambda finding: not finding.is_fault)
    for finding in faults_first[:_MOST_SHOWN]:
        reporter.say(f"  {_line(finding, verdict)}")
    if len(faults_first) > _MOST_SHOWN:
        reporter.say(f"  and {len(faults_first) - _MOST_SHOWN} more, which --json tells")


def _line(finding: Finding, verdict: Verdict) -> str:
    start, end = _seconds(finding.from_ns, verdict), _seconds(finding.until_ns, verdict)
    place = (
        "" if start is None else f" at {start:.3f} s" if end in {None, start} else f" from {start:.3f} to {end:.3f} s"
    )
    lost = f", {finding.lost_ms:.1f} ms lost" if finding.lost_ms else ""
    mark = "fault" if finding.is_fault else "note"
    return f"{mark}: {finding.stream or 'file'}{place}: {finding.text}{lost}"


def _seconds(at_ns: int | None, verdict: Verdict) -> float | None:
    return None if at_ns is None else round((at_ns - verdict.first_ns) / SECOND_NS, 6)
