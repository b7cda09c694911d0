"""The configuration of a model and its training: defaults, presets that list only differences, overrides by key."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from model.config_checks import require, require_in_ranges
from model.encoder_config import EncoderConfig
from model.errors import ConfigurationError

_PRESETS = Path(__file__).parent / "presets"


@dataclass(frozen=True, slots=True)
class TimingLossConfig:
    """What is added to the loss of the decoder `parallel`; see `model.decoders.timing_loss`.

    Args:
        overrun: weight of times past the horizon.
        length: weight of the squared difference between the predicted length and that which the times tell.
        coherence: weight of the ratios of neighbouring waits.
        as_written: the formula as it was first printed, for the record; the weights do not count then.
    """

    overrun: float = 0.0
    length: float = 0.0
    coherence: float = 0.0
    as_written: bool = False

    def __post_init__(self) -> None:
        require_in_ranges("decoder.timing", self)

    @property
    def is_used(self) -> bool:
        """Whether anything is added."""
        return self.as_written or max(self.overrun, self.length, self.coherence) > 0.0


DecoderKind = Literal["point_process", "parallel", "parallel_cumulative", "sequential", "attention"]
_ATTENTION_HEADS = 8


@dataclass(frozen=True, slots=True)
class DecoderConfig:
    """The decoder.

    Args:
        kind: which one; all but the point process are there to be compared with it.
        mixture: M, the number of discretised logistics of a place of the point process.
        timing: of `parallel`.
        as_written: `sequential` without the least mending, for the record.
        clock: of the point process: a hazard for each of 600 ms, or a mixture of log-normals.
        multi_scale: waits have a fast and a slow scale with a gate: `sequential`, `attention` and the mixture clock.
        pointer: a share of each place lies in the things that are seen: of the point process with `encoder.entities`.
        context_aware: each step looks at the history and the targets: `sequential` and the point process.
    """

    kind: DecoderKind = "point_process"
    mixture: int = 8
    timing: TimingLossConfig = field(default_factory=TimingLossConfig)
    as_written: bool = False
    clock: Literal["hazard", "mixture"] = "hazard"
    multi_scale: bool = False
    context_aware: bool = False
    pointer: bool = False

    def __post_init__(self) -> None:
        require_in_ranges("decoder", self)
        require(
            self.kind == "parallel" or not self.timing.is_used,
            f"decoder.timing belongs to the kind 'parallel', found {self.kind!r}",
        )
        require(
            self.kind == "sequential" or not self.as_written,
            f"decoder.as_written belongs to the kind 'sequential', found {self.kind!r}",
        )
        require(
            self.clock == "hazard" or self.kind == "point_process",
            f"decoder.clock belongs to the kind 'point_process', found {self.kind!r}",
        )
        has_scales = self.kind in ("sequential", "attention") or self.clock == "mixture"
        require(
            not self.multi_scale or (has_scales and not self.as_written),
            "decoder.multi_scale is for 'sequential' and 'attention' as mended, and for the mixture clock",
        )
        require(
            not self.context_aware or (self.kind in ("sequential", "point_process") and not self.as_written),
            "decoder.context_aware is for 'sequential' as mended and for 'point_process'",
        )


Precision = Literal["fp32", "bf16"]


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """How a model is trained.

    Args:
        steps: the most steps; the learning rate falls to nothing over them, or over the minutes given to `train`.
        batch: B, windows a step, of all processes together.
        accumulate: in how many parts each process works a step out, one after another, so that its device holds them.
        precision: of matrix products; "bf16" is for GPUs that have it.
        chapter: sessions with about so many windows are open at a time; more data than that is read chapter by chapter.
        evenness: 0 draws windows as often as there are some, 1 draws every pair of task and author equally often.
        neighbours: how many windows that follow each other are trained on in one step; what they share is encoded once.
        learning_rate: AdamW's, after warm-up.
        weight_decay: AdamW's, on matrices only.
        warmup_share: share of the budget over which the learning rate rises.
        correction_weight: weight of a window in which an agent was corrected, beside 1 of a demonstrated one.
        committed_ms: each window is trained as if up to so many of its first milliseconds, drawn evenly, had been sent
            already: given, and not scored. Only the point process can; 0 scores all there is.
        goal_weight: weight of foreseeing the next press beside the likelihood.
        lesson_weight: weight of reading off pictures what the recorded state says, where pictures are looked at.
        gradient_norm: gradients are cut to this norm.
        average_decay: of the moving average of the weights, which is what is evaluated and kept as best.
        evaluate_every: steps between two evaluations on held-out windows.
        evaluate_windows: the most held-out windows of an evaluation.
        loaders: threads that prepare batches ahead where a GPU computes.
        seed: of the weights, the order of the data and dropout.
        threads: of torch, on a CPU; more than one gains little and stalls badly where other work runs beside it.
    """

    steps: int = 20_000
    batch: int = 64
    accumulate: int = 1
    precision: Precision = "fp32"
    chapter: int = 200_000
    evenness: float = 1.0
    neighbours: int = 8
    learning_rate: float = 2e-3
    weight_decay: float = 0.1
    warmup_share: float = 0.03
    correction_weight: float = 1.0
    committed_ms: int = 0
    goal_weight: float = 0.5
    lesson_weight: float = 0.3
    gradient_norm: float = 1.0
    average_decay: float = 0.998
    evaluate_every: int = 200
    evaluate_windows: int = 2048
    loaders: int = 2
    seed: int = 0
    threads: int = 1

    def __post_init__(self) -> None:
        require_in_ranges("training", self)


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """Everything that can be configured, by section."""

    encoder: EncoderConfig = field(default_factory=EncoderConfig)
    decoder: DecoderConfig = field(default_factory=DecoderConfig)
    training: TrainingConfig = field(default_factory=TrainingConfig)

    def __post_init__(self) -> None:
        require(
            not (self.decoder.kind == "attention" or self.decoder.context_aware)
            or self.encoder.hidden % _ATTENTION_HEADS == 0,
            f"encoder.hidden is a multiple of {_ATTENTION_HEADS} with attention, found {self.encoder.hidden}",
        )
        require(
            not self.decoder.pointer or (self.encoder.points and self.decoder.kind == "point_process"),
            "decoder.pointer is for the kind 'point_process' with encoder.entities",
        )
        require(
            self.training.committed_ms == 0 or self.decoder.kind == "point_process",
            f"training.committed_ms is for the kind 'point_process', found {self.decoder.kind!r}",
        )


def load_config(path: Path | None = None, overrides: Sequence[str] = ()) -> ModelConfig:
    """The defaults, then what a TOML file changes, then what overrides change.

    Args:
        path: a TOML file with only differences; a bare name that is no file is a preset of `model/presets`.
        overrides: "section.key=value", the value as in TOML, or as text where it is none.

    Raises:
        ConfigurationError: no such file, no TOML, an unknown key or a value that does not fit.
    """
    values: dict[str, Any] = {} if path is None else _read(path)  # Any: TOML values
    for override in overrides:
        _apply(values, override)
    try:
        return config_of(values)
    except ConfigurationError as error:
        where = " with ".join(filter(None, ["" if path is None else str(path), ", ".join(overrides)]))
        raise ConfigurationError(f"{where}: {error}") from error


def changed_config(config: ModelConfig, overrides: Sequence[str]) -> ModelConfig:
    """A configuration with some of its values changed; see `load_config`.

    Raises:
        ConfigurationError: an unknown key or a value that does not fit.
    """
    values: dict[str, Any] = msgspec.to_builtins(config)  # Any: TOML values
    for override in overrides:
        _apply(values, override)
    return config_of(values)


def config_of(values: Mapping[str, Any]) -> ModelConfig:
    """A configuration from nested mappings that list only differences.

    Raises:
        ConfigurationError: an unknown key or a value that does not fit; the message names it.
    """
    _check_keys(ModelConfig(), values, "")
    try:
        return msgspec.convert(values, ModelConfig)
    except msgspec.ValidationError as error:
        raise ConfigurationError(f"the configuration does not fit: {error}") from error


def _read(path: Path) -> dict[str, Any]:
    preset = _PRESETS / f"{path}.toml"
    chosen = preset if not path.exists() and path.name == str(path) and preset.exists() else path
    try:
        return tomllib.loads(chosen.read_text(encoding="utf-8"))
    except OSError as error:
        presets = ", ".join(sorted(known.stem for known in _PRESETS.glob("*.toml")))
        raise ConfigurationError(f"{path}: cannot be read ({error.strerror}); presets are: {presets}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: is no TOML file: {error}") from error


def _apply(values: dict[str, Any], override: str) -> None:
    dotted, equals, text = override.partition("=")
    *sections, key = dotted.strip().split(".")
    if not equals or not key:
        raise ConfigurationError(f"an override reads section.key=value, found {override!r}")
    for section in sections:
        values = values.setdefault(section, {})
        if not isinstance(values, dict):
            raise ConfigurationError(f"{override!r}: {section!r} is no section")
    values[key] = _value(text.strip())


def _value(text: str) -> Any:  # Any: whatever TOML can say
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _check_keys(defaults: Any, values: Mapping[str, Any], prefix: str) -> None:  # Any: a configuration dataclass
    known = [known.name for known in fields(defaults)]
    for key, value in values.items():
        if key not in known:
            nearest = difflib.get_close_matches(key, known, n=1, cutoff=0.0)
            raise ConfigurationError(f"unknown key {prefix}{key}; did you mean {prefix}{nearest[0]}?")
        section = getattr(defaults, key)
        if is_dataclass(section) and isinstance(value, Mapping):
            _check_keys(section, value, f"{prefix}{key}.")
