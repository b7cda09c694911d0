"""One example of every message, with every optional part both filled and unknown; the golden files hold these."""

from __future__ import annotations

from bridge.events import (
    Author,
    ButtonPress,
    ButtonRelease,
    KeyPress,
    KeyRelease,
    MouseButton,
    PointerMove,
    WheelScroll,
)
from bridge.game_events import AnimationStarted, Died, ExperienceGained, HitTaken, OptionChosen
from bridge.geometry import Point, Rect
from bridge.protocol.messages import (
    Auth,
    Bye,
    Challenge,
    ErrorMessage,
    Heartbeat,
    Hello,
    InputMessage,
    Message,
    Ping,
    TickMessage,
    Welcome,
)
from bridge.protocol.token import Token
from bridge.state import (
    Button,
    Dialogue,
    Entity,
    EntityKind,
    EntityTotals,
    GamePhase,
    GameState,
    Interface,
    Item,
    ItemContainer,
    LocalPoint,
    Menu,
    MenuRow,
    Player,
    Scene,
    Skill,
    Tick,
    View,
    WorldPoint,
)

TOKEN = Token(bytes(range(32)))
GAME_NONCE = bytes(range(32, 64))
AGENT_NONCE = bytes(range(64, 96))
START_NS = 1_000_000_000_000

SPARSE_STATE = GameState(Tick(0, 0), GamePhase.LOGIN_SCREEN, View(765, 503, Rect(0, 0, 765, 503)))

FULL_STATE = GameState(
    tick=Tick(7, START_NS, 210),
    phase=GamePhase.LOGGED_IN,
    view=View(765, 503, Rect(4, 4, 512, 334), 0.5, 0.25, 32.0, False, 1530, 1006),
    interface=Interface(
        open=("bank",),
        tab="inventory",
        is_text_field_active=False,
        buttons=(Button("bank.deposit_all", Rect(430, 290, 36, 36)),),
        menu=Menu(Rect(100, 100, 120, 40), (MenuRow("Chop down", "Oak tree", Rect(100, 118, 120, 15)),)),
        dialogue=Dialogue("Woodsman", "What do you seek?", ("An axe.", "Nothing.")),
    ),
    player=Player(
        position=WorldPoint(3200, 3201),
        animation=879,
        is_moving=False,
        is_running=True,
        run_energy=0.75,
        hitpoints=10,
        max_hitpoints=10,
        interacting="",
        destination=WorldPoint(3205, 3201, 0),
        local=LocalPoint(6464, 6592),
        orientation_rad=1.5,
        prayer_points=3,
        max_prayer_points=12,
        special_energy=0.5,
    ),
    skills=(Skill("Woodcutting", 15, 2500), Skill("Überleben", 1, 0)),
    entities=(
        Entity("object:17", EntityKind.OBJECT, 10820, "Oak tree", WorldPoint(3203, 3201), Rect(200, 150, 48, 80)),
        Entity("npc:3", EntityKind.NPC, 3029, "Goblin", WorldPoint(3198, 3207), None, -1, 0.5, "player:0"),
        Entity(
            "item:9",
            EntityKind.GROUND_ITEM,
            995,
            "Coins",
            WorldPoint(3201, 3199),
            quantity=2_147_483_647,
            local=LocalPoint(6592, 6336),
        ),
    ),
    inventory=ItemContainer(28, (Item(0, 1521, "Oak logs", 1, Rect(563, 213, 32, 32)),)),
    bank=ItemContainer(400, (Item(3, 1521, "Oak logs", 120),)),
    equipment=ItemContainer(14, ()),
    mouse=Point(-1, 300),
    world_host="127.0.0.1",
    scene=Scene(WorldPoint(3150, 3150), is_instance=True),
    prayers=("thick_skin", "protect_item"),
    totals=EntityTotals(1, 0, 80, 1),
    events=(
        OptionChosen(450_000_000, "Chop down", "Oak tree"),
        AnimationStarted(400_000_000, "player:0", 879),
        ExperienceGained(20_000_000, "woodcutting", 37),
        HitTaken(20_000_000, "npc:3", 0),
        Died(0, "npc:3"),
    ),
    unmeasured=("npc:3",),
)

EVENTS = (
    PointerMove(START_NS - 5, 210, 160, Author.HUMAN),
    ButtonPress(START_NS - 4, 210, 160, MouseButton.LEFT, Author.HUMAN),
    ButtonRelease(START_NS - 3, 211, 160, MouseButton.LEFT, Author.HUMAN),
    WheelScroll(START_NS - 2, 211, 160, -1, Author.HUMAN),
    KeyPress(START_NS - 1, "left", Author.HUMAN),
    KeyRelease(START_NS - 1, "left", Author.AGENT),
)

EXAMPLES: dict[str, Message] = {
    "hello": Hello(GAME_NONCE, "session-1", "osrs-agent sandbox", ("Attack", "Woodcutting")),
    "challenge": Challenge(AGENT_NONCE, bytes(range(96, 128))),
    "auth": Auth(bytes(range(128, 160))),
    "welcome": Welcome(32_768),
    "tick": TickMessage(41, START_NS, 0, FULL_STATE),
    "tick_unknown": TickMessage(0, START_NS, 3, SPARSE_STATE),
    "input": InputMessage(42, START_NS, 1, EVENTS),
    "heartbeat": Heartbeat(START_NS),
    "bye": Bye("the game was closed"),
    "error": ErrorMessage("version", "found protocol 2.0, this side speaks 1.0: update the older side"),
    "ping": Ping(START_NS),
}
