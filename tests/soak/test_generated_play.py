"""The generated hours, few of them."""

from __future__ import annotations

from pathlib import Path

from model.config import TrainingConfig
from tests.soak.generated_play import generated_sessions, pass_through


def test_generated_hours_are_sessions_of_two_authors_that_share_their_bytes(tmp_path: Path) -> None:
    sessions = generated_sessions(tmp_path, 2)
    assert len(sessions) == 12
    assert {session.label.author for session in sessions} == {"expert", "person"}
    assert len({session.label.session for session in sessions}) == 12
    assert len({session.path.stat().st_ino for session in sessions}) == 4


def test_more_than_a_chapter_is_gone_through_in_several(tmp_path: Path) -> None:
    training = TrainingConfig(chapter=3000, batch=32)
    passage = pass_through(generated_sessions(tmp_path, 2), 300, training)
    assert (passage.hours, passage.chapters) == (2, 4)
    assert passage.windows_per_s > 0.0
