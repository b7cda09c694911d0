"""The token file that both sides of the wire read: made once, readable by its owner alone."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import tempfile
from pathlib import Path

from bridge.errors import LinkUnavailable
from bridge.protocol.token import TOKEN_BYTES, Token, parse_token, write_token

_LONGEST_READ_BYTES = 256


def ensure_token(path: Path) -> Token:
    """The token in the file at `path`; where there is no file, a fresh one is made (0600, its directory 0700).

    Raises:
        LinkUnavailable: the file cannot be made, or is refused by `read_token`.
    """
    if not path.exists():
        try:
            _create(path)
        except OSError as error:
            raise LinkUnavailable(f"cannot make the token file {path}: {error.strerror}") from error
    return read_token(path)


def read_token(path: Path) -> Token:
    """The token in the file at `path`.

    Raises:
        LinkUnavailable: there is no such file, it is not a token, or others than its owner may read or change it.
    """
    try:
        with path.open("rb") as file:
            _check_private(path, os.fstat(file.fileno()))
            content = file.read(_LONGEST_READ_BYTES)
    except OSError as error:
        raise LinkUnavailable(f"cannot read the token file {path}: {error.strerror}") from error
    try:
        return parse_token(content.decode("ascii", "replace"))
    except LinkUnavailable as error:
        raise LinkUnavailable(f"{path} is no token file ({error}): delete it, the agent makes a new one") from error


def _create(path: Path) -> None:
    """Write a whole file beside and link it in, so that no reader ever sees half a token and no token is replaced."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".token-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(write_token(Token(secrets.token_bytes(TOKEN_BYTES))))
        with contextlib.suppress(FileExistsError):  # another process was quicker: its token is as good
            os.link(beside, path)
    finally:
        Path(beside).unlink()


def _check_private(path: Path, status: os.stat_result) -> None:
    if os.name != "posix":
        return  # elsewhere the user's directory is private and modes mean nothing
    if status.st_uid != os.getuid():
        raise LinkUnavailable(f"{path} belongs to user {status.st_uid}, not to you: delete it")
    if stat.S_IMODE(status.st_mode) & 0o077:
        mode = f"{stat.S_IMODE(status.st_mode):04o}"
        raise LinkUnavailable(f"{path} is open to others (mode {mode}): chmod 600 it, or delete it for a new token")
