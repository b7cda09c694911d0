"""The tests mirror the packages: who reads a module finds its tests by its name, and the other way round."""

from __future__ import annotations

import ast

from tests.architecture.sources import PACKAGES, ROOT, Source, functions, sources

WITHOUT_OWN_TESTS = {
    "agent/commands/": "verbs declare arguments and hand over; tests/agent/test_cli.py and tests/end_to_end run each",
    "bridge/ports.py": "protocols only; tests/contract holds one suite for each",
    "model/exporting/": "parts of one file, which tests/model/test_onnx_file.py runs as a whole",
    "bridge/sandbox/drawing/": "parts of one picture, which tests/bridge/sandbox/test_view.py looks at as a whole",
}
"""Modules, and folders of them, with no test file of their own, each with where they are tested instead."""


def test_a_module_with_code_has_its_test_file() -> None:
    modules = [source for source in sources(*PACKAGES) if _has_code(source) and not _is_excepted(source)]
    assert [str(source) for source in modules if not _is_tested(source)] == []


def test_a_mirrored_test_file_has_its_module() -> None:
    tests = [test for test in sources(*(f"tests/{package}" for package in PACKAGES)) if test.path.stem[:5] == "test_"]
    assert [str(test) for test in tests if not _has_module(test)] == []


def test_every_exception_to_the_mirror_still_exists() -> None:
    assert [path for path in WITHOUT_OWN_TESTS if not (ROOT / path).exists()] == []


def test_no_package_file_stands_under_tests() -> None:
    assert sorted((ROOT / "tests").rglob("__init__.py")) == []


def _has_code(source: Source) -> bool:
    return any(not _is_declaration(function) for function in functions(source.tree))


def _is_declaration(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a body is nothing but a docstring and dots, as in a protocol."""
    return all(isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant) for each in function.body)


def _is_excepted(source: Source) -> bool:
    return any(
        str(source) == path or (path.endswith("/") and str(source).startswith(path)) for path in WITHOUT_OWN_TESTS
    )


def _is_tested(source: Source) -> bool:
    """Whether test_x.py, or a part of it named test_x_part.py, mirrors x.py."""
    stem = source.path.stem if source.path.stem != "__init__" else source.path.parent.name
    folder = ROOT / "tests" / source.path.parent
    return (folder / f"test_{stem}.py").exists() or any(folder.glob(f"test_{stem}_*.py"))


def _has_module(test: Source) -> bool:
    """Whether test_x.py or test_x_part.py stands for a module x.py, or for the package x itself."""
    folder = ROOT / test.path.parent.relative_to("tests")
    words = test.path.stem.removeprefix("test_").split("_")
    names = ["_".join(words[:count]) for count in range(1, len(words) + 1)]
    return folder.name in names or any((folder / f"{name}.py").exists() or (folder / name).is_dir() for name in names)
