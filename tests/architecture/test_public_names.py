"""Public names: each is explained, each is used, and no file is a drawer for everything."""

from __future__ import annotations

import ast
import re
from collections import Counter

from tests.architecture.sources import PACKAGES, ROOT, Source, sources

DRAWERS = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


def test_a_module_says_what_it_holds() -> None:
    assert [str(source) for source in sources(*PACKAGES) if not ast.get_docstring(source.tree)] == []


def test_a_public_name_is_explained() -> None:
    names = {f"{source}:{node.name}": node for source in sources(*PACKAGES) for node in _public_definitions(source)}
    assert [name for name, node in names.items() if not ast.get_docstring(node)] == []


def test_a_public_name_is_used_beyond_its_definition_and_its_tests() -> None:
    texts = [source.text for source in sources(*PACKAGES)] + [(ROOT / "pyproject.toml").read_text()]
    counts = Counter(word for text in texts for word in re.findall(r"[A-Za-z_]\w*", text))
    names = {
        f"{source}:{node.name}": node.name for source in sources(*PACKAGES) for node in _public_definitions(source)
    }
    assert [place for place, name in names.items() if counts[name] < 2] == []


def test_a_file_is_named_after_an_idea() -> None:
    assert [str(source) for source in sources(*PACKAGES) if DRAWERS & set(source.path.stem.split("_"))] == []


def _public_definitions(source: Source) -> list[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [node for node in source.tree.body if isinstance(node, kinds) and not node.name.startswith("_")]
