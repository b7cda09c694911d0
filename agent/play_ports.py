"""The ports of one game, together, as both drivers take them; and a sink that sends nothing."""

from __future__ import annotations

from dataclasses import dataclass

from bridge.events import InputEvent
from bridge.held import HeldInput
from bridge.ports import FrameSource, GameLink, InputSink, InputSource


@dataclass(frozen=True, slots=True)
class PlayPorts:
    """One game: where states, input and pictures come from (None: no pictures), and where input goes."""

    link: GameLink
    inputs: InputSource
    sink: InputSink
    frames: FrameSource | None


class NullSink:
    """Sends nothing and holds nothing: what a dry run and a replay act on."""

    def send(self, event: InputEvent) -> None:
        """See `bridge.ports.InputSink`; nothing is sent."""

    def held(self) -> HeldInput:
        """Nothing."""
        return HeldInput()

    def release_all(self) -> None:
        """See `bridge.ports.InputSink`; there is nothing to release."""

    def close(self) -> None:
        """See `bridge.ports.InputSink`; there is nothing to close."""
