"""Where the pointer was at each event of a burst, from the steps of the devices and one look at its place."""

from __future__ import annotations

from collections.abc import Sequence

from agent.desktop.raw_input import RawInput, RawKind
from bridge.geometry import Point


class PointerTrack:
    """Follows the pointer's place on the desktop.

    A place injected by XTest is absolute; other devices report steps. Steps alone would drift (pointers are warped
    without an event), and looking alone would give every event of a burst the burst's last place. So the steps are
    followed, and the look, which the server took after a known event, settles what comes after the last motion and
    corrects the steps before it.

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
        motions = [index for index, raw in enumerate(burst) if raw.kind is RawKind.MOTION]
        last = motions[-1] if motions else 0
        known = max((index for index in motions if burst[index].source in self._injecting), default=-1)
        error = (seen.x - int(self._exact[0]), seen.y - int(self._exact[1]))
        if error != (0, 0):  # the pointer was warped before the steps that follow the last known place
            self._exact = (float(seen.x), float(seen.y))
        moved = [self._shifted(place, error) for place in followed[known + 1 : last]]
        return [*followed[: min(known + 1, last)], *moved, *([seen] * (len(burst) - last))]

    def _shifted(self, place: Point, error: tuple[int, int]) -> Point:
        x, y = (
            min(max(axis + shift, 0), limit)
            for axis, shift, limit in zip((place.x, place.y), error, self._limits, strict=True)
        )
        return Point(x, y)

    def _followed(self, raw: RawInput) -> Point:
        if raw.kind is RawKind.MOTION:
            is_place = raw.source in self._injecting
            (before_x, before_y), (limit_x, limit_y) = self._exact, self._limits
            self._exact = _axis(before_x, raw.x, is_place, limit_x), _axis(before_y, raw.y, is_place, limit_y)
        return Point(int(self._exact[0]), int(self._exact[1]))


def _axis(before: float, value: float | None, is_place: bool, limit: int) -> float:
    """Where an axis stands after a motion."""
    if value is None:
        return before
    return min(max(value if is_place else before + value, 0.0), float(limit))
