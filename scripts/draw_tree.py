"""Draws the tree of ARCHITECTURE.md from the modules' first lines: `python scripts/draw_tree.py`, or `make format`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "ARCHITECTURE.md"
PACKAGES = ("agent", "model", "bridge")
DATA_SUFFIXES = {".toml"}
NAME_WIDTH = 28
MEANING_WIDTH = 104


def drawn_page(page: str) -> str:
    """The page with its tree, the only fenced block that begins with `agent/`, as the files are now."""
    return re.sub(r"```\nagent/.*?```", lambda _: f"```\n{_tree()}\n```", page, count=1, flags=re.DOTALL)


def _tree() -> str:
    return "\n\n".join("\n".join(_lines(ROOT / package, 0)) for package in PACKAGES)


def _lines(folder: Path, depth: int) -> Iterator[str]:
    yield _line(f"{folder.name}/", folder / "__init__.py", depth)
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name != "__init__.py" and path.suffix in {".py", *DATA_SUFFIXES}:
            yield _line(path.name, path, depth + 1)
    for path in sorted(folder.iterdir()):
        if (path / "__init__.py").exists():
            yield from _lines(path, depth + 1)


def _line(name: str, path: Path, depth: int) -> str:
    return f"{'  ' * depth + name:<{NAME_WIDTH}} {_meaning(path)}".rstrip()


def _meaning(path: Path) -> str:
    """As much of a file's first line as fits, cut where a part of the sentence ends."""
    text = path.read_text(encoding="utf-8")
    first = text.splitlines()[0].lstrip("# ") if path.suffix in DATA_SUFFIXES else ast.get_docstring(ast.parse(text))
    sentence = (first or "").split("\n")[0].replace("`", "")
    while len(sentence) > MEANING_WIDTH:
        sentence = re.split(r"[:;.](?=[^:;.]*$)", sentence[:-1])[0]
    return sentence[:1].lower() + sentence[1:].rstrip(".:;, ")


if __name__ == "__main__":
    PAGE.write_text(drawn_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
