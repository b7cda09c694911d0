"""What a model is to play, and how."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agent.client_play import Arming
from agent.desktop.stop_key import DEFAULT_STOP_KEY
from agent.runelite import RuneLiteOptions

if TYPE_CHECKING:
    from rerun import RecordingStream


@dataclass(frozen=True, slots=True)
class PlayRequest:
    """What to play.

    Args:
        run: a run directory; its best checkpoint plays.
        task: a task of the sandbox.
        seed: of the world and of the draws.
        device: where the model runs.
        minutes: game minutes; None: until the window is closed or Ctrl-C.
        dry_run: plan, and send nothing.
        record_to: keep the attempt in this file; None: keep nothing.
        fps: frames a second, where the attempt is kept.
        stop_key: ends the play whichever window has the focus; the model never presses it.
        runelite: the client to play; None: the sandbox.
        arming: how it is armed on a client; None: a client is played dry.
        abstain_above: see `agent.model_player.agent_planner`.
        is_viewed: whether it is shown in Rerun while it goes.
        view_to: a file for Rerun, where it is viewed; None: its viewer.
    """

    run: Path
    task: str
    seed: int
    device: str
    minutes: float | None
    dry_run: bool
    record_to: Path | None
    fps: float
    stop_key: str = DEFAULT_STOP_KEY
    runelite: RuneLiteOptions | None = None
    arming: Arming | None = None
    abstain_above: float | None = None
    is_viewed: bool = False
    view_to: Path | None = None

    @property
    def is_corrected(self) -> bool:
        """Whether a person who takes over plays on and is recorded: that is what a model learns from."""
        return self.acts and self.record_to is not None

    @property
    def acts(self) -> bool:
        """Whether input is sent at all: to the sandbox unless it is a dry run, to a client only where it is armed."""
        return not self.dry_run and (self.runelite is None or self.arming is not None)

    def opened_view(self) -> RecordingStream | None:
        """Where it is shown, opened before anything acts; None where it is not.

        Raises:
            AgentError: Rerun is not installed, or does not start.
            RecordingExists: the file is there already.
        """
        if not self.is_viewed:
            return None
        from agent.viewing.rerun_log import file_stream, viewer_stream  # only who looks pays for it

        return viewer_stream("--view-to FILE.rrd") if self.view_to is None else file_stream(self.view_to)
