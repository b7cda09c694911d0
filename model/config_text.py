"""A configuration as text: as a TOML file that `load_config` reads back, and as what differs from another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from model.config import ModelConfig

Value = bool | int | float | str


def flat(config: ModelConfig) -> dict[str, Value]:
    """Every value by its dotted name, as `--set` takes it."""
    return dict(_flat(msgspec.to_builtins(config), ""))


def differences(config: ModelConfig, other: ModelConfig | None = None) -> dict[str, Value]:
    """The values of `config` that `other` has otherwise, by dotted name.

    Args:
        config: the one that is told.
        other: what it is held against; None: the defaults.
    """
    usual = flat(ModelConfig() if other is None else other)
    return {name: value for name, value in flat(config).items() if value != usual[name]}


def config_text(config: ModelConfig) -> str:
    """The whole configuration as TOML."""
    tables: dict[str, list[str]] = {}
    for name, value in flat(config).items():
        section, _, key = name.rpartition(".")
        tables.setdefault(section, []).append(f"{key} = {_toml(value)}")
    return "\n".join(f"[{section}]\n" + "".join(f"{line}\n" for line in lines) for section, lines in tables.items())


def _flat(values: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Value]]:  # Any: a configuration's values
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _toml(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else repr(value)
