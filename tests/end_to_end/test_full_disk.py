"""Small disks that are really full: mounted in a namespace of the test's own, which ends with it."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from tests.architecture.sources import ROOT
from tests.end_to_end.commands import PROGRAM
from tests.end_to_end.full_disk import Found

SAMPLE = ROOT / "recordings" / "sample" / "woodcutting.mcap"
UNSHARE = ("unshare", "--mount", *(() if os.geteuid() == 0 else ("--map-root-user",)))


def on_small_disk(disk: Path, size: str, script: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script where a memory disk of that size is mounted at `disk`; skips where nobody may mount one."""
    disk.mkdir()
    mount = f"mount -t tmpfs -o size={size} none {shlex.quote(str(disk))}"
    tried = subprocess.run([*UNSHARE, "sh", "-c", mount], capture_output=True, text=True, check=False)
    if tried.returncode != 0:
        pytest.skip(f"a small disk cannot be mounted here: {tried.stderr.strip()}")
    command = [*UNSHARE, "bash", "-c", f"{mount} && {script}"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> Found:
    disk = tmp_path_factory.mktemp("full") / "disk"
    arguments = shlex.join([sys.executable, "-m", "tests.end_to_end.full_disk", str(disk), str(SAMPLE)])
    done = on_small_disk(disk, "1m", f"exec {arguments}")
    assert done.returncode == 0, done.stderr
    return msgspec.json.decode(done.stdout, type=Found)


def test_a_recorder_on_a_full_disk_ends_at_once_and_names_what_it_kept(found):
    assert "a.mcap cannot be written: No space left on device; what came before is kept in" in found.error
    assert "a.mcap.part, `osrs-agent data repair` finishes it" in found.error
    assert found.ended_s <= 2.0


def test_what_was_written_before_the_disk_was_full_is_whole_once_there_is_room(found):
    assert found.ticks_kept > 100
    assert found.repaired_ticks == found.ticks_kept
    assert found.repair_when_full.code == 1


def test_every_tool_on_a_full_disk_says_so_in_one_line_and_leaves_nothing(found):
    said = {
        verb: (one.code, [line.partition(": ")[2].partition(";")[0] for line in one.lines], one.left)
        for verb, one in found.verbs.items()
    }
    assert said == dict.fromkeys(said, (1, ["No space left on device"], []))


def test_a_recording_ends_whole_before_its_disk_is_full(display, tmp_path):
    disk = tmp_path / "disk"
    record = shlex.join([str(PROGRAM), "record", f"{disk}/a.mcap", "--expert", "--no-video", "--stop-after", "60"])
    verify = shlex.join([str(PROGRAM), "data", "verify", f"{disk}/a.mcap"])
    wait = f"while ! [ -s {disk}/a.mcap.part ]; do sleep 0.1; done; sleep 2"
    script = f"({record} & {wait}; head -c 60M /dev/zero > {disk}/other; wait $! || echo code $?; {verify})"
    done = on_small_disk(disk, "300m", script)
    assert done.returncode == 0, done.stderr
    assert "code 1" in done.stdout
    assert f"the disk of {disk} is nearly full" in done.stderr
    assert "MB are kept free; what came before is kept in" in done.stderr
    assert f"{disk}/a.mcap: pass" in done.stdout
