"""The commands that the documentation shows are run, page by page, in an empty folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tests.docs.code_blocks import code_blocks

MEASURED = ROOT / "docs" / "results"  # commands of minutes to hours, each beside what it printed
PAGES = [page for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))) if MEASURED not in page.parents]
WITH_COMMANDS = [page for page in PAGES if any(block.tested for block in code_blocks(page))]


@pytest.mark.timeout(420)  # minutes where the machine is busy
@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.stem)
def test_the_commands_of_a_page_work_in_their_order(page, tmp_path) -> None:
    shutil.copytree(ROOT / "recordings" / "sample", tmp_path / "recordings" / "sample")
    script = "".join(block.tested for block in code_blocks(page) if block.tested is not None)
    done = subprocess.run(
        ["bash", "-euxo", "pipefail", "-c", script],
        cwd=tmp_path,
        env=_readers_environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )
    assert done.returncode == 0, f"{page.name}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"


def test_a_block_that_is_not_run_says_why() -> None:
    left_out = [block for page in PAGES for block in code_blocks(page) if block.tested is None]
    assert all(block.reason for block in left_out)


def test_commands_that_replace_a_shown_block_use_the_same_verbs() -> None:
    replaced = [b for page in PAGES for b in code_blocks(page) if b.tested is not None and b.tested != b.shown]
    assert [block for block in replaced if _verbs(block.shown) != _verbs(block.tested)] == []


def test_commands_stand_in_marked_fences_not_in_indented_blocks() -> None:
    found = [f"{page.relative_to(ROOT)}: {line.strip()}" for page in PAGES for line in _indented_commands(page)]
    assert found == []


def _readers_environment(folder: Path) -> dict[str, str]:
    """Without a screen and with a home of its own: a page works on any machine, and leaves nothing behind."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return kept | {"PATH": programs, "HOME": str(folder / "home"), "COLUMNS": "120"}


def _verbs(text: str) -> set[str]:
    return {line.split()[1] for line in text.splitlines() if line.startswith("osrs-agent ")}


def _indented_commands(page: Path) -> list[str]:
    lines = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL).splitlines()
    return [line for line in lines if line.startswith(("    osrs-agent ", "    make "))]


def test_a_block_is_run_as_shown_or_as_its_comment_says(tmp_path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```sh\nshown\n```\n\n<!-- tested as:\nquick\n-->\n```sh\nslow\n```\n"
        "<!-- not tested: why -->\n```sh\nnever\n```\n"
    )
    assert [(block.shown, block.tested, block.reason) for block in code_blocks(page)] == [
        ("shown\n", "shown\n", None),
        ("slow\n", "quick\n", None),
        ("never\n", None, "why"),
    ]
