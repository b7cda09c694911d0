"""The user's own settings: a small TOML file that says where the agent may act beyond the sandbox."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from agent.errors import AgentError

DEFAULT_SETTINGS_FILE = "~/.config/osrs-agent/settings.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user decided once.

    Args:
        allowed_hosts: names of game worlds, beside this machine, whose operator lets an agent act there.
    """

    allowed_hosts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(not host.strip() for host in self.allowed_hosts):
            raise ValueError("allowed_hosts holds an empty name; remove it, it would allow nothing")


def load_settings(path: Path | None = None) -> Settings:
    """The settings in a file; the defaults where nobody named one and the usual one is not there.

    Args:
        path: the file; None: `DEFAULT_SETTINGS_FILE`.

    Raises:
        AgentError: the named file is missing, is no TOML, or holds a key or a value that does not fit.
    """
    file = path or Path(DEFAULT_SETTINGS_FILE).expanduser()
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if path is None:
            return Settings()
        raise AgentError(f"{file}: there is no such settings file; make it, or leave out --settings") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AgentError(f"{file} cannot be read as TOML settings: {error}") from error
    try:
        return _settings(values)
    except ValueError as error:
        raise AgentError(f"{file}: {error}") from None


def _settings(values: dict[str, object]) -> Settings:
    known = [field.name for field in fields(Settings)]
    for key in values:
        if key not in known:
            nearest = difflib.get_close_matches(key, known, n=1, cutoff=0.0)[0]
            raise ValueError(f"unknown key {key}; did you mean {nearest}?")
    hosts = values.get("allowed_hosts", [])
    if not (isinstance(hosts, list) and all(isinstance(host, str) for host in hosts)):
        raise ValueError(f'allowed_hosts is a list of names, as in ["game.example"], found {hosts!r}')
    return Settings(tuple(hosts))
