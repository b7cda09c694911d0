"""What a file that was cut, merged or redacted says about where its contents come from."""

from __future__ import annotations

import msgspec

from bridge.events import MouseButton
from bridge.geometry import Point, Rect
from bridge.held import HeldInput


class SessionPart(msgspec.Struct, frozen=True):
    """A session, or a stretch of one, inside a file.

    Args:
        session_id: of the session that it comes from.
        task, seed: of that session.
        started_ns, started_wall_ns: the clock pair of that session, on its own clock.
        shift_ns: what was added to the session's own times to bring them on this file's clock.
        from_ns: where the part begins, on this file's clock.
        first_sequences: the session's own number of the first message from there on, by topic; 0 where none is named.
        pointer, buttons, keys: what was held there, so that the first release is a possible one.
    """

    session_id: str
    task: str
    seed: int | None
    started_ns: int
    started_wall_ns: int
    shift_ns: int = 0
    from_ns: int = 0
    first_sequences: dict[str, int] = {}
    pointer: Point | None = None
    buttons: tuple[MouseButton, ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def held(self) -> HeldInput:
        """What was held where the part begins."""
        return HeldInput(self.pointer, frozenset(self.buttons), frozenset(self.keys))


class Redaction(msgspec.Struct, frozen=True):
    """Something that was removed from a recording for good.

    Args:
        from_ns, until_ns: the span, [from, until).
        area: the canvas pixels that were blacked; None: everything in the span went, or the keys.
        key_class: "a letter", "a digit" or the name of the key whose events went; "" for none.
        removed: messages and planned events that went, by topic.
        blanked: pictures that were changed.
    """

    from_ns: int
    until_ns: int
    area: Rect | None
    key_class: str
    removed: dict[str, int]
    blanked: int

    @property
    def is_whole(self) -> bool:
        """Whether everything in the span went."""
        return self.area is None and not self.key_class
