"""Reading the rules: those of every task from `rules.toml`, and what a task's own file lays over them."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import msgspec

from bridge.errors import BridgeError
from bridge.sandbox.rules import Rules


def load_rules(task_name: str) -> Rules:
    """The rules of the package's own `rules.toml`, with those of the task's own file, where it has one, laid over."""
    folder = files("bridge.sandbox")
    own = folder.joinpath(f"{task_name}.toml")
    return parse_rules(folder.joinpath("rules.toml").read_bytes(), own.read_bytes() if own.is_file() else b"")


def parse_rules(text: bytes, laid_over: bytes = b"") -> Rules:
    """Rules from TOML.

    Args:
        text: the rules of every task.
        laid_over: more tables, and keys that take the place of those in `text`.

    Raises:
        BridgeError: the text is no TOML, a key is unknown or missing, or a name refers to nothing.
    """
    try:
        tables = _laid_over(tomllib.loads(text.decode()), tomllib.loads(laid_over.decode()))
        rules = msgspec.convert(tables, Rules)
    except (ValueError, msgspec.ValidationError) as error:
        raise BridgeError(f"the sandbox's rules cannot be read: {error}") from error
    _check_names(rules)
    return rules


def _laid_over(tables: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """TOML's tables (of values of any type) with others laid over them, table by table."""
    merged = dict(tables)
    for key, value in more.items():
        under = tables.get(key)
        merged[key] = _laid_over(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return merged


def _check_names(rules: Rules) -> None:
    fixtures = {"furnace", "hedge"} if rules.crafting is not None else set()
    objects = {*rules.trees, *rules.monsters, *fixtures, "bank_chest"}
    for name, product in rules.crafting.products.items() if rules.crafting is not None else ():
        _check_known(f"crafting.products.{name}", (name, *product.inputs), set(rules.items))
    for name, tree in rules.trees.items():
        _check_known(f"trees.{name}.item", (tree.item,), set(rules.items))
    for name, monster in rules.monsters.items():
        _check_known(f"combat.monsters.{name}.drops", tuple(drop.item for drop in monster.drops), set(rules.items))
    for name, scenario in rules.scenario.items():
        carried = (*scenario.equipment, *scenario.inventory, *(item for item, _ in scenario.bank))
        _check_known(f"scenario.{name}", carried, set(rules.items))
        screens = tuple(cluster.screen for cluster in scenario.clusters if cluster.screen)
        kinds = (scenario.hub, *screens, *(kind for cluster in scenario.clusters for kind in cluster.kinds))
        _check_known(f"scenario.{name}", kinds, objects)


def _check_known(place: str, names: tuple[str, ...], known: set[str]) -> None:
    for name in names:
        if name not in known:
            raise BridgeError(f"the sandbox's rules name {name!r} in {place}, known are {', '.join(sorted(known))}")
