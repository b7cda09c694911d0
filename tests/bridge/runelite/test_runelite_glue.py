"""The plugin's glue: it fits RuneLite's names, and its own decisions are run against a client of answers."""

import re
import subprocess
from pathlib import Path

import pytest

from bridge.events import KEYS, ButtonPress, ButtonRelease, KeyPress, KeyRelease, WheelScroll
from bridge.game_events import AnimationStarted, Died, ExperienceGained, HitTaken, OptionChosen
from bridge.geometry import Point, Rect
from bridge.state import Dialogue, EntityKind, EntityTotals, GamePhase, LocalPoint, Scene, WorldPoint
from tests.bridge.runelite.glue import TIMEOUT_S, probed_by, told
from tests.bridge.runelite.java_game import PLUGIN_SOURCES, java_command


@pytest.fixture(scope="module")
def states(glue_classes, tmp_path_factory):
    """Two ticks that the collector filled from the client in Fakes.java."""
    with told(glue_classes, tmp_path_factory.mktemp("tick"), "tick") as link:
        return link.receive(TIMEOUT_S), link.receive(TIMEOUT_S)


def probed(glue_classes, what):
    command = java_command(glue_classes, "plugin.Probe", what)
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def inputs(link, count):
    """The next `count` input events of a link, in the order in which they came."""
    events = ()
    while len(events) < count:
        assert link.receive(0.05) is None
        assert link.is_alive
        events += link.drain()
    return list(events)


def test_the_glue_fits_the_names_of_runelite_that_it_was_written_for(glue_classes):
    assert Path(glue_classes.split(":")[1], "osrsagent", "plugin", "BridgePlugin.class").exists()


def test_the_wire_knows_nothing_of_runelite():
    sources = list((PLUGIN_SOURCES / "osrsagent" / "wire").glob("*.java"))
    assert sources
    imports = {line for path in sources for line in re.findall(r"(?m)^import (?:static )?(\w+)", path.read_text())}
    assert imports <= {"java", "javax"}


def test_nothing_in_the_plugin_acts_on_the_game():
    acts = r"java\.awt\.Robot|dispatchEvent|menuAction|invokeMenuAction|createMenuEntry|runScript|\.set[A-Z]\w*\("
    harmless = {"setPosition", "setDaemon", "setOption", "setTcpNoDelay"}
    found = {
        match
        for path in PLUGIN_SOURCES.rglob("*.java")
        for match in re.findall(acts, path.read_text())
        if match.strip(".(") not in harmless
    }
    assert found == set()


def test_what_the_client_knows_is_told_and_what_it_does_not_know_is_unknown(states):
    state = states[0]
    assert (state.tick.index, state.phase, state.world_host) == (41, GamePhase.LOGGED_IN, "localhost")
    assert (state.player.position, state.player.run_energy) == (WorldPoint(3200, 3200), 0.75)
    assert (state.inventory, state.bank, state.equipment, state.mouse) == (None, None, None, None)
    assert state.player.destination is None
    assert states[1].mouse == Point(5, 7)
    assert state.interface.is_text_field_active is False


def test_entities_come_nearest_first_within_their_numbers_and_keep_their_keys(states):
    first, second = states
    goblins = [entity for entity in first.entities if entity.kind is EntityKind.NPC]
    assert [goblin.position.x for goblin in goblins] == list(range(3201, 3249))
    assert first.player.interacting == goblins[0].key
    assert (goblins[0].health, goblins[0].animation, goblins[0].interacting) == (0.5, -1, "")
    assert [entity.key for entity in second.entities] == [entity.key for entity in first.entities]
    assert (first.tick.index, second.tick.index) == (41, 42)


def test_another_player_has_an_id_for_a_name_everywhere(states):
    state = states[0]
    (other,) = (entity for entity in state.entities if entity.kind is EntityKind.PLAYER)
    assert re.fullmatch("player-[0-9a-f]{12}", other.name)
    assert other.interacting == "player:0"
    assert "Zezima" not in repr(state)


def test_the_scene_the_layout_and_the_bodys_finer_points_are_told(states):
    state = states[0]
    assert state.scene == Scene(WorldPoint(3150, 3140), is_instance=True)
    assert (state.view.is_resizable, state.view.shown_width_px, state.view.shown_height_px) == (False, 1530, 1006)
    assert (state.tick.cycle, state.player.prayer_points, state.player.max_prayer_points) == (1234, 7, 12)
    assert (state.player.special_energy, state.player.orientation_rad) == (0.0, 0.0)
    assert state.prayers == ("protect_item", "thick_skin")
    assert state.totals == EntityTotals(60, 1, 0, 0)


def test_a_dialogue_is_told_without_tags_and_without_the_accounts_name(states):
    assert states[0].interface.dialogue == Dialogue("Hans", "Hello, you! What are you doing here?", ())


def test_what_happened_to_the_player_since_the_last_tick_is_told_once_and_without_names(states):
    state = states[0]
    (other,) = (entity for entity in state.entities if entity.kind is EntityKind.PLAYER)
    assert state.events == (
        ExperienceGained(800, "hitpoints", 40),
        HitTaken(700, "player:0", 3),
        AnimationStarted(500, state.player.interacting, -1),
        Died(400, state.player.interacting),
        OptionChosen(300, "Follow", other.name),
    )
    assert states[1].events == ()


def test_the_menu_comes_top_row_first_without_colours_and_names(states):
    state = states[0]
    (other,) = (entity for entity in state.entities if entity.kind is EntityKind.PLAYER)
    rows = [(row.option, row.target) for row in state.interface.menu.rows]
    assert rows == [("Chop down", "Oak tree"), ("Follow", other.name), ("Message", ""), ("Cancel", "")]
    assert state.interface.menu.rows[0].bounds == Rect(100, 219, 120, 15)


def test_input_is_told_only_while_allowed_and_what_is_held_at_the_end_is_released(glue_classes, tmp_path):
    with told(glue_classes, tmp_path, "input") as link:
        events = inputs(link, 4)
    assert [type(event) for event in events] == [ButtonPress, ButtonRelease, KeyPress, KeyRelease]
    assert (events[0].button, events[0].x, events[0].y, events[2].key) == ("right", 12, 34, "letter")


def test_a_lost_release_is_made_up_letters_count_as_one_key_and_a_lost_focus_releases_everything(
    glue_classes, tmp_path
):
    with told(glue_classes, tmp_path, "held") as link:
        events = inputs(link, 8)
    kinds = [ButtonPress, ButtonRelease, ButtonPress, KeyPress, KeyRelease, KeyPress, ButtonRelease, KeyRelease]
    assert [type(event) for event in events] == kinds
    assert [event.key for event in events if isinstance(event, KeyPress)] == ["letter", "alt"]


def test_everything_but_releases_is_left_out_where_a_message_is_full(glue_classes, tmp_path):
    with told(glue_classes, tmp_path, "cap") as link:
        events = inputs(link, 257)
    assert [type(event) for event in events] == [KeyPress, *[WheelScroll] * 255, KeyRelease]


def test_what_lies_in_the_scene_when_the_plugin_starts_is_told_on_the_players_plane_and_keeps_its_key(
    glue_classes, tmp_path
):
    with told(glue_classes, tmp_path, "scene") as link:
        first, second = link.receive(TIMEOUT_S), link.receive(TIMEOUT_S)
    assert first.totals == second.totals == EntityTotals(60, 1, 1, 1)
    things = [
        {
            (entity.key, entity.name)
            for entity in state.entities
            if entity.kind in (EntityKind.OBJECT, EntityKind.GROUND_ITEM)
        }
        for state in (first, second)
    ]
    assert things[0] == things[1] == {("object:0", "Tree"), ("item:1", "Bones")}
    assert [type(event) for event in first.events] == [Died]  # it came while the client was loading


def test_what_is_done_while_there_is_no_link_is_never_told(glue_classes, tmp_path):
    with told(glue_classes, tmp_path, "gap") as link:
        (event,) = inputs(link, 1)
    assert (type(event), event.button) == (ButtonPress, "right")


def test_releases_come_after_what_was_done_before_them_and_a_failing_look_counts_as_private(glue_classes, tmp_path):
    with told(glue_classes, tmp_path, "private") as link:
        events = inputs(link, 7)
    presses = ["left", "right", "middle", "right"]
    assert [event.button for event in events if isinstance(event, ButtonPress)] == presses
    kinds = [ButtonPress, ButtonPress, ButtonRelease, ButtonRelease, ButtonPress, ButtonRelease, ButtonPress]
    assert [type(event) for event in events] == kinds
    assert events == sorted(events, key=lambda event: event.at_ns)


def test_what_a_handler_throws_is_counted_and_only_the_first_is_logged(glue_classes):
    assert probed(glue_classes, "guard") == ["ran", "java.lang.NoSuchMethodError: Client.newName", "2"]


def test_every_key_name_is_one_of_ours_and_what_may_be_text_has_a_name_only_where_it_is_none(glue_classes):
    names, *by_what_is_no_text = probed(glue_classes, "keys")  # nothing, digits, the space, letters
    assert set(names.split()) <= set(KEYS)
    assert by_what_is_no_text == [
        "null 5 null other",
        "null null null letter",
        "null null null other",
        "null null space null",
        "f5 f5 f5 f5",
    ]


def test_the_overlay_counts_ticks_and_no_messages_of_input(glue_classes):
    assert probed(glue_classes, "counts") == ["0 ticks sent, 1 dropped"]


def test_a_token_path_that_no_file_can_have_is_counted_and_the_next_one_is_dialled(glue_classes, tmp_path):
    with probed_by(glue_classes, tmp_path, "address") as listener:
        sessions = [listener.accept(TIMEOUT_S).hello.session for _ in range(2)]
    assert len(set(sessions)) == 2


def test_what_is_learned_first_after_the_start_is_told_and_what_another_account_knows_is_not(glue_classes, tmp_path):
    with told(glue_classes, tmp_path, "gains") as link:
        first, second = link.receive(TIMEOUT_S), link.receive(TIMEOUT_S)
    assert [(event.skill, event.amount) for event in first.events] == [("hitpoints", 40)]
    assert second.events == ()


def test_a_key_that_may_type_text_is_told_only_where_it_surely_means_something_else(glue_classes, tmp_path):
    with told(glue_classes, tmp_path, "chat") as link:
        state = link.receive(TIMEOUT_S)
        events = link.drain()
    keys = [event.key for event in events if isinstance(event, KeyPress)]
    assert keys[:4] == ["f1", "escape", "left", "shift"]  # the chat line takes the rest
    assert keys[4:6] == ["5", "space"]  # a choice, then a speech
    assert keys[6:] == ["letter", "space", "other", "enter", "letter"]  # a locked chat line
    assert [event.key for event in events if isinstance(event, KeyRelease)] == keys
    assert state.interface.is_text_field_active is False


def test_nothing_is_told_while_the_chat_line_holds_text_and_a_short_message_makes_its_tick_private(
    glue_classes, tmp_path
):
    with told(glue_classes, tmp_path, "quiet") as link:
        states = [link.receive(TIMEOUT_S) for _ in range(3)]
        events = link.drain()
    assert [event.key for event in events] == ["f2", "f2"]
    assert [state.interface.is_text_field_active for state in states] == [True, False, True]


def test_what_is_on_screen_but_was_not_measured_is_told_apart_from_what_is_not_on_screen(glue_classes, tmp_path):
    with told(glue_classes, tmp_path, "sight") as link:
        state = link.receive(TIMEOUT_S)
    shown = {entity.type_id for entity in state.entities if entity.bounds is not None}
    unmeasured = {entity.type_id for entity in state.entities if entity.key in state.unmeasured}
    assert shown | unmeasured == set(range(1, 21)) - {2}  # the second lies beside the viewport
    assert shown & unmeasured == set()
    assert 3 in unmeasured  # it has no shape
    assert len(shown) == 10  # of twelve that were measured
    assert len(state.unmeasured) == len(unmeasured)


def test_who_is_beyond_the_cap_or_not_dealt_with_for_a_while_keeps_the_key(glue_classes, tmp_path):
    with told(glue_classes, tmp_path, "crowd") as link:
        near, far, _, again = (link.receive(TIMEOUT_S) for _ in range(4))
    assert near.entities[0].type_id == again.entities[0].type_id == 1
    assert near.entities[0].key not in {entity.key for entity in far.entities}
    assert near.entities[0].key == again.entities[0].key
    assert (far.player.interacting, near.player.interacting) == ("", again.player.interacting)


def test_a_player_on_a_boat_is_where_it_carries_them_and_what_is_on_it_is_not_told(glue_classes, tmp_path):
    with told(glue_classes, tmp_path, "boat") as link:
        aboard, lost = link.receive(TIMEOUT_S), link.receive(TIMEOUT_S)
    assert (aboard.player.position, aboard.player.local) == (WorldPoint(3155, 3150), LocalPoint(640, 1300))
    assert (aboard.player.orientation_rad, aboard.player.destination, aboard.view.zoom) == (None, None, None)
    assert aboard.totals.ground_items == 1  # the bones ashore
    assert (lost.player, lost.entities, lost.totals, lost.unmeasured) == (None, None, None, None)


def test_twelve_places_are_measured_and_none_after_three_milliseconds(glue_classes):
    assert probed(glue_classes, "budget") == ["12 8", "3 17"]
