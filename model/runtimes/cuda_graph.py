"""The point process on a CUDA device: the steps of a window are captured as a graph, and replayed as one."""

from __future__ import annotations

import logging
from collections.abc import Callable

import torch

from model.actions import MAX_ACTIONS, ActionSequence
from model.committed import NOTHING_COMMITTED, Committed
from model.decoders.decoder import Decoder, Generators, row_uniforms
from model.decoders.drawing import UNIFORMS, timed_action
from model.decoders.point_process import PointProcessDecoder
from model.decoders.pointing import TokenReader
from model.encoders.context import Context
from model.runtimes.static_draw import SLOTS, STEPS, StaticDraw

_LOG = logging.getLogger(__name__)
_WARM_UPS = 3

Capture = Callable[[Callable[[], None], Callable[[], None]], Callable[[], None]]
"""Of some work, and of what makes it ready to be done again: the same work, captured."""


class CannotCapture(Exception):
    """The device cannot capture the steps; the model then runs as it is."""


class CapturedPointProcess:
    """Draws as `PointProcessDecoder.sample` does for one history.

    Args:
        decoder: the fitted process; its weights may change in place, but not move.
        context: any one history on the device, for the shapes.
        capture: `captured`, or what stands for it where there is no such device.

    Raises:
        CannotCapture: see there.
    """

    def __init__(self, decoder: PointProcessDecoder, context: Context, capture: Capture) -> None:
        self._steps, self._device = StaticDraw(decoder, context), context.fused.device
        uniforms = torch.full((MAX_ACTIONS, UNIFORMS), 0.5, dtype=torch.float64, device=self._device)

        def reset() -> None:
            self._steps.begin(context, uniforms)

        self._first, self._next = capture(self._steps.draw_first, reset), capture(self._steps.draw_next, reset)

    def sample(
        self, context: Context, generator: Generators, committed: Committed = NOTHING_COMMITTED
    ) -> ActionSequence:
        """One drawn sequence for one history, which begins with what is committed."""
        uniforms = row_uniforms(generator, 1, MAX_ACTIONS, UNIFORMS, self._device)[0]
        self._steps.begin(context, uniforms, committed)
        (self._first if self._steps.is_at_start else self._next)()
        for _ in range(SLOTS // STEPS - 1):
            if not self._steps.is_running:
                break
            self._next()
        return ActionSequence(tuple(timed_action(*action) for action in self._steps.actions()))


def captured(work: Callable[[], None], reset: Callable[[], None]) -> Callable[[], None]:
    """The work as a graph of the current CUDA device.

    Args:
        work: launches the same kernels on the same memory each time.
        reset: makes it ready for the next time.

    Raises:
        CannotCapture: the work cannot be captured.
    """
    try:
        side = torch.cuda.Stream()  # type: ignore[no-untyped-call]  # torch declares none
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):  # libraries set up their handles and workspaces before, not in the graph
            for _ in range(_WARM_UPS):
                reset()
                work()
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            work()
    except RuntimeError as error:
        raise CannotCapture(str(error)) from error
    replay: Callable[[], None] = graph.replay
    return replay


def capture_point_process(decoder: Decoder, context: Context) -> CapturedPointProcess | None:
    """The decoder captured; None, and a line in the log that says why, where it cannot be."""
    if not isinstance(decoder, PointProcessDecoder):
        _LOG.info("the model runs uncaptured: only the point process is drawn in steps of fixed shapes")
        return None
    if isinstance(decoder.targets, TokenReader):
        _LOG.info("the model runs uncaptured: from tick to tick there are more tokens, or fewer")
        return None
    try:
        return CapturedPointProcess(decoder, context, captured)
    except CannotCapture as error:
        _LOG.warning("the model runs uncaptured, several times slower: %s", error)
        return None
