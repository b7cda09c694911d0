"""A run as an ONNX file, run by onnxruntime beside torch: the same context, distributions and draws."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
import pytest
import torch
from torch import Tensor
from torch.nn.functional import pad

from agent.cli import main
from model import onnx_file
from model.actions import MAX_ACTIONS, ActionKind
from model.batch import HistoryBatch
from model.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from model.checkpoint_label import BEST
from model.decoders.drawing import UNIFORMS, action_numbers
from model.decoders.point_process import PointProcessDecoder
from model.encoders.context import Context
from model.errors import ConfigurationError
from model.exporting.parts import started
from model.runtime import STEADY_SHARPNESS, STEADY_SPREAD
from model.runtimes.nested_tensors import tensors_in
from model.runtimes.static_draw import StaticStep, draw_step
from model.state_features import STATE_FEATURES
from model.state_layout import feature_layout
from model.timed_action_model import TimedActionModel
from model.tokens.state_tokens import MOST_TOKENS
from model.tokens.token import F_TOKEN
from model.vocabulary import Vocabulary
from tests.architecture.sources import ROOT
from tests.model.network_batches import random_history, row_of, with_empty_past
from tests.model.run_directories import tiny
from tests.model.runtimes.test_point_process import enlivened

Arrays = dict[str, npt.NDArray[Any]]  # Any: of several dtypes
SHOWN = ("clock", "kind", "button", "key", "scroll")
PAGE = (ROOT / "docs" / "onnx.md").read_text(encoding="utf-8")
PLACES = ("place_shares", "place_corner", "place_weights", "place_mean", "place_log_scale")


def saved_run(run: Path, *overrides: str) -> Path:
    torch.manual_seed(0)
    model = enlivened_where_it_can(TimedActionModel(tiny("decoder.mixture=3", *overrides)))
    save_checkpoint(run / BEST, Checkpoint(model, Vocabulary(("Tree", "Bank chest")), 40, {"total": 1.5}))
    return run


def enlivened_where_it_can(model: TimedActionModel) -> TimedActionModel:
    return enlivened(model) if isinstance(model.decoder, PointProcessDecoder) else model


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Path:
    run = saved_run(tmp_path_factory.mktemp("run"))
    assert main(["export", str(run), "--onnx", str(run / "mine.onnx")]) == 0
    return run


@pytest.fixture(scope="module")
def token_run(tmp_path_factory) -> Path:
    """As the presets train it: a model that points at what it sees."""
    run = saved_run(tmp_path_factory.mktemp("tokens"), "encoder.entities=true")
    onnx_file.write_onnx(run, run / "mine.onnx")
    return run


@pytest.fixture(scope="module")
def session(run) -> onnxruntime.InferenceSession:
    return opened(run / "mine.onnx")


@pytest.fixture(scope="module")
def model(run) -> TimedActionModel:
    return as_it_plays(run)


def opened(file: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(file, options)


def as_it_plays(run: Path) -> TimedActionModel:
    model = load_checkpoint(run / BEST, torch.device("cpu")).model
    assert isinstance(model.decoder, PointProcessDecoder)
    model.decoder.marks.steady(STEADY_SPREAD, STEADY_SHARPNESS)
    return model


def histories(rows: int, slots: int = 6) -> HistoryBatch:
    """Random histories whose states hold what each feature can."""
    drawn, g = random_history(rows, slots, slots), torch.Generator().manual_seed(slots)
    states = torch.randn((rows, 10, len(STATE_FEATURES)), generator=g) * 0.3
    for category in feature_layout().categories:
        states[..., category.column] = torch.randint(0, category.size, (rows, 10), generator=g).float()
    states[torch.rand(states.shape, generator=g) < 0.2] = torch.nan
    return replace(drawn, states=states)


def uniforms_of(seed: int) -> Tensor:
    return torch.rand((MAX_ACTIONS, UNIFORMS), generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def ran(session: onnxruntime.InferenceSession, history: HistoryBatch, uniforms: Tensor) -> Arrays:
    given = {one.name: getattr(history, one.name).numpy() for one in session.get_inputs() if one.name != "uniforms"}
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, given | {"uniforms": uniforms.numpy()}), strict=True))


def steps_of(model: TimedActionModel, context: Context, uniforms: Tensor) -> Iterator[tuple[StaticStep, list[int]]]:
    """The steps of a window in torch, with the action of each, up to the one that passes the horizon."""
    decoder = model.decoder
    assert isinstance(decoder, PointProcessDecoder)
    setting, carried = started(decoder, context)
    step = StaticStep(carried.progress, carried.hidden, torch.tensor([True]))
    for slot in range(MAX_ACTIONS):
        own, is_first = uniforms[slot : slot + 1], slot == 0
        step = draw_step(decoder, setting, step, own, torch.tensor([0]), is_first=is_first)
        yield step, action_numbers(setting, step.progress)[0].tolist()
        if not step.is_running:
            return


@torch.inference_mode()
def assert_alike(found: Arrays, model: TimedActionModel, history: HistoryBatch, uniforms: Tensor) -> None:
    context = model.encode(history)
    assert_near(found["fused"], context.fused)
    assert_near(found["windows"], context.windows)
    steps = list(steps_of(model, context, uniforms))
    assert found["drawn"].tolist() == [action for step, action in steps if step.is_running]
    assert found["count"] == len(found["drawn"])
    marks = [step.marks for step, _ in steps]
    expected = [
        [step.waits for step, _ in steps],
        *([getattr(each, f"{name}s") for each in marks] for name in SHOWN[1:]),
    ]
    places = [[tensor for _, tensor in tensors_in(each.places)] for each in marks]
    for name, rows in zip((*SHOWN, *PLACES), (*expected, *zip(*places, strict=True)), strict=True):
        assert_near(found[name], torch.cat(list(rows)))


def assert_near(found: npt.NDArray[Any], expected: Tensor) -> None:
    np.testing.assert_allclose(found, expected.numpy(), rtol=1e-5, atol=1e-5)


def test_onnxruntime_draws_what_torch_draws_from_the_same_distributions(session, model):
    kinds: set[int] = set()
    for slots in (1, 6, 30):
        batch = histories(4, slots)
        for row in range(4):
            history, uniforms = row_of(batch, row), uniforms_of(row)
            found = ran(session, history, uniforms)
            assert_alike(found, model, history, uniforms)
            kinds |= set(found["drawn"][:, 1].tolist())
    assert {ActionKind.PRESS, ActionKind.RELEASE, ActionKind.SCROLL} <= kinds


def test_tokens_are_read_and_pointed_at_alike(token_run):
    session, model = opened(token_run / "mine.onnx"), as_it_plays(token_run)
    batch = histories(4)
    drawn = batch.tokens.shape[1]
    rest = (0, 0, 0, MOST_TOKENS - drawn)
    batch = replace(
        batch,
        tokens=pad(batch.tokens, rest, value=torch.nan),
        token_mask=pad(batch.token_mask, rest[2:], value=False),
    )
    none = torch.zeros_like(batch.token_mask[:1])
    for row in range(4):
        assert_alike(ran(session, row_of(batch, row), uniforms_of(row)), model, row_of(batch, row), uniforms_of(row))
    blank = replace(row_of(batch, 0), token_mask=none)
    assert_alike(ran(session, blank, uniforms_of(5)), model, blank, uniforms_of(5))


@pytest.mark.parametrize("part", ["pointer", "states"])
def test_what_is_unknown_is_unknown_to_both(session, model, part):
    history = row_of(histories(1), 0)
    blank = replace(history, **{part: torch.full_like(getattr(history, part), torch.nan)})
    assert_alike(ran(session, blank, uniforms_of(3)), model, blank, uniforms_of(3))


@pytest.mark.parametrize("since_s", [0.0, 0.5999, 0.6, 60.0])
def test_a_past_without_any_action_gives_the_same_context(session, model, since_s):
    history = replace(with_empty_past(row_of(histories(1), 0)), since_last_s=torch.tensor([since_s]))
    assert_alike(ran(session, history, uniforms_of(4)), model, history, uniforms_of(4))


def test_the_lowest_random_numbers_fill_the_window_and_the_highest_leave_it_empty(session, model):
    history, lowest = row_of(histories(1), 0), torch.zeros((MAX_ACTIONS, UNIFORMS), dtype=torch.float64)
    assert ran(session, history, lowest)["drawn"].shape == (MAX_ACTIONS, 7)
    nothing = ran(session, history, lowest + (1.0 - 2.0**-53))
    assert nothing["drawn"].shape == (0, 7)
    assert nothing["clock"].shape == (1, 601)
    assert_alike(nothing, model, history, lowest + (1.0 - 2.0**-53))


def test_the_file_says_what_its_numbers_mean(session):
    facts = {name: json.loads(text) for name, text in session.get_modelmeta().custom_metadata_map.items()}
    assert [one["name"] for one in facts["state_features"]] == [feature.name for feature in STATE_FEATURES]
    assert facts["state_features_sha256"] == feature_layout().digest
    assert facts["vocabulary"] == ["Tree", "Bank chest"]
    assert facts["kinds"][ActionKind.PRESS] == "press"
    assert facts["config"]["decoder"]["kind"] == "point_process"


def test_the_page_tells_the_opset_and_the_tokens_shape():
    assert f"The file is in opset {onnx_file.OPSET}." in PAGE
    assert f"float32 (1, {MOST_TOKENS}, {F_TOKEN}) and bool (1, {MOST_TOKENS})" in PAGE


@pytest.mark.parametrize("of", ["run", "token_run"])
def test_the_example_of_the_page_runs_as_it_stands(of, request, monkeypatch, capsys):
    (example,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(request.getfixturevalue(of))
    exec(compile(example, "docs/onnx.md", "exec"), {})
    assert re.search(r"^\d+ ms: \w+", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("override", "told"),
    [
        ("decoder.kind=sequential", r"decoder is sequential.*--set decoder\.kind=point_process"),
        ("encoder.observe=pixels", r"encoder looks at pictures.*train with --observe state"),
    ],
)
def test_a_model_that_cannot_be_written_is_refused_with_what_to_do(tmp_path, override, told):
    run = saved_run(tmp_path, override)
    with pytest.raises(ConfigurationError, match=told):
        onnx_file.write_onnx(run, tmp_path / "out.onnx")


def test_without_the_packages_the_error_names_the_extra(tmp_path, monkeypatch):
    monkeypatch.setattr(onnx_file, "find_spec", {}.get)
    with pytest.raises(ConfigurationError, match=r"need onnx and onnxscript; pip install 'osrs-agent\[onnx\]'"):
        onnx_file.write_onnx(tmp_path, tmp_path / "out.onnx")
