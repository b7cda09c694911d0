"""Starting is light: no screen, no tensors, no output, before they are asked for."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.architecture.sources import PACKAGES, ROOT, sources


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A Python of its own, without a screen and with warnings as errors."""
    environment = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    command = [sys.executable, "-W", "error", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=100)


def test_importing_every_module_needs_no_screen_and_prints_nothing() -> None:
    names = [source.name for source in sources(*PACKAGES) if source.path.name != "__main__.py"]
    result = _run("-c", f"import importlib\nfor name in {names!r}: importlib.import_module(name)")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize("arguments", [["--help"], ["record", "--help"]], ids=" ".join)
def test_help_loads_no_torch(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom agent.cli import main\n"
        f"try: main({arguments!r})\nexcept SystemExit as end: assert not end.code, end.code\n"
        "assert not {'torch', 'pygame', 'mss', 'pynput', 'xcffib'} & set(sys.modules), 'a heavy import'"
    )
    result = _run("-c", code)
    assert (result.returncode, result.stderr) == (0, "")
    assert "usage" in result.stdout.lower()
