"""Compiling the kernels: C beside this file, built by the machine's own compiler once, and kept on disk.

What is kept is named after the kernels' text, the compiler and the processor's abilities: an edit, or another machine
with the same home, builds anew. Building takes some seconds.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from model.errors import ModelError

_PACKAGE = Path(__file__).parent
_TIMEOUT_S = 120.0
_FLAGS = (
    *("-std=c11", "-O3", "-march=native", "-funroll-loops", "-fPIC", "-shared"),
    # sums in any order, so that they run in parallel lanes; NaN and infinity keep their meaning
    *("-fassociative-math", "-freciprocal-math", "-fno-signed-zeros", "-fno-trapping-math", "-fno-math-errno"),
)


class CannotCompile(ModelError):
    """There is no compiler, it fails, or no folder can be written; the model then runs uncompiled."""


def load_kernels(environment: Mapping[str, str] = os.environ) -> ctypes.CDLL:
    """The kernels as a library, built if they are not there yet.

    Args:
        environment: names the compiler (CC; otherwise cc, gcc or clang) and the user's cache (XDG_CACHE_HOME).

    Raises:
        CannotCompile: see there.
    """
    compiler = find_compiler(environment)
    digest = _digest(compiler)
    folders = [_PACKAGE / "__pycache__", _user_cache(environment)]
    for folder in folders:
        library = folder / f"kernels-{digest}.so"
        if library.exists():
            return ctypes.CDLL(str(library))
    return ctypes.CDLL(str(_build(compiler, _writable(folders) / f"kernels-{digest}.so")))


def find_compiler(environment: Mapping[str, str]) -> str:
    """The path of a C compiler.

    Raises:
        CannotCompile: there is none.
    """
    names = [environment["CC"]] if environment.get("CC") else ["cc", "gcc", "clang"]
    for name in names:
        found = shutil.which(name, path=environment.get("PATH"))
        if found is not None:
            return found
    raise CannotCompile(f"no C compiler: none of {', '.join(names)} is there; install gcc or clang, or set CC")


def _digest(compiler: str) -> str:
    """Names the kernels' text and the machine that they are built for."""
    texts = [path.read_bytes() for path in sorted(_PACKAGE.glob("*.[ch]"))]
    # every macro that the compiler sets says which compiler it is and what the processor can do
    machine = _run([compiler, "-march=native", "-dM", "-E", "-x", "c", os.devnull])
    return hashlib.sha256(b"\0".join([*texts, machine, " ".join(_FLAGS).encode()])).hexdigest()[:16]


def _build(compiler: str, library: Path) -> Path:
    """Build beside and move in: no other process ever loads half a library."""
    sources = [str(path) for path in sorted(_PACKAGE.glob("*.c"))]
    with tempfile.TemporaryDirectory(dir=library.parent, prefix=".kernels-") as folder:
        built = Path(folder) / library.name
        _run([compiler, *_FLAGS, "-o", str(built), *sources, "-lm"])
        built.replace(library)
    return library


def _run(command: Sequence[str]) -> bytes:
    try:
        return subprocess.run(command, check=True, capture_output=True, timeout=_TIMEOUT_S).stdout  # noqa: S603 (ours)
    except subprocess.CalledProcessError as error:
        raise CannotCompile(f"{command[0]} fails: {error.stderr.decode('utf-8', 'replace').strip()}") from error
    except subprocess.TimeoutExpired:
        raise CannotCompile(
            f"{command[0]} took longer than {_TIMEOUT_S:g} s; the next start tries again, once the machine is less busy"
        ) from None
    except OSError as error:
        raise CannotCompile(f"{command[0]} cannot be run: {error}") from error


def _user_cache(environment: Mapping[str, str]) -> Path:
    """Where programs of this user keep what they can make again."""
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA", tempfile.gettempdir())) / "osrs-agent"
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "osrs-agent"


def _writable(folders: Sequence[Path]) -> Path:
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError:
            continue
    raise CannotCompile(f"compiled kernels cannot be kept: {' and '.join(map(str, folders))} cannot be written")
