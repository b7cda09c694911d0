from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from model.checkpoint import (
    Checkpoint,
    load_checkpoint,
    read_tensors,
    remove_others,
    save_checkpoint,
    write_tensors,
)
from model.checkpoint_label import LABEL, read_label
from model.errors import CheckpointError
from model.vocabulary import Vocabulary
from tests.model.network_batches import LAYOUT, random_history, tiny_model

CPU = torch.device("cpu")


def saved(folder: Path, seed: int = 0) -> Checkpoint:
    checkpoint = Checkpoint(tiny_model(seed), Vocabulary(("Tree", "Oak tree")), 7, {"total": 1.5})
    save_checkpoint(folder, checkpoint)
    return checkpoint


def test_a_checkpoint_comes_back_whole(tmp_path: Path) -> None:
    before, after = saved(tmp_path / "best"), load_checkpoint(tmp_path / "best", CPU, LAYOUT)
    assert (after.vocabulary, after.step, after.metrics) == (before.vocabulary, before.step, before.metrics)
    assert after.model.config == before.model.config
    for name, value in before.model.state_dict().items():
        assert torch.equal(after.model.state_dict()[name], value), name


def test_a_loaded_model_draws_what_the_saved_one_draws(tmp_path: Path) -> None:
    before, after = saved(tmp_path), load_checkpoint(tmp_path, CPU, LAYOUT)
    history = random_history(4)
    first, second = (one.model.sample(history, torch.Generator().manual_seed(3)) for one in (before, after))
    assert first == second


def test_a_checkpoint_replaces_the_one_before_and_leaves_no_other_file(tmp_path: Path) -> None:
    saved(tmp_path, seed=0)
    saved(tmp_path, seed=1)
    assert len(list(tmp_path.iterdir())) == 2
    load_checkpoint(tmp_path, CPU, LAYOUT)


def test_a_missing_checkpoint_is_named(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"absent holds no checkpoint"):
        load_checkpoint(tmp_path / "absent", CPU)


def test_a_run_that_was_stopped_before_its_first_evaluation_says_how_to_go_on(tmp_path: Path) -> None:
    (tmp_path / "last").mkdir()
    saved(tmp_path / "last")
    with pytest.raises(CheckpointError, match=r"stopped before it was first evaluated; .*train DATA --resume"):
        load_checkpoint(tmp_path / "best", CPU)


def test_other_features_are_refused(tmp_path: Path) -> None:
    saved(tmp_path)
    with pytest.raises(
        CheckpointError,
        match=r"checkpoint\.json: layout: made for state features test, this program has other; train anew",
    ):
        load_checkpoint(tmp_path, CPU, replace(LAYOUT, digest="other"))


def test_weights_that_are_not_finite_are_not_saved(tmp_path: Path) -> None:
    model = tiny_model()
    with torch.no_grad():
        model.decoder.start.bias[0] = torch.nan
    with pytest.raises(CheckpointError, match=r"decoder\.start\.bias is not finite"):
        save_checkpoint(tmp_path, Checkpoint(model, Vocabulary(), 0, {}))


def _not_finite(folder: Path) -> None:
    tensors = tiny_model().state_dict()
    tensors["decoder.start.bias"] = torch.full_like(tensors["decoder.start.bias"], torch.nan)
    name, digest = write_tensors(folder, "weights", tensors)
    _relabel(folder, weights=name, weights_sha256=digest)


def _too_large(folder: Path) -> None:
    tensors = tiny_model().state_dict()
    tensors["decoder.start.bias"] = torch.full_like(tensors["decoder.start.bias"], -2e6)
    name, digest = write_tensors(folder, "weights", tensors)
    _relabel(folder, weights=name, weights_sha256=digest)


def _of_a_training_that_cannot_be(folder: Path) -> None:
    config = json.loads((folder / LABEL).read_text())["config"]
    _relabel(folder, config={**config, "training": {**config["training"], "goal_weight": -1.0}})


def _of_other_sizes(folder: Path) -> None:
    name, digest = write_tensors(folder, "weights", {"decoder.start.bias": torch.zeros(3)})
    _relabel(folder, weights=name, weights_sha256=digest)


def _damaged(folder: Path) -> None:
    path = next(folder.glob("*.safetensors"))
    content = bytearray(path.read_bytes())
    content[-5] ^= 1
    path.write_bytes(bytes(content))


def _without_weights(folder: Path) -> None:
    next(folder.glob("*.safetensors")).unlink()


def _relabel(folder: Path, **changes: object) -> None:
    label = json.loads((folder / LABEL).read_text())
    (folder / LABEL).write_text(json.dumps(label | changes))


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_not_finite, r"weights-[0-9a-f]{12}\.safetensors: the weight decoder\.start\.bias is not finite"),
        (_too_large, r"decoder\.start\.bias is not finite, or beyond 1e\+06; use an older checkpoint"),
        (_of_a_training_that_cannot_be, r"checkpoint\.json is no label of a checkpoint: training\.goal_weight lies in"),
        (
            lambda folder: _relabel(folder, vocabulary=["Tree", "Tree"]),
            r"checkpoint\.json: vocabulary: .* each name once",
        ),
        (lambda folder: _relabel(folder, step=-5), r"is no label of a checkpoint: .*\$\.step"),
        (_of_other_sizes, r"weights-[0-9a-f]{12}\.safetensors: the weights do not fit the configuration"),
        (_damaged, r"is damaged: SHA-256 is [0-9a-f]{12}, expected [0-9a-f]{12}"),
        (_without_weights, "cannot be read"),
        (lambda folder: _relabel(folder, version=99), "version 99, this program reads version 1"),
        (lambda folder: _relabel(folder, more=1), "is no label of a checkpoint"),
        (lambda folder: (folder / LABEL).write_text("{"), "is no label of a checkpoint"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason(
    tmp_path: Path, spoil: Callable[[Path], object], message: str
) -> None:
    saved(tmp_path)
    spoil(tmp_path)
    with pytest.raises(CheckpointError, match=message):
        load_checkpoint(tmp_path, CPU, LAYOUT)


def test_a_file_with_the_right_digest_that_is_no_safetensors_file_is_refused(tmp_path: Path) -> None:
    name, digest = write_tensors(tmp_path, "weights", {"a": torch.zeros(1)})
    assert read_tensors(tmp_path / name, digest)["a"].tolist() == [0.0]
    (tmp_path / "foreign").write_bytes(b"foreign")
    with pytest.raises(CheckpointError, match="no safetensors file"):
        read_tensors(tmp_path / "foreign", hashlib.sha256(b"foreign").hexdigest())


def test_the_label_tells_the_metrics_without_the_weights(tmp_path: Path) -> None:
    saved(tmp_path)
    _without_weights(tmp_path)
    assert read_label(tmp_path).metrics == {"total": 1.5}


def test_other_files_of_the_same_stem_are_removed(tmp_path: Path) -> None:
    kept, _ = write_tensors(tmp_path, "weights", {"a": torch.zeros(1)})
    write_tensors(tmp_path, "weights", {"a": torch.ones(1)})
    write_tensors(tmp_path, "training", {"a": torch.ones(1)})
    remove_others(tmp_path, "weights", kept)
    assert sorted(path.name.split("-")[0] for path in tmp_path.iterdir()) == ["training", "weights"]
