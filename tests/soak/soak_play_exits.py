"""A play that something ends from outside is neutral, closed and gone within 2 s, and says why in its last line."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from bridge.clock import MILLISECOND_NS
from tests.benchmarks.idle_control import idle_control
from tests.end_to_end.tiny_runs import demonstrate, made_holding, train
from tests.soak.play_endings import is_void, told
from tests.soak.play_exits import CAUSES, GONE_MS, REASONS, exit_by


def soak_exits_within_2_s_by_suspend_lock_link_silence_window_and_display() -> str:
    """One each, with the real command and real processes; the suspend is a simulated clock."""
    found = []
    with TemporaryDirectory() as name:
        demonstrations = Path(demonstrate(Path(name) / "demonstrations").result["sessions"][0]["path"]).parent
        run = made_holding(Path(train(demonstrations).result["run"]))
        session = sorted(demonstrations.glob("*.mcap"))[0]
        for cause in CAUSES:
            folder = Path(name) / cause.replace(" ", "-")
            folder.mkdir()
            control = idle_control(200, MILLISECOND_NS)
            exit_ = exit_by(cause, run, session, folder)
            assert REASONS[cause] in exit_.last_line, str(exit_)
            assert exit_.gone_ms <= GONE_MS or is_void(control), f"{exit_}; {told(control)}"
            found.append(f"{exit_}; {told(control)}")
    return "\n".join(found)
