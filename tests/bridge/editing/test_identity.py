from __future__ import annotations

import msgspec

from bridge.editing.identity import manifest_of as merged_manifest
from bridge.editing.identity import redactions_between, session_ids
from bridge.recording.parts import Redaction, SessionPart
from tests.bridge.recording.sessions import manifest_of


def part(session_id: str, seed: int | None = 7) -> SessionPart:
    return SessionPart(session_id, "woodcutting", seed, 0, 0)


def test_one_whole_session_needs_no_parts() -> None:
    base = manifest_of()
    assert merged_manifest(base, base.session_parts, ()) == base


def test_what_sessions_do_not_share_is_unknown_and_their_ids_are_joined() -> None:
    manifest = merged_manifest(manifest_of(), (part("a"), part("b", 8), part("a")), ())
    assert (manifest.session_id, manifest.task, manifest.seed) == ("a+b", "woodcutting", None)
    assert session_ids(manifest) == ("a", "b")


def test_very_many_ids_are_counted() -> None:
    parts = [part(f"{number:032}") for number in range(50)]
    assert merged_manifest(manifest_of(), parts, ()).session_id == f"{0:032}+49 more"


def test_redactions_of_a_stretch_are_those_that_meet_it() -> None:
    one = Redaction(5, 10, None, "", {}, 0)
    manifest = msgspec.structs.replace(manifest_of(), redactions=(one,))
    spans = [(0, 5), (0, 6), (9, 20), (10, 20)]
    assert [redactions_between(manifest, *span) for span in spans] == [(), (one,), (one,), ()]
