"""Which source a run was made from."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Sequence
from pathlib import Path

_SOURCE = Path(__file__).parents[1]
_MODEL_PACKAGES = ("bridge", "model")
"""What makes data, trains and judges."""


def source_revision(folder: Path = _SOURCE) -> str | None:
    """The git revision of a checkout, with "+changes" where files differ from it.

    Args:
        folder: the top of the checkout; that of this program unless told otherwise.

    Returns:
        None where `folder` is not the top of a checkout, as an installed package is not, or git is not there.
    """
    top = _git(folder, "rev-parse", "--show-toplevel")
    revision = _git(folder, "rev-parse", "HEAD")
    if top is None or revision is None or Path(top) != folder.resolve():
        return None
    return f"{revision}+changes" if _git(folder, "status", "--porcelain", "--untracked-files=no") else revision


def source_digest(folder: Path = _SOURCE, packages: Sequence[str] = _MODEL_PACKAGES) -> str:
    """A digest of sources, so that what other sources made can be told apart.

    Args:
        folder: that holds the packages; this program's unless told otherwise.
        packages: by name.
    """
    digest = hashlib.sha256()
    for package in packages:
        for path in sorted((folder / package).rglob("*.py")):
            digest.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _git(folder: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 - fixed words, and the folder of this program
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - the user's own git
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
