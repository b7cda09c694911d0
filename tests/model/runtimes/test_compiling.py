from __future__ import annotations

import ctypes
import shutil
from pathlib import Path

import pytest

from model.runtimes.compiling import CannotCompile, find_compiler, load_kernels


def test_the_kernels_are_built_once_and_then_loaded() -> None:
    first, again = load_kernels(), load_kernels()
    assert isinstance(first, ctypes.CDLL)
    assert first._name == again._name


def test_a_machine_without_a_compiler_is_told_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(CannotCompile, match="install gcc or clang, or set CC"):
        load_kernels({"PATH": str(tmp_path)})


def test_the_compiler_that_the_environment_names_is_taken() -> None:
    gcc = shutil.which("gcc")
    assert gcc is not None
    assert find_compiler({"CC": gcc, "PATH": ""}) == gcc


def test_a_compiler_that_fails_is_quoted(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho no such processor >&2\nexit 1\n")
    broken.chmod(0o700)
    with pytest.raises(CannotCompile, match="no such processor"):
        load_kernels({"CC": str(broken), "PATH": ""})
