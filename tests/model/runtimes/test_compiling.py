from __future__ import annotations

import ctypes
import shutil
import tempfile
from pathlib import Path

import pytest

from model.runtimes import compiling
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


def test_a_compiler_that_is_no_program_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_bytes(bytes(64))
    broken.chmod(0o700)
    with pytest.raises(CannotCompile, match="broken cannot be run"):
        load_kernels({"CC": str(broken), "PATH": ""})


def test_a_compiler_that_takes_too_long_is_told_without_its_options(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o700)
    monkeypatch.setattr(compiling, "_TIMEOUT_S", 0.1)
    with pytest.raises(CannotCompile, match=r"slow took longer than 0.1 s; the next start tries again"):
        load_kernels({"CC": str(slow), "PATH": ""})


def test_kernels_that_can_be_kept_nowhere_are_told_with_the_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(dir: Path) -> None:  # noqa: A002 (tempfile's own name)
        raise OSError

    own = tmp_path / "own"  # a compiler of its own: nothing that is built for another is taken
    own.write_text("#!/bin/sh\n")
    own.chmod(0o700)
    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    with pytest.raises(CannotCompile, match=r"cannot be kept: .* and .*osrs-agent cannot be written"):
        load_kernels({"CC": str(own), "PATH": "", "XDG_CACHE_HOME": str(tmp_path)})
