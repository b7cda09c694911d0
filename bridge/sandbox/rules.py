"""The rules of the sandbox game as frozen values, read from `rules.toml`."""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated, Literal

import msgspec

from bridge.errors import BridgeError

Colour = tuple[int, int, int]
Range = tuple[int, int]
Chance = Annotated[float, msgspec.Meta(gt=0.0, le=1.0)]


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the file; an unknown key is an error."""


class MapRules(_Rule, frozen=True):
    """Size of the map, its south-west corner in world coordinates, and how many obstacles of each sort."""

    width_tiles: int
    height_tiles: int
    origin_x: int
    origin_y: int
    border_tiles: int
    ponds: Range
    walls: Range
    rocks: Range


class CameraRules(_Rule, frozen=True):
    """How the camera looks down, turns and zooms."""

    pitch_rad: float
    turn_rad_per_s: float
    zoom_px_per_tile: tuple[float, float]
    zoom_px_per_notch: float


class MovementRules(_Rule, frozen=True):
    """Run energy in hundredths of a per cent, and how it changes each tick."""

    energy_full: int
    run_drain_per_tick: int
    rest_regain_per_tick: int


class HeroRules(_Rule, frozen=True):
    """What the player starts with."""

    hitpoints_experience: int
    woodcutting_experience: int


class WoodcuttingRules(_Rule, frozen=True):
    """Logs in a tree before it falls, ticks until it stands again, and the chopping animation."""

    logs_per_tree: Range
    respawn_ticks: Range
    animation: int


class GroundItemRules(_Rule, frozen=True):
    """How long a dropped item lies, and how large it is on the canvas as a share of a tile."""

    despawn_ticks: int
    size_share: float


class ItemRules(_Rule, frozen=True):
    """A kind of item; `icon` is the shape of its picture."""

    item_id: int
    name: str
    icon: Literal["log", "axe"]
    colour: Colour


class TreeRules(_Rule, frozen=True):
    """A kind of tree; `item` names the logs it gives."""

    name: str
    type_id: int
    stump_type_id: int
    item: str
    chance_per_tick: Chance
    experience: int
    width_share: float
    height_share: float
    crown: Colour
    trunk: Colour


class BankChestRules(_Rule, frozen=True):
    """The bank chest and how many stacks the bank holds."""

    name: str
    type_id: int
    width_share: float
    height_share: float
    capacity: int


class PaletteRules(_Rule, frozen=True):
    """Base colours; a seed moves each channel by up to `jitter`."""

    jitter: int
    grass: Colour
    dirt: Colour
    water: Colour
    wall: Colour
    rock: Colour
    tunic: Colour


class Cluster(_Rule, frozen=True):
    """Objects that stand together, `path_tiles` of walking away from the hub."""

    kinds: tuple[str, ...]
    count: Range
    radius_tiles: int
    spacing_tiles: int
    path_tiles: Range
    is_behind_obstacle: bool = False


class Scenario(_Rule, frozen=True):
    """What a task asks the world generator for; items are named by their keys in `Rules.items`."""

    hub: str
    start_path_tiles: Range
    clusters: tuple[Cluster, ...]
    equipment: tuple[str, ...] = ()
    inventory: tuple[str, ...] = ()
    bank: tuple[tuple[str, int], ...] = ()


class Rules(_Rule, frozen=True):
    """Everything that the game is told by data."""

    version: int
    map: MapRules
    camera: CameraRules
    movement: MovementRules
    hero: HeroRules
    woodcutting: WoodcuttingRules
    ground_items: GroundItemRules
    items: dict[str, ItemRules]
    trees: dict[str, TreeRules]
    bank_chest: BankChestRules
    palette: PaletteRules
    scenario: dict[str, Scenario]


def load_rules() -> Rules:
    """The rules of the package's own `rules.toml`."""
    return parse_rules(files("bridge.sandbox").joinpath("rules.toml").read_bytes())


def parse_rules(text: bytes) -> Rules:
    """Rules from TOML.

    Raises:
        BridgeError: the text is no TOML, a key is unknown or missing, or a name refers to nothing.
    """
    try:
        rules = msgspec.toml.decode(text, type=Rules)
    except msgspec.DecodeError as error:
        raise BridgeError(f"the sandbox's rules cannot be read: {error}") from error
    _check_names(rules)
    return rules


def _check_names(rules: Rules) -> None:
    objects = {*rules.trees, "bank_chest"}
    for name, tree in rules.trees.items():
        _check_known(f"trees.{name}.item", (tree.item,), set(rules.items))
    for name, scenario in rules.scenario.items():
        carried = (*scenario.equipment, *scenario.inventory, *(item for item, _ in scenario.bank))
        _check_known(f"scenario.{name}", carried, set(rules.items))
        kinds = (scenario.hub, *(kind for cluster in scenario.clusters for kind in cluster.kinds))
        _check_known(f"scenario.{name}", kinds, objects)


def _check_known(place: str, names: tuple[str, ...], known: set[str]) -> None:
    for name in names:
        if name not in known:
            raise BridgeError(f"the sandbox's rules name {name!r} in {place}, known are {', '.join(sorted(known))}")
