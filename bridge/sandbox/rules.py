"""The rules of the sandbox game as frozen values."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

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


class ItemRules(_Rule, frozen=True, omit_defaults=True):
    """A kind of item; `icon` is the shape of its picture, `heals` the hit points that eating it gives back."""

    item_id: int
    name: str
    icon: Literal["log", "axe", "sword", "fish", "meat", "bones", "bar", "gem", "ring", "necklace", "amulet"]
    colour: Colour
    heals: int = 0


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


class BankChestRules(_Rule, frozen=True, omit_defaults=True):
    """The bank chest, how many stacks the bank holds, and the quantities it offers: the first is a left click's."""

    name: str
    type_id: int
    width_share: float
    height_share: float
    capacity: int
    quantities: tuple[int, ...] = (1, 5)


class PaletteRules(_Rule, frozen=True):
    """Base colours; a seed moves each channel by up to `jitter`."""

    jitter: int
    grass: Colour
    dirt: Colour
    water: Colour
    wall: Colour
    rock: Colour
    tunic: Colour


class Drop(_Rule, frozen=True):
    """An item that a monster leaves behind with some chance."""

    item: str
    chance: Chance


class MonsterRules(_Rule, frozen=True):
    """A kind of monster: how hard it is to hit, how it hits back, and what it leaves behind."""

    name: str
    type_id: int
    hitpoints: int
    evade_chance: Chance
    hit_chance: Chance
    max_hit: int
    attack_ticks: int
    respawn_ticks: Range
    animation: int
    width_share: float
    height_share: float
    look: Literal["goblin", "rat", "ogre"]
    colour: Colour
    drops: tuple[Drop, ...]


class CombatRules(_Rule, frozen=True):
    """How the player fights, heals and falls, and how monsters roam; `monsters` are the kinds there are."""

    attack_experience: int
    attack_ticks: int
    max_hit: int
    animation: int
    attack_experience_per_damage: int
    hitpoints_experience_per_damage: int
    regain_ticks: int
    recovery_ticks: int
    eat_rest_ticks: int
    wander_chance: Chance
    wander_tiles: int
    leash_tiles: int
    monsters: dict[str, MonsterRules]


class FixtureRules(_Rule, frozen=True):
    """Something that stands for good; `option` is its left click, "" where it has none."""

    name: str
    type_id: int
    option: str
    width_share: float
    height_share: float


class ProductRules(_Rule, frozen=True):
    """What is made at the furnace from one of each of its inputs; the product is the item of the same name."""

    kind: Literal["ring", "necklace", "amulet"]
    inputs: tuple[str, ...]
    experience: int


class CraftingRules(_Rule, frozen=True):
    """How jewellery is made, and how full the bank is that one makes it from."""

    experience: int
    make_ticks: int
    animation: int
    menu_share: Chance
    bank_stacks: int
    furnace: FixtureRules
    hedge: FixtureRules
    products: dict[str, ProductRules]


class Cluster(_Rule, frozen=True, omit_defaults=True):
    """Objects that stand together, `path_tiles` of walking away from the hub.

    Args:
        is_mobile: they block no tile.
        screen: the kind of object of which three in a row hide each of them from the hub, "" for none.
    """

    kinds: tuple[str, ...]
    count: Range
    radius_tiles: int
    spacing_tiles: int
    path_tiles: Range
    is_behind_obstacle: bool = False
    is_mobile: bool = False
    screen: str = ""


class Scenario(_Rule, frozen=True):
    """What a task asks the world generator for; items are named by their keys in `Rules.items`."""

    hub: str
    start_path_tiles: Range
    clusters: tuple[Cluster, ...]
    equipment: tuple[str, ...] = ()
    inventory: tuple[str, ...] = ()
    bank: tuple[tuple[str, int], ...] = ()


class Rules(_Rule, frozen=True, omit_defaults=True):
    """Everything that the game is told by data; None for what a task has nothing to do with."""

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
    combat: CombatRules | None = None
    crafting: CraftingRules | None = None

    @property
    def monsters(self) -> dict[str, MonsterRules]:
        """The kinds of monsters, none where nobody fights."""
        return self.combat.monsters if self.combat is not None else {}
