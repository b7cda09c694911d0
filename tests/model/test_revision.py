from __future__ import annotations

import subprocess
from pathlib import Path

from model.revision import source_revision


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=a", "-c", "user.email=a@b")
    return subprocess.run(
        ["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True, text=True
    ).stdout.strip()


def committed(folder: Path) -> str:
    git(folder, "init", "-q")
    (folder / "file").write_text("1")
    git(folder, "add", "file")
    git(folder, "commit", "-q", "-m", "first")
    return git(folder, "rev-parse", "HEAD")


def test_a_checkout_has_the_revision_of_its_commit(tmp_path: Path) -> None:
    assert source_revision(tmp_path.resolve()) is None
    assert committed(tmp_path) == source_revision(tmp_path)


def test_a_checkout_with_changes_says_so(tmp_path: Path) -> None:
    revision = committed(tmp_path)
    (tmp_path / "file").write_text("2")
    assert source_revision(tmp_path) == f"{revision}+changes"


def test_a_folder_within_another_checkout_has_none(tmp_path: Path) -> None:
    committed(tmp_path)
    (tmp_path / "inside").mkdir()
    assert source_revision(tmp_path / "inside") is None
