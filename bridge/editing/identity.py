"""What an edited recording says it is, by the parts that it is made of."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bridge.recording.manifest import Manifest
from bridge.recording.parts import Redaction, SessionPart

_LONGEST_ID = 200


def manifest_of(base: Manifest, parts: Sequence[SessionPart], redactions: Sequence[Redaction]) -> Manifest:
    """A manifest on the clock of `base` for some parts; parts that say no more than "one whole session" are left out.

    A task or seed that the parts do not share is "" or None; several sessions have their ids joined.
    """
    tasks, seeds = {part.task for part in parts}, {part.seed for part in parts}
    bare = msgspec.structs.replace(
        base,
        session_id=_joined(list(dict.fromkeys(part.session_id for part in parts))),
        task=tasks.pop() if len(tasks) == 1 else "",
        seed=seeds.pop() if len(seeds) == 1 else None,
        parts=(),
        redactions=tuple(redactions),
    )
    return bare if tuple(parts) == bare.session_parts else msgspec.structs.replace(bare, parts=tuple(parts))


def redactions_between(manifest: Manifest, from_ns: int, until_ns: int) -> tuple[Redaction, ...]:
    """The redactions whose span meets [from, until)."""
    return tuple(one for one in manifest.redactions if one.until_ns > from_ns and one.from_ns < until_ns)


def session_ids(manifest: Manifest) -> tuple[str, ...]:
    """The sessions that a recording holds, each once, in order."""
    return tuple(dict.fromkeys(part.session_id for part in manifest.session_parts))


def _joined(ids: Sequence[str]) -> str:
    whole = "+".join(ids)
    return whole if len(whole) <= _LONGEST_ID else f"{ids[0][: _LONGEST_ID // 2]}+{len(ids) - 1} more"
