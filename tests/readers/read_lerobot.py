"""The real `lerobot` package opens what we export: `make test-lerobot`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from agent.exported_states import ExportedStates
from bridge.exporting.lerobot.actions import ACTION_NAMES, COLUMNS
from bridge.exporting.lerobot.dataset import lerobot_writer
from bridge.recording.reader import Recording, open_recording
from model.state_features import STATE_FEATURES
from tests.bridge.recording.sessions import write_session

SAMPLE = Path(__file__).parents[2] / "recordings/sample/woodcutting.mcap"
CANVAS = "observation.images.canvas"


@pytest.fixture(scope="module", autouse=True)
def _torchvision_without_its_library():
    """torchvision's wheel is built for CUDA; on a CPU torch it lacks two operations, which only need to have a name."""
    if torch.version.cuda is None:
        library = torch.library.Library("torchvision", "FRAGMENT")
        for name in ("nms", "qnms"):
            library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        yield library
    else:
        yield None


@pytest.fixture(scope="module", autouse=True)
def _offline(tmp_path_factory):
    """Nothing is fetched, and caches go to a folder of the test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HF_HUB_OFFLINE", "1")
        patch.setenv("HF_HOME", str(tmp_path_factory.mktemp("home")))
        yield


def opened(root: Path, recordings: list[Recording], **options: object):
    from lerobot.datasets.lerobot_dataset import LeRobotDataset

    states = ExportedStates()
    with lerobot_writer(root, states.columns, states.names) as dataset:
        for number, recording in enumerate(recordings):
            dataset.add(recording, str(number))
    return LeRobotDataset("local/test", root=root, **options)


def test_every_row_of_the_sample_is_read_with_its_picture(tmp_path):
    recording = open_recording(SAMPLE)
    dataset = opened(tmp_path / "set", [recording])
    frames = {frame.at_ns: frame.pixels for frame in recording.frames()}
    for index in range(0, len(dataset), 20):
        row = dataset[index]
        assert row[CANVAS].shape == (3, recording.manifest.frame_height_px, recording.manifest.frame_width_px)
        if row["frame_at_ns"].item() >= 0:
            shown = row[CANVAS].numpy().transpose(1, 2, 0) * 255
            assert np.abs(shown - frames[row["frame_at_ns"].item()]).mean() < 6
        assert row["task"] == "woodcutting"
    assert len(dataset) == dataset.meta.total_frames


def test_states_and_actions_have_their_names_and_sizes(tmp_path):
    dataset = opened(tmp_path / "set", [open_recording(SAMPLE)])
    assert dataset[3]["observation.state"].shape == (len(STATE_FEATURES),)
    assert dataset[3]["action"].shape == (len(ACTION_NAMES),)
    assert dataset.meta.names["action"] == list(ACTION_NAMES)
    assert all(torch.isfinite(dataset[index]["observation.state"]).all() for index in range(0, len(dataset), 10))


def test_presses_of_the_recording_are_all_in_the_actions(tmp_path):
    recording = open_recording(SAMPLE)
    dataset = opened(tmp_path / "set", [recording])
    actions = np.stack(dataset.hf_dataset["action"])
    presses = sum(actions[:, COLUMNS[f"button.{button}.presses"]].sum() for button in ("left", "middle", "right"))
    assert presses == sum(type(event).__name__ == "ButtonPress" for event in recording.inputs()) > 0


def test_several_sessions_are_several_episodes_and_can_be_asked_for_alone(tmp_path):
    sessions = [open_recording(write_session(tmp_path / f"{name}.mcap", 2).path) for name in "abc"]
    dataset = opened(tmp_path / "set", sessions)
    assert (dataset.num_episodes, len(dataset)) == (3, 33)
    assert [dataset[index]["episode_index"].item() for index in (0, 10, 11, 32)] == [0, 0, 1, 2]
    assert dataset[12][CANVAS].shape == (3, 32, 46)


def test_chunks_of_the_future_and_pictures_of_the_past_come_by_time(tmp_path):
    times = {"action": [0.0, 0.1, 0.2], CANVAS: [-0.1, 0.0]}
    dataset = opened(tmp_path / "set", [open_recording(SAMPLE)], delta_timestamps=times)
    row = dataset[len(dataset) - 1]
    assert (row["action"].shape, row[CANVAS].shape[:2]) == ((3, len(ACTION_NAMES)), (2, 3))
    assert row["action_is_pad"].tolist() == [False, True, True]


def test_the_statistics_are_those_that_the_package_would_compute(tmp_path):
    from lerobot.datasets.compute_stats import get_feature_stats

    dataset = opened(tmp_path / "set", [open_recording(SAMPLE)])
    actions = np.stack(dataset.hf_dataset["action"])
    expected = get_feature_stats(actions, axis=0, keepdims=False)
    for name in ("min", "max", "mean", "std", "count"):
        np.testing.assert_allclose(dataset.meta.stats["action"][name], expected[name], rtol=1e-4, atol=1e-4)
    assert dataset.meta.stats[CANVAS]["mean"].shape == (3, 1, 1)
