"""`osrs-agent data info`: what is in each recording, and in all of them together."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from agent.commands.data_files import Values, done_with_each, named_recordings
from agent.console import Reporter
from agent.recording_facts import RecordingFacts, facts_of

SUMMARY = "what is in each recording"
EXAMPLE = "osrs-agent data info recordings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes nothing of its own."""
    del parser


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    files = named_recordings(arguments.paths)
    facts: list[RecordingFacts] = []
    done, are_sound = done_with_each(files, "reading", lambda file: _read(file, facts))
    for one in facts:
        _show(one, reporter)
    total = _total(facts)
    if len(files) > 1:
        reporter.table("all recordings", ("", "value"), tuple((name, str(value)) for name, value in total.items()))
    reporter.result({"ok": are_sound, "recordings": done, "total": total})
    return 0 if are_sound else 1


def _read(file: Path, facts: list[RecordingFacts]) -> Values:
    facts.append(facts_of(file))
    return facts[-1].as_json()


def _show(facts: RecordingFacts, reporter: Reporter) -> None:
    streams = {topic: str(number) for topic, number in facts.counts.items()}
    told = facts.as_json() | {"redactions": len(facts.recording.manifest.redactions)}
    rows = {name: str(value) for name, value in told.items() if name not in ("path", "streams")}
    reporter.table(str(facts.recording.path), ("", "value"), tuple((rows | streams).items()))


def _total(facts: Sequence[RecordingFacts]) -> Values:
    counts: Counter[str] = Counter()
    for one in facts:
        counts.update(one.counts)
    return {
        "recordings": len(facts),
        "sessions": len({one.recording.manifest.session_id for one in facts}),
        "duration_s": round(sum(one.duration_s for one in facts), 3),
        "bytes": sum(one.recording.path.stat().st_size for one in facts),
        "streams": {topic: {"count": count} for topic, count in counts.items()},
    }
