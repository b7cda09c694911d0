import pytest

from agent.console import Reporter
from agent.run_tasks import task_to_play, trained_tasks
from bridge.sandbox.tasks import DEFAULT_TASK
from model.run_record import UsedSession, new_start, note_start
from tests.model.run_directories import tiny


def session(task, windows, *, is_held_out=False):
    return UsedSession(task, f"{task}.mcap", "a" * 64, task, "expert", windows, is_held_out=is_held_out)


@pytest.fixture
def run(tmp_path):
    used = (
        session("combat", 200),
        session("jewellery", 300),
        session("combat", 150),
        session("woodcutting", 900, is_held_out=True),
        session("", 900),
    )
    note_start(tmp_path / "run", tiny(), new_start(0, "cpu", 1, used))
    return tmp_path / "run"


def test_the_tasks_of_a_run_are_those_of_its_training_the_most_trained_first(run):
    assert trained_tasks(run) == ("combat", "jewellery")


def test_a_run_plays_what_it_was_trained_on_most(run, capsys):
    assert task_to_play(run, None, Reporter(as_json=False)) == "combat"
    assert task_to_play(run, "jewellery", Reporter(as_json=False)) == "jewellery"
    assert capsys.readouterr().out == ""


def test_another_task_is_played_if_asked_for_and_the_mistake_is_named(run, capsys):
    assert task_to_play(run, "woodcutting", Reporter(as_json=False)) == "woodcutting"
    assert capsys.readouterr().out == f"{run} was trained on combat, jewellery, not on woodcutting\n"


def test_a_checkpoint_by_itself_plays_the_default(tmp_path):
    assert trained_tasks(tmp_path) == ()
    assert task_to_play(tmp_path, None, Reporter(as_json=False)) == DEFAULT_TASK
