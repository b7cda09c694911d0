"""The page of errors: drawn from the code, and each error says what to do. That each is met: tests/raised.py."""

from __future__ import annotations

from tests.raised import IN_PROCESSES_OF_THEIR_OWN, NOT_ON_EVERY_MACHINE, ROOT, draw_errors

SCRIPT = draw_errors()


def test_the_page_is_drawn_from_the_code_as_it_is() -> None:
    assert SCRIPT.PAGE.read_text(encoding="utf-8") == SCRIPT.page(), "`make format` draws it"


def test_every_error_says_what_to_do() -> None:
    assert [f"{e.path}:{e.first_line}: {e.message}" for e in SCRIPT.raised_errors() if not e.remedy] == []


def test_no_remedy_is_left_over() -> None:
    assert SCRIPT.unused_remedies() == set()


def test_names_stand_for_what_a_message_fills_in() -> None:
    found = {error.message for error in SCRIPT.raised_errors() if error.path == "model/sources.py"}
    assert "PATH does not exist; give recordings (.mcap), shards, or folders of them" in found


def test_an_error_of_another_process_or_machine_names_the_test_that_meets_it() -> None:
    known, named = {error.message for error in SCRIPT.raised_errors()}, IN_PROCESSES_OF_THEIR_OWN | NOT_ON_EVERY_MACHINE
    assert set(named) <= known
    for place in named.values():
        path, _, name = place.partition("::")
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")
