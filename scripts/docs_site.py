"""What the site has beside docs/: pages that stand elsewhere in the repository, and a reference made of the docstrings.

mkdocs loads this file as a hook (mkdocs.yml) and calls its functions by their names, with arguments by theirs
(https://www.mkdocs.org/user-guide/plugins/#events).
"""

from __future__ import annotations

import ast
import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent

OUTSIDE = {
    "README.md": "index.md",
    "ARCHITECTURE.md": "architecture.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "bridge/runelite/README.md": "plugin.md",
}
"""Pages of the repository outside of docs/, and their names on the site."""

_LINK = re.compile(r"(?<=\]\()(?P<path>[^)#:\s]+)(?P<anchor>#[^)\s]*)?(?=\))")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Fill the sections of the navigation that grow by themselves."""
    _section(config, "Results").extend(_pages("results"))
    _section(config, "Decisions").extend(_pages("adr"))
    _section(config, "Reference").extend({_dotted(folder): _reference_name(folder)} for folder in _folders())
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that docs/ does not hold."""
    for source, name in OUTSIDE.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        files.append(File.generated(config, name, content=text))
    for folder in _folders():
        files.append(File.generated(config, _reference_name(folder), content=_reference(folder)))
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Let links between repository files lead to where those files are on the site."""
    sources = {name: source for source, name in OUTSIDE.items()}
    here = sources.get(page.file.src_uri, f"docs/{page.file.src_uri}")
    there = posixpath.dirname(page.file.src_uri)

    def on_site(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(here), link["path"]))
        name = OUTSIDE.get(target, target.removeprefix("docs/"))
        return posixpath.relpath(name, there or ".") + (link["anchor"] or "")

    return _LINK.sub(on_site, markdown)


def _section(config: MkDocsConfig, title: str) -> list[Any]:  # Any: whatever YAML can say
    """The entries of a section at the top of the navigation."""
    return next(entry[title] for entry in config.nav if title in entry)


def _pages(folder: str) -> list[str]:
    """The pages of a folder of docs/; its own page comes first."""
    names = [f"{folder}/{path.name}" for path in (ROOT / "docs" / folder).glob("*.md")]
    return sorted(names, key=lambda name: (not name.endswith("README.md"), name))


def _folders() -> list[Path]:
    """Every folder that holds modules."""
    rooms = [ROOT / room for room in ("agent", "model", "bridge")]
    below = [folder for room in rooms for folder in room.rglob("*") if folder.is_dir()]
    return sorted(folder for folder in rooms + below if _modules(folder))


def _modules(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.py") if path.name != "__init__.py")


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def _reference_name(folder: Path) -> str:
    return f"reference/{_dotted(folder)}.md"


def _reference(folder: Path) -> str:
    """The page of one folder: each module that has something public."""
    parts = [f"# {_dotted(folder)}"]
    for path in _modules(folder):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(not name.startswith("_") for name in _defined(tree)):
            parts.append(f"## {_dotted(path)}\n\n::: {_dotted(path)}\n    options:\n      show_root_heading: false")
    return "\n\n".join(parts) + "\n"


def _defined(tree: ast.Module) -> list[str]:
    return [node.name for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)]
