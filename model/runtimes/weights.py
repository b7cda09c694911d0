"""The weights of the point process in the order in which its kernels read them.

Where a layer reads a class, a flag or an embedding beside numbers, its product with each possible value is made once:
then a step adds a row where the layer would multiply.

Letters: H hidden width; K targets; E target width; M mixture components; C keys.
"""

from __future__ import annotations

import ctypes
from typing import NamedTuple, TypeGuard

import numpy as np

from model.decoders.clock import ClockHead
from model.decoders.decoder import Decoder
from model.decoders.feedback import Feedback
from model.decoders.heads import MarkHeads
from model.decoders.point_process import PointProcessDecoder
from model.decoders.pointing import TokenReader
from model.decoders.targets import TARGET_WIDTH
from model.runtimes.packed import Packed, packed_layer, packed_layers
from model.runtimes.structs import Floats, array_of, layer_of

_LAYER = ("weight", "bias")
_KNOWN = frozenset(
    (
        *("feedback.kind.weight", "feedback.key.weight", "feedback.gap.weight"),
        *("feedback.project.weight", "feedback.project.bias"),
        *(f"recurrent.{part}_l0" for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")),
        *(f"{layer}.{part}" for layer in ("start", "context") for part in _LAYER),
        *(f"goal.{layer}.{part}" for layer in ("query", "slots", "others") for part in _LAYER),
        *(f"targets.{part}" for part in ("slot", "name.weight")),
        *(f"targets.{layer}.{part}" for layer in ("place", "goal") for part in _LAYER),
        *(f"clock.{layer}.{part}" for layer in ("project", "gap", "shared", "gap_shared") for part in _LAYER),
        "clock.marginal",
        *("marks.wait.weight", "marks.kind_shift.weight", "marks.share_bias", "marks.scale_bias", "marks.aim_bias"),
        *(
            f"marks.{layer}.{part}"
            for layer in ("after_wait", "kind", "after_kind", "button", "key", "scroll", "place")
            for part in _LAYER
        ),
    )
)
"""The parameters and buffers of the decoder that the kernels work with."""

_KNOWN_WITH_TOKENS = frozenset(
    (
        *(name for name in _KNOWN if not name.startswith(("targets.", "goal."))),
        *(f"targets.{layer}.{part}" for layer in ("identity", "place", "goal", "query") for part in _LAYER),
        *("marks.means.kind.weight", "marks.means.gain", "marks.means.wheel", "marks.means.button"),
        *(
            f"goal.{layer}.{part}"
            for layer in ("token", "context", "query", "score", "hand", "hand_score", "others", "right")
            for part in _LAYER
        ),
    )
)
"""The same of a decoder that points at tokens."""
_POINTER = frozenset(f"marks.point.project.{part}" for part in _LAYER)
"""What it has besides where places are pointed at, too."""


class StepWeights(NamedTuple):
    """All that a step of `PointProcessDecoder` reads: the struct of the same name in step.h, field by field.

    Args:
        target_numbers, target_bias: `TargetReader.place`, one row a number (11, E), and (E,); of tokens (16, E).
        kind, key, gap, numbers, button, held_buttons, held_keys: `Feedback.project` by what each part of its input
            adds: rows (n, H); the bias lies in `kind`.
        targets: what each target adds to the same, a packed layer (H, E) each: (K, bytes); of tokens one layer for
            what is found among them.
        input_gates, hidden_gates: of the GRU, (3H, H), packed as all until `after_kind`.
        clock: (600, H).
        after_wait: the hidden part of `MarkHeads.after_wait`, (H, H).
        after_kind: (H, H).
        input_bias, hidden_bias: of the GRU, (3H,).
        clock_bias, clock_gap, clock_gap_bias: (600,), (1200, H), (1200,).
        wait, wait_numbers: what each wait adds to `after_wait`, with the bias (601, H), and each number (6, H).
        mark_kind ... aim_bias: the other layers and biases of `MarkHeads` as they are.
        point, point_bias: `PointerHead.project`, empty where there is none.
    """

    target_numbers: Floats
    target_bias: Floats
    kind: Floats
    key: Floats
    gap: Floats
    numbers: Floats
    button: Floats
    held_buttons: Floats
    held_keys: Floats
    targets: Packed
    input_gates: Packed
    hidden_gates: Packed
    clock: Packed
    after_wait: Packed
    after_kind: Packed
    input_bias: Floats
    hidden_bias: Floats
    clock_bias: Floats
    clock_gap: Floats
    clock_gap_bias: Floats
    wait: Floats
    wait_numbers: Floats
    mark_kind: Floats
    mark_kind_bias: Floats
    means_kind: Floats
    means_gain: Floats
    means_wheel: Floats
    means_button: Floats
    after_kind_bias: Floats
    kind_shift: Floats
    mark_button: Floats
    mark_button_bias: Floats
    mark_key: Floats
    mark_key_bias: Floats
    mark_scroll: Floats
    mark_scroll_bias: Floats
    place: Floats
    place_bias: Floats
    share_bias: Floats
    scale_bias: Floats
    aim_bias: Floats
    point: Floats
    point_bias: Floats


def is_known(decoder: Decoder) -> TypeGuard[PointProcessDecoder]:
    """Whether the kernels work out every part of a decoder."""
    if not isinstance(decoder, PointProcessDecoder):
        return False
    return decoder.state_dict().keys() in (_KNOWN, _KNOWN_WITH_TOKENS, _KNOWN_WITH_TOKENS | _POINTER)


def step_weights(decoder: PointProcessDecoder, kernels: ctypes.CDLL) -> StepWeights:
    """The weights of a decoder whose parts are known, as they are now."""
    assert isinstance(decoder.clock, ClockHead), "the kernels know no other clock"
    w_ih, w_hh, b_ih, b_hh = decoder.recurrent.all_weights[0]
    *told, targets = _feedback_weights(decoder.feedback, has_tokens=isinstance(decoder.targets, TokenReader))
    hidden, *wait = _wait_weights(decoder.marks)
    project, gap = decoder.clock.folded()
    clock, clock_bias = layer_of(project)
    after_kind, after_kind_bias = layer_of(decoder.marks.after_kind)
    packed = (packed_layer(kernels, layer) for layer in (array_of(w_ih), array_of(w_hh), clock, hidden, after_kind))
    heads, kind_shift = decoder.marks, array_of(decoder.marks.kind_shift.weight)
    parts = (
        *(array_of(decoder.targets.place.weight.T), array_of(decoder.targets.place.bias)),
        *(*told, packed_layers(kernels, targets), *packed),
        *(array_of(b_ih), array_of(b_hh), clock_bias, *layer_of(gap), *wait),
        *(*layer_of(heads.kind), *_means_weights(heads)),
        *(after_kind_bias, kind_shift),
        *(*layer_of(heads.button), *layer_of(heads.key), *layer_of(heads.scroll), *layer_of(heads.place)),
        *(array_of(heads.share_bias), array_of(heads.scale_bias), array_of(heads.aim_bias.reshape(1))),
        *((np.empty(0, np.float32),) * 2 if heads.point is None else layer_of(heads.point.project)),
    )
    return StepWeights._make(parts)


def _feedback_weights(feedback: Feedback, *, has_tokens: bool) -> tuple[Floats, ...]:
    """What each part of the input adds, rows (n, H) each, and the targets' layers (K, H, E), or one (1, H, .)."""
    rows, bias = array_of(feedback.project.weight.T), array_of(feedback.project.bias)  # (I, H), (H,)
    tables = [array_of(embedding.weight) for embedding in (feedback.kind, feedback.key, feedback.gap)]
    widths, held = [table.shape[1] for table in tables], [3, 3, len(tables[1]) - 1]
    numbers = len(rows) - sum(widths) - sum(held) - feedback.told
    parts = np.split(rows, np.cumsum([*widths, numbers, *held]))
    kind, key, gap = (table @ part for table, part in zip(tables, parts, strict=False))
    *others, targets = (np.ascontiguousarray(part) for part in parts[len(tables) :])
    each = feedback.told if has_tokens else TARGET_WIDTH
    return (kind + bias, key, gap, *others, targets.reshape(-1, each, len(bias)).transpose(0, 2, 1))


def _means_weights(heads: MarkHeads) -> tuple[Floats, ...]:
    """`MeansHead`: what the means add to kinds (6, 4), the gains of keys, wheel and button (1,); empty without."""
    if heads.means is None:
        return (np.empty(0, np.float32),) * 4
    means = heads.means
    return array_of(means.kind.weight), *(array_of(gain.reshape(1)) for gain in (means.gain, means.wheel, means.button))


def _wait_weights(heads: MarkHeads) -> tuple[Floats, Floats, Floats]:
    """`MarkHeads.after_wait`: the hidden part (H, H), what each wait adds with the bias, and each number."""
    waits = array_of(heads.wait.weight)  # (601, .)
    weight, bias = layer_of(heads.after_wait)  # (H, H + . + 6), (H,)
    hidden, wait, numbers = np.split(weight, [len(bias), len(bias) + waits.shape[1]], axis=1)
    return np.ascontiguousarray(hidden), waits @ wait.T + bias, np.ascontiguousarray(numbers.T)
