"""Record, replay, demonstrate, train, evaluate and play, as a person types it; each verb's JSON keeps the contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from bridge.events import Author
from bridge.recording.reader import open_recording
from tests.end_to_end.commands import Finished, run, run_here


@pytest.fixture(scope="module")
def recorded(display, tmp_path_factory) -> Finished:
    session = tmp_path_factory.mktemp("recorded") / "expert.mcap"
    return run("record", session, "--expert", "--stop-after", 6, "--frame-size", "384x252", "--json")


def holds(result: object, wanted: object) -> bool:
    """Whether an object has at least the wanted keys."""
    if not isinstance(wanted, dict):
        return True
    return isinstance(result, dict) and all(key in result and holds(result[key], wanted[key]) for key in wanted)


RECORD = {
    "session": ...,
    "duration_s": ...,
    "ticks": ...,
    "inputs": {"seen": ..., "written": ..., "dropped": ...},
    "frames": {"asked": ..., "written": ..., "blank": ..., "dropped": ...},
    "fps": {"declared": ..., "real": ...},
    "bytes": ...,
}
TRAIN = {
    "run": ...,
    "steps": ...,
    "seconds": ...,
    "windows_per_s": ...,
    "best": {"clock_nats_per_window": ..., "kind_nats_per_action": ..., "place_nats_per_action": ...},
}
INTERVAL = {"mean": ..., "ci95": ...}
EVAL_TASK = {
    "agent": INTERVAL,
    "expert": INTERVAL,
    "random": INTERVAL,
    "ratio": INTERVAL,
    "episodes": ...,
    "minutes": ...,
    "seeds": ...,
    "times_life": ...,
}
PLAY = {
    "ticks": ...,
    "planned": ...,
    "sent": ...,
    "dropped_late": ...,
    "refused": ...,
    "dispatch_error_ms": {"p50": ..., "p99": ..., "max": ...},
    "first_action_ms": {"p50": ..., "p99": ...},
    "score": ...,
    "ended_by": ...,
}
REPLAY = {"session": ..., "ticks": ..., "events": ..., "exact": ..., "mismatches": ..., "runs": ...}
SANDBOX = {"score": ..., "ticks": ..., "digest": ..., "sessions": ...}


def test_the_expert_is_recorded_through_the_real_window(recorded):
    assert (recorded.code, recorded.result["ended_by"]) == (0, "time")
    assert holds(recorded.result, RECORD), recorded.result
    result = recorded.result
    assert result["inputs"]["seen"] == result["inputs"]["written"] > 20
    assert result["frames"]["written"] >= 0.9 * result["frames"]["asked"]
    assert 9 <= result["ticks"] <= 11
    assert len(recorded.out.splitlines()) == 1


def test_the_recording_replays_exactly(recorded):
    replayed = run_here("replay", recorded.result["session"], "--json")
    assert replayed.code == 0
    assert holds(replayed.result, REPLAY), replayed.result
    assert (replayed.result["exact"], replayed.result["mismatches"]) == (True, 0)
    assert replayed.result["ticks"] == recorded.result["ticks"]
    assert replayed.result["events"] == recorded.result["inputs"]["written"]


def test_demonstrations_are_written_in_virtual_time(demonstrated):
    assert demonstrated.code == 0
    assert holds(demonstrated.result, SANDBOX), demonstrated.result
    assert demonstrated.result["ticks"] == 200
    assert demonstrated.result["score"] > 0
    assert all(open_recording(Path(one["path"])).is_complete for one in demonstrated.result["sessions"])


def test_a_model_is_trained(trained):
    assert trained.code == 0
    assert holds(trained.result, TRAIN), trained.result
    assert trained.result["steps"] == 4
    assert (Path(trained.result["run"]) / "best" / "checkpoint.json").exists()


def test_training_goes_on_where_it_stopped(trained, demonstrations):
    resumed = run_here("train", demonstrations, "--resume", trained.result["run"], "--device", "cpu", "--json")
    assert (resumed.code, resumed.result["steps"]) == (0, trained.result["steps"])


def test_the_model_is_measured_beside_expert_and_random_player(tiny_run):
    done = run("eval", tiny_run, "--episodes", 1, "--minutes", 0.2, "--device", "cpu", "--json")
    assert done.code == 0
    assert holds(done.result["tasks"]["woodcutting"], EVAL_TASK), done.result
    assert "clock_nats_per_window" in done.result["offline"]


def test_the_suite_measures_every_task_and_prints_one_table(tiny_run):
    done = run_here("eval", tiny_run, "--suite", "--episodes", 1, "--minutes", 0.2, "--device", "cpu", "--json")
    assert done.code == 0
    assert list(done.result["tasks"]) == ["woodcutting", "combat", "jewellery"]
    assert all(scores.keys() >= EVAL_TASK.keys() for scores in done.result["tasks"].values()), done.result
    assert done.err.count("95 % interval") == 1
    assert all(f"{task} v1 " in done.err for task in done.result["tasks"])


def test_the_recording_is_compared_with_the_model(recorded, tiny_run):
    done = run_here("replay", recorded.result["session"], "--run", tiny_run, "--device", "cpu", "--json")
    assert done.code == 0
    compared = done.result["runs"][str(tiny_run)]
    assert {"clock_nats_per_window", "agreement_acting"} <= compared.keys()


def test_the_model_plays_the_real_window_and_is_recorded(display, tiny_run, tmp_path):
    session = tmp_path / "attempt.mcap"
    arguments = ("play", tiny_run, "--minutes", 0.08, "--record", session, "--fps", 5, "--device", "cpu", "--json")
    done = run(*arguments)
    assert (done.code, done.result["ended_by"]) == (0, "time")
    assert holds(done.result, PLAY), done.result
    assert done.result["sent"] > 0
    recording = open_recording(session)
    assert recording.manifest.author == "agent"
    assert {event.author for event in recording.inputs()} == {Author.AGENT}
    assert len(list(recording.sent())) == done.result["sent"]


def test_a_dry_run_plans_and_sends_nothing(display, tiny_run):
    done = run_here("play", tiny_run, "--minutes", 0.04, "--dry-run", "--device", "cpu", "--json")
    assert done.code == 0
    assert done.result["planned"] > 0 == done.result["sent"]


def test_play_in_lockstep_is_the_same_in_two_processes(tiny_run):
    arguments = ("play", tiny_run, "--lockstep", "--minutes", 0.3, "--device", "cpu", "--json")
    here, there = run_here(*arguments), run(*arguments)
    assert here.code == there.code == 0
    assert holds(here.result, PLAY), here.result
    assert here.result["ticks"] == 30
    assert here.result["sent"] > 0
    compared = ("planned", "sent", "refused", "score")
    assert [here.result[key] for key in compared] == [there.result[key] for key in compared]
