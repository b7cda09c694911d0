import pytest

from agent.errors import AgentError
from agent.run_facts import find_runs, run_facts, what_differs
from model.run_evaluations import note_evaluation
from tests.model.run_directories import evaluation, tiny, write_run


def test_runs_are_found_among_and_below_the_places(tmp_path):
    for name in ("b", "a", "deep/c"):
        write_run(tmp_path / name, tiny())
    assert find_runs([tmp_path, tmp_path / "b"]) == (tmp_path / "a", tmp_path / "b", tmp_path / "deep/c")
    assert find_runs([tmp_path / "b"]) == (tmp_path / "b",)


def test_a_place_that_is_not_there_is_named(tmp_path):
    with pytest.raises(AgentError, match="absent does not exist"):
        find_runs([tmp_path / "absent"])


def test_the_facts_of_a_run(tmp_path):
    write_run(tmp_path, tiny())
    note_evaluation(tmp_path, evaluation(0.5))
    facts = run_facts(tmp_path).as_json()
    assert (facts["steps"], facts["best_step"], facts["seconds"], facts["sessions"]) == (40, 40, 80.0, 3)
    assert facts["minutes_of_play"] == 11.0
    assert facts["config"] == {"encoder.hidden": 16}
    assert facts["best"] == {"total": 1.5}
    assert facts["scores"] == {"woodcutting": {"agent": 9.0, "ratio": 0.5, "step": 40, "episodes": 8}}


def test_what_differs_is_told_and_what_is_alike_is_not(tmp_path):
    write_run(tmp_path / "a", tiny("training.batch=32"))
    write_run(tmp_path / "b", tiny())
    assert what_differs([run_facts(tmp_path / name) for name in "ab"]) == {"training.batch": [32, 64]}
