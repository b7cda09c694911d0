"""Game states in a few words, for the tests of scripted players."""

from __future__ import annotations

from bridge.geometry import Rect
from bridge.state import (
    TICK_NS,
    Button,
    Entity,
    EntityKind,
    GamePhase,
    GameState,
    Interface,
    Item,
    ItemContainer,
    Menu,
    Player,
    Tick,
    View,
    WorldPoint,
)

HERE = WorldPoint(3200, 3200)
VIEWPORT = Rect(4, 4, 512, 334)
DEPOSIT = Button("bank.deposit_all", Rect(444, 284, 40, 36))
CLOSE = Button("bank.close", Rect(472, 20, 22, 22))


def thing(name: str, east: int, north: int, bounds: Rect | None = None, key: str = "") -> Entity:
    """An object some tiles away from `HERE`."""
    position = WorldPoint(HERE.x + east, HERE.y + north)
    return Entity(key or f"{name}-{east}-{north}", EntityKind.OBJECT, 1, name, position, bounds)


def scene(
    *entities: Entity,
    tick: int = 0,
    phase: GamePhase = GamePhase.LOGGED_IN,
    logs: int = 0,
    interacting: str = "",
    destination: WorldPoint | None = None,
    is_running: bool = True,
    energy: float = 1.0,
    buttons: tuple[Button, ...] = (),
    menu: Menu | None = None,
    yaw_rad: float = 0.0,
    zoom: float = 30.0,
) -> GameState:
    """A player at `HERE`, on its way where there is a destination, the bank open where there are buttons."""
    return GameState(
        Tick(tick, tick * TICK_NS),
        phase,
        View(765, 503, VIEWPORT, yaw_rad, 0.96, zoom),
        Interface(("bank",) if buttons else (), "inventory", False, buttons, menu),
        Player(
            HERE,
            animation=-1,
            is_moving=destination is not None,
            is_running=is_running,
            run_energy=energy,
            interacting=interacting,
            destination=destination,
        ),
        entities=entities,
        inventory=ItemContainer(28, tuple(Item(slot, 1511, "Logs", 1) for slot in range(logs))),
    )
