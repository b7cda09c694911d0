"""The models that are compared, by name: the same encoder and training, each with a decoder of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from model.config import DecoderConfig, ModelConfig, TimingLossConfig
from model.errors import ConfigurationError

BASELINE = "parallel"
DEFAULT = "point_process"


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A row of the comparison.

    Args:
        decoder: what it is.
        is_decoded: whether it is judged by one sequence of medians and most likely classes; otherwise by draws. The
            energy scores are of draws for all.
        rates: it is trained once with each of these shares of the learning rate, and the best on held-out sessions of
            the training people is judged.
        option_of: the row that it differs from in one option.
    """

    decoder: DecoderConfig
    is_decoded: bool = False
    rates: tuple[float, ...] = (1.0,)
    option_of: str | None = None


_TWO_RATES = (1.0, 0.25)
_TIMING = TimingLossConfig(overrun=0.1, length=0.01, coherence=0.1)
MODELS = {
    "parallel": ComparedRow(DecoderConfig("parallel"), is_decoded=True, rates=_TWO_RATES),
    "parallel_drawn": ComparedRow(DecoderConfig("parallel"), rates=_TWO_RATES),
    "parallel_cumulative": ComparedRow(DecoderConfig("parallel_cumulative")),
    "parallel_timing": ComparedRow(DecoderConfig("parallel", timing=_TIMING)),
    "parallel_timing_as_written": ComparedRow(DecoderConfig("parallel", timing=TimingLossConfig(as_written=True))),
    "sequential": ComparedRow(DecoderConfig("sequential")),
    "sequential_as_written": ComparedRow(DecoderConfig("sequential", as_written=True)),
    "sequential_multi_scale": ComparedRow(DecoderConfig("sequential", multi_scale=True), option_of="sequential"),
    "sequential_context_aware": ComparedRow(DecoderConfig("sequential", context_aware=True), option_of="sequential"),
    "attention": ComparedRow(DecoderConfig("attention")),
    "attention_multi_scale": ComparedRow(DecoderConfig("attention", multi_scale=True), option_of="attention"),
    "point_process": ComparedRow(DecoderConfig()),
    "point_process_context_aware": ComparedRow(DecoderConfig(context_aware=True), option_of="point_process"),
    "point_process_mixture": ComparedRow(DecoderConfig(clock="mixture"), option_of="point_process"),
    "point_process_mixture_multi_scale": ComparedRow(
        DecoderConfig(clock="mixture", multi_scale=True), option_of="point_process_mixture"
    ),
}
"""Each name's row, in the order of `docs/model.md`; the first is the baseline, and drawn it is the same run."""


def chosen_names(text: str) -> tuple[str, ...]:
    """The names in "all", "main" (no options) or "a,b", each once.

    Raises:
        ConfigurationError: no model has such a name.
    """
    groups = {"all": tuple(MODELS), "main": tuple(name for name, row in MODELS.items() if row.option_of is None)}
    given = [name.strip() for name in text.split(",")]
    names = tuple(dict.fromkeys(name for each in given for name in groups.get(each, (each,))))
    unknown = [name for name in names if name not in MODELS]
    if unknown:
        raise ConfigurationError(f"no model {unknown[0]!r} to compare; there are {', '.join(MODELS)}, main, or all")
    return names


def compared_configs(name: str, base: ModelConfig) -> tuple[ModelConfig, ...]:
    """The configurations of a named model, one for each learning rate: that of all, with its own decoder."""
    row = MODELS[name]
    decoder = replace(row.decoder, mixture=base.decoder.mixture)
    rates = (base.training.learning_rate * share for share in row.rates)
    return tuple(replace(base, decoder=decoder, training=replace(base.training, learning_rate=rate)) for rate in rates)
