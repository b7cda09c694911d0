"""What is typed and shown beside the game, at its login and over its window stays out of every file and log."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from bridge.recording.reader import open_recording
from tests.soak.recording_privacy import move_the_window, record_in_a_process, secrets_in

SEED = 5


def soak_20000_events_in_another_window_leave_no_trace() -> str:
    """Keys, places and pixels of another window that lies over the game."""
    return _without_secrets("type_elsewhere", 20_000, "events in another window")


def soak_1000_logins_leave_no_trace() -> str:
    """Logins, PINs, text fields and loading, at which a secret is typed and shown."""
    return _without_secrets("log_in", 1_000, "logins, PINs and text fields")


def soak_1000_window_moves_show_nothing_beside_the_window() -> str:
    """Pictures are of the window alone, or black."""
    return move_the_window(1_000, SEED)


def _without_secrets(trial: str, count: int, what: str) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "secret.mcap"
        log = record_in_a_process(trial, path, count, SEED)
        leaked = secrets_in(path, log)
        assert not leaked, leaked
        statistics = open_recording(path).statistics
        assert statistics is not None, "the recording was not finished"
        kept = f"{statistics.written['/input']} events and {statistics.written['/screen']} frames kept"
    return f"{count} {what}: 0 keys, places, bytes and pixels of the secret; {kept}, {len(log)} bytes of logs"
