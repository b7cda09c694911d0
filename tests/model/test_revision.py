from __future__ import annotations

import subprocess
from pathlib import Path

from model.revision import source_digest, source_revision


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


def test_the_digest_of_sources_changes_with_each_of_them_and_with_nothing_else(tmp_path: Path) -> None:
    for name in ("model/a.py", "bridge/b.py", "agent/c.py", "model/a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1")
    first = source_digest(tmp_path)
    (tmp_path / "agent/c.py").write_text("2")
    (tmp_path / "model/a.txt").write_text("2")
    assert source_digest(tmp_path) == first
    (tmp_path / "bridge/b.py").write_text("2")
    assert source_digest(tmp_path) != first
    assert source_digest(tmp_path, ["agent"]) != source_digest(tmp_path)
    assert source_digest() == source_digest()
