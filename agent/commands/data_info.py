"""`osrs-agent data info`: what is in each recording, and in all of them together."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from agent.commands.data_files import Values, done_with_each, named_recordings
from agent.console import Reporter
from agent.recording_facts import RecordingFacts, facts_of
from bridge.editing.identity import session_ids
from bridge.recording.channels import Topic

SUMMARY = "what is in each recording"
EXAMPLE = "osrs-agent data info recordings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes nothing of its own."""
    del parser


def run(arguments: argparse.Namespace, reporter: Reporter) -> int:
    """Do it."""
    files = named_recordings(arguments.paths)
    facts: list[RecordingFacts] = []
    outcome = done_with_each(files, "reading", lambda file: _read(file, facts))
    for one in facts:
        _show(one, reporter)
    total = _total(facts)
    if len(files) > 1:
        counts = sum((Counter(one.counts) for one in facts), Counter[str]())
        rows = {name: str(value) for name, value in total.items() if name != "streams"}
        reporter.table("all recordings", ("", "value"), tuple((rows | _streams(counts)).items()))
    reporter.result(outcome.as_json() | {"total": total})
    return outcome.exit_code


def _read(file: Path, facts: list[RecordingFacts]) -> Values:
    facts.append(facts_of(file))
    return facts[-1].as_json()


def _show(facts: RecordingFacts, reporter: Reporter) -> None:
    manifest, told = facts.recording.manifest, facts.as_json()
    for_people = {
        "canvas": f"{manifest.canvas_width_px}x{manifest.canvas_height_px}",
        "frames": f"{manifest.frame_width_px}x{manifest.frame_height_px}",
        "fps": f"{manifest.frames_per_second:g} declared, {facts.real_fps:.2f} real",
        "sessions": ", ".join(session_ids(manifest)),
        "redactions": len(manifest.redactions),
    }
    rows = {name: str(value) for name, value in (told | for_people).items() if name not in ("path", "streams")}
    reporter.table(str(facts.recording.path), ("", "value"), tuple((rows | _streams(facts.counts)).items()))


def _streams(counts: Mapping[str, int]) -> dict[str, str]:
    return {topic.value: str(counts.get(topic.value, 0)) for topic in Topic}


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
