"""A live session's manifest says what was recorded, and when on both clocks."""

from agent.desktop.canvas import GameWindow
from agent.manifests import game_manifest
from bridge.clock import VirtualClock


def test_the_manifest_names_game_author_and_sizes():
    window = GameWindow(7, "osrs-agent sandbox", 765, 503)
    manifest = game_manifest(window, VirtualClock(5), "woodcutting", 3, "expert", 10.0, (384, 252))
    assert (manifest.game, manifest.task, manifest.seed, manifest.author) == ("sandbox", "woodcutting", 3, "expert")
    assert (manifest.canvas_width_px, manifest.frame_width_px, manifest.frame_height_px) == (765, 384, 252)
    assert (manifest.started_ns, manifest.frames_per_second) == (5, 10.0)
    assert manifest.started_wall_ns > 1_760_000_000 * 10**9


def test_every_session_has_its_own_id():
    window = GameWindow(7, "osrs-agent sandbox", 765, 503)
    ids = {game_manifest(window, VirtualClock(5), "woodcutting", 3, "person", 0.0, (2, 2)).session_id for _ in "abc"}
    assert len(ids) == 3


def test_a_client_has_no_seed_and_its_own_canvas():
    manifest = game_manifest(
        GameWindow(7, "RuneLite", 1100, 700), VirtualClock(5), "", None, "person", 10.0, (1100, 700), "runelite"
    )
    assert (manifest.game, manifest.task, manifest.seed, manifest.canvas_width_px) == ("runelite", "", None, 1100)
