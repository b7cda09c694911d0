"""Where the pointer was at each event of a burst, from the steps of the devices and one look at its place."""

from __future__ import annotations

from collections.abc import Sequence

from agent.desktop.raw_input import RawInput, RawKind
from bridge.geometry import Point


class PointerTrack:
    """Follows the pointer's place on the desktop.

    A place injected by XTest is absolute; other devices report steps. Steps alone would drift (pointers are warped
    and stop at edges), and looking alone would give every event of a burst the burst's last place. So the steps are
    followed and the look, which the server took after a known event, settles what comes after the last motion.

    Args:
        width_px: width of the desktop.
        height_px: height of the desktop.
        injecting: the numbers of the XTest devices.
    """

    def __init__(self, width_px: int, height_px: int, injecting: frozenset[int]) -> None:
        self._limits = (width_px - 1, height_px - 1)
        self._injecting = injecting
        self._exact = (0.0, 0.0)

    def places(self, burst: Sequence[RawInput], seen: Point) -> list[Point]:
        """The desktop pixel under the pointer at each event.

        Args:
            burst: the events since the last call, in order; none at first, to learn where the pointer starts.
            seen: where the pointer was after the last of them.
        """
        followed = [self._followed(raw) for raw in burst]
        last_motion = max((index for index, raw in enumerate(burst) if raw.kind is RawKind.MOTION), default=0)
        if (int(self._exact[0]), int(self._exact[1])) != (seen.x, seen.y):
            self._exact = (float(seen.x), float(seen.y))
        return [*followed[:last_motion], *([seen] * (len(burst) - last_motion))]

    def _followed(self, raw: RawInput) -> Point:
        if raw.kind is RawKind.MOTION:
            absolute = raw.source in self._injecting
            moved = (self._axis(axis, absolute, value) for axis, value in enumerate((raw.x, raw.y)))
            self._exact = (next(moved), next(moved))
        return Point(int(self._exact[0]), int(self._exact[1]))

    def _axis(self, axis: int, absolute: bool, value: float | None) -> float:
        before = self._exact[axis]
        if value is None:
            return before
        return min(max(value if absolute else before + value, 0.0), float(self._limits[axis]))
