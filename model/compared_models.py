"""The models that are compared, by name: the same encoder and training, each with a decoder of its own."""

from __future__ import annotations

from dataclasses import replace

from model.config import DecoderConfig, ModelConfig, TimingLossConfig
from model.errors import ConfigurationError

DECODERS = {
    "parallel": DecoderConfig("parallel"),
    "parallel_cumulative": DecoderConfig("parallel_cumulative"),
    "parallel_timing": DecoderConfig("parallel", timing=TimingLossConfig(overrun=0.1, length=0.01, coherence=0.1)),
    "parallel_timing_as_written": DecoderConfig("parallel", timing=TimingLossConfig(as_written=True)),
    "sequential": DecoderConfig("sequential"),
    "sequential_as_written": DecoderConfig("sequential", as_written=True),
    "attention": DecoderConfig("attention"),
    "point_process": DecoderConfig("point_process"),
}
"""The decoder of each name, in the order of `docs/model.md`; the first is the baseline."""
BASELINE = "parallel"


def chosen_names(text: str) -> tuple[str, ...]:
    """The names in "all" or "a,b", each once.

    Raises:
        ConfigurationError: no model has such a name.
    """
    if text == "all":
        return tuple(DECODERS)
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    unknown = [name for name in names if name not in DECODERS]
    if unknown:
        raise ConfigurationError(f"no model {unknown[0]!r} to compare; there are {', '.join(DECODERS)}, or all")
    return names


def compared_config(name: str, base: ModelConfig) -> ModelConfig:
    """The configuration of a named model: that of all, with its own decoder."""
    decoder = DECODERS[name]
    return replace(base, decoder=replace(decoder, mixture=base.decoder.mixture))
