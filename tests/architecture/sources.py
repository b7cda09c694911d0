"""The project's own source files, as the architecture tests see them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("agent", "model", "bridge")


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file: its path relative to the root, its text and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The dotted name by which it is imported; a package's file has the package's name."""
        return ".".join(self.path.with_suffix("").parts).removesuffix(".__init__")

    def __str__(self) -> str:
        return str(self.path)


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Every Python file under these folders of the root, in order of path."""
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return tuple(_read(path) for path in paths)


def _read(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path.relative_to(ROOT), text, ast.parse(text))


def text_files() -> Iterator[Path]:
    """Every text file that belongs to the project, recordings and environments left out."""
    suffixes = {".py", ".md", ".toml", ".sh", ".java", ".txt", ".yml", ".json", ".proto", ".gradle"}
    for path in sorted(ROOT.iterdir()):
        if path.is_file() and (path.suffix in suffixes or path.name == "Makefile"):
            yield path
    yield ROOT / ".ci" / "run"
    for folder in (*PACKAGES, "tests", "docs", "scripts"):
        yield from sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in suffixes and path.is_file())


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported_modules(node: ast.AST) -> Iterator[str]:
    """The dotted names that the import statements under a node bring in."""
    for child in ast.walk(node):
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom) and child.module is not None:
            yield child.module
            yield from (f"{child.module}.{alias.name}" for alias in child.names)
