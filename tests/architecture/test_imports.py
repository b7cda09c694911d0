"""Who may import what. Layers and purity are import-linter's (`make check`); these are the rules that it cannot say."""

from __future__ import annotations

import ast

from tests.architecture.sources import PACKAGES, Source, imported_modules, sources

SCREEN_LIBRARIES = {"mss", "pynput", "xcffib", "Xlib", "pyvirtualdisplay"}
MAY_PRINT = {"agent/cli.py"}


def test_only_the_clock_imports_time() -> None:
    assert [str(source) for source in sources(*PACKAGES) if "time" in _roots(source)] == ["bridge/clock.py"]


def test_no_other_clock_is_read() -> None:
    readings = ("datetime.now(", "datetime.utcnow(", "date.today(", "perf_counter(")
    assert [str(source) for source in sources(*PACKAGES) if any(call in source.text for call in readings)] == []


def test_randomness_is_an_argument_and_never_a_global_generator() -> None:
    seeding = ("np.random.seed", "torch.manual_seed", "random.seed")
    assert [str(source) for source in sources(*PACKAGES) if "random" in _roots(source)] == []
    assert [str(source) for source in sources(*PACKAGES) if any(call in source.text for call in seeding)] == []


def test_screen_libraries_are_imported_nowhere_but_under_agent_desktop() -> None:
    users = [source for source in sources(*PACKAGES) if _roots(source) & SCREEN_LIBRARIES]
    assert [str(source) for source in users if source.path.parts[:2] != ("agent", "desktop")] == []


def test_screen_libraries_are_imported_inside_functions() -> None:
    assert [str(source) for source in sources(*PACKAGES) if _roots_at_import(source) & SCREEN_LIBRARIES] == []


def test_the_bridge_knows_no_tensor() -> None:
    assert [str(source) for source in sources("bridge") if _roots(source) & {"torch", "safetensors"}] == []


def test_a_name_is_imported_from_its_module_and_no_package_is_imported_whole() -> None:
    assert [str(source) for source in sources(*PACKAGES) if _imports_own_package_whole(source)] == []


def test_only_the_command_line_prints() -> None:
    assert [str(source) for source in sources(*PACKAGES) if _prints(source) and str(source) not in MAY_PRINT] == []


def _roots(source: Source) -> set[str]:
    """The top-level packages that a file imports, anywhere in it."""
    return {name.split(".")[0] for name in imported_modules(source.tree)}


def _roots_at_import(source: Source) -> set[str]:
    """The top-level packages that are imported when the file is: function bodies are left out."""
    tree = ast.parse(source.text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = []
    return {name.split(".")[0] for name in imported_modules(tree)}


def _imports_own_package_whole(source: Source) -> bool:
    imports = [node for node in ast.walk(source.tree) if isinstance(node, ast.Import)]
    return any(name.split(".")[0] in PACKAGES for node in imports for name in imported_modules(node))


def _prints(source: Source) -> bool:
    calls = [node.func for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    return any(isinstance(call, ast.Name) and call.id == "print" for call in calls)
