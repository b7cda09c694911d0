"""The game state of one tick, the same words for the sandbox and for a RuneLite client.

None always means *unknown*; "nothing there" is an empty tuple, an empty string or -1. Everything is immutable and can
be sent as msgpack or JSON by `bridge.protocol`. Places named `bounds` are canvas pixels, `position` is in world tiles.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from bridge.game_events import GameEvent
from bridge.geometry import Point, Rect
from bridge.numeric import Finite, Int64, Natural, Share

TICK_NS = 600_000_000
"""The nominal length of a game tick. The spacing of received ticks is measured, never assumed."""

Name = Annotated[str, msgspec.Meta(max_length=256)]
Text = Annotated[str, msgspec.Meta(max_length=1_024)]

MAX_ELEMENTS = 4_096
"""Elements of one array at most: the bound that keeps a reader from making room for what never comes."""

Many = msgspec.Meta(max_length=MAX_ELEMENTS)
"""Marks an array of a state."""


class Tick(msgspec.Struct, frozen=True):
    """A game tick: the client-session counter, which grows, and when its state reached us.

    Args:
        cycle: the client's own counter of 20 ms steps, which tells how the ticks lie against its frames.
    """

    index: Int64
    received_ns: Int64
    cycle: Natural | None = None


class GamePhase(StrEnum):
    """Where the client stands."""

    LOGIN_SCREEN = "login_screen"
    LOADING = "loading"
    LOGGED_IN = "logged_in"


class WorldPoint(msgspec.Struct, frozen=True):
    """A tile of the world; x grows east, y grows north."""

    x: Int64
    y: Int64
    plane: Int64 = 0


class LocalPoint(msgspec.Struct, frozen=True):
    """Where a thing is drawn in the loaded scene, in 128ths of a tile from the scene's base: finer than its tile."""

    x: Int64
    y: Int64


class Scene(msgspec.Struct, frozen=True):
    """The loaded part of the world. In an instance, positions are those of the copy, not of the place copied."""

    base: WorldPoint
    is_instance: bool


class Player(msgspec.Struct, frozen=True):
    """The local player. `animation` is -1 while idle; `interacting` is an entity's key, "" for nobody.

    Args:
        orientation_rad: where the player looks, 0 to 2 pi, as the game counts: south 0, then west.
        special_energy: share of the special attack's energy.
    """

    position: WorldPoint
    animation: Int64 | None = None
    is_moving: bool | None = None
    is_running: bool | None = None
    run_energy: Share | None = None
    hitpoints: Natural | None = None
    max_hitpoints: Natural | None = None
    interacting: Name | None = None
    destination: WorldPoint | None = None
    local: LocalPoint | None = None
    orientation_rad: Finite | None = None
    prayer_points: Natural | None = None
    max_prayer_points: Natural | None = None
    special_energy: Share | None = None


class Skill(msgspec.Struct, frozen=True):
    """A skill by name."""

    name: Name
    level: Natural
    experience: Natural


class EntityKind(StrEnum):
    """What stands in the world."""

    NPC = "npc"
    PLAYER = "player"
    OBJECT = "object"
    GROUND_ITEM = "ground_item"


class Entity(msgspec.Struct, frozen=True):
    """Something in the world.

    Args:
        key: unique within the session and stable while the thing exists.
        type_id: the game's own id of what it is; an identifier, never a quantity.
        bounds: the clickable rectangle on the canvas; None where it is not on screen, and where nobody measured it
            (`GameState.unmeasured`).
        health: share of full health, None where the game does not show it.
    """

    key: Name
    kind: EntityKind
    type_id: Int64
    name: Name
    position: WorldPoint
    bounds: Rect | None = None
    animation: Int64 | None = None
    health: Share | None = None
    interacting: Name | None = None
    quantity: Natural | None = None
    local: LocalPoint | None = None


class EntityTotals(msgspec.Struct, frozen=True):
    """How many of each kind there were before only the nearest were kept."""

    npcs: Natural
    players: Natural | None
    objects: Natural
    ground_items: Natural


class Item(msgspec.Struct, frozen=True):
    """A filled slot of a container."""

    slot: Natural
    item_id: Int64
    name: Name
    quantity: Natural
    bounds: Rect | None = None


class ItemContainer(msgspec.Struct, frozen=True):
    """Slots with items; slots that are not listed are empty."""

    capacity: Natural
    items: Annotated[tuple[Item, ...], Many]


class Button(msgspec.Struct, frozen=True):
    """Something clickable in an open interface or panel, by name ("bank.deposit_all")."""

    name: Name
    bounds: Rect

    @property
    def last_word(self) -> str:
        """What it is called in its panel: "deposit_all"."""
        return self.name.rpartition(".")[2]


class MenuRow(msgspec.Struct, frozen=True):
    """A row of the right-click menu: "Chop down" "Oak tree"."""

    option: Name
    target: Name
    bounds: Rect


class Menu(msgspec.Struct, frozen=True):
    """The right-click menu in visual order, top row first."""

    bounds: Rect
    rows: Annotated[tuple[MenuRow, ...], Many]


class Dialogue(msgspec.Struct, frozen=True):
    """What is said in the open dialogue ("": nothing, by nobody), and the answers to choose from, top first."""

    speaker: Name
    text: Text
    options: Annotated[tuple[Name, ...], Many]


class Interface(msgspec.Struct, frozen=True):
    """What lies over the world.

    Args:
        open: open interfaces by name ("bank").
        tab: the side tab, "" where the side panel is closed.
        menu: None where it is closed.
        dialogue: None where none is open or it is unknown.
    """

    open: Annotated[tuple[Name, ...], Many] | None = None
    tab: Name | None = None
    is_text_field_active: bool | None = None
    buttons: Annotated[tuple[Button, ...], Many] | None = None
    menu: Menu | None = None
    dialogue: Dialogue | None = None


class View(msgspec.Struct, frozen=True):
    """How the world is shown: canvas size, the world's part of it, the camera.

    Args:
        zoom: pixels a tile.
        is_resizable: whether the layout follows the window, instead of the fixed 765 x 503.
        shown_width_px: how wide the canvas is shown, in the client's own pixels: as wide as it is unless stretched.
        shown_height_px: the same for its height.
    """

    canvas_width_px: Natural
    canvas_height_px: Natural
    viewport: Rect
    yaw_rad: Finite | None = None
    pitch_rad: Finite | None = None
    zoom: Finite | None = None
    is_resizable: bool | None = None
    shown_width_px: Natural | None = None
    shown_height_px: Natural | None = None


class GameState(msgspec.Struct, frozen=True):
    """All that is known of the game at one tick, before anything that happens after it.

    Args:
        unmeasured: keys of entities that are on screen, but whose bounds were not measured; other entities without
            bounds are not on screen. None where that is unknown.
    """

    tick: Tick
    phase: GamePhase
    view: View
    interface: Interface = Interface()
    player: Player | None = None
    skills: Annotated[tuple[Skill, ...], Many] | None = None
    entities: Annotated[tuple[Entity, ...], Many] | None = None
    inventory: ItemContainer | None = None
    bank: ItemContainer | None = None
    equipment: ItemContainer | None = None
    mouse: Point | None = None
    world_host: Name | None = None
    scene: Scene | None = None
    prayers: Annotated[tuple[Name, ...], Many] | None = None
    totals: EntityTotals | None = None
    events: Annotated[tuple[GameEvent, ...], Many] | None = None
    unmeasured: Annotated[tuple[Name, ...], Many] | None = None
