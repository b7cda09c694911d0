"""A clock of few numbers: a mixture of log-normals, discretised to whole milliseconds.

Shchur, Bilos and Guennemann (2020), intensity-free learning of temporal point processes. What lies past the window's
end is one class, so that the probabilities sum to one and survival is the mixture's own tail.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from model.actions import HORIZON_MS
from model.class_ranges import range_log_probability
from model.decoders.clock import unfitted_clock
from model.decoders.legality import PAST_HORIZON, WAIT_CLASSES, allowed_waits
from model.decoders.progress import Progress
from model.decoders.wait_scales import FAST_MS

COMPONENTS = 8
_EARLIEST_LOG_MS, _LATEST_LOG_MS = 0.0, 7.5
_WIDEST_LOG = 3.0
_FLOOR = 1e-5
"""Share of a flat clock, so that no wait is impossible and every gradient is finite."""


class MixtureClockHead(nn.Module):
    """(N, H) -> log-probabilities of the 601 waits (N, 601).

    Args:
        hidden: H.
        multi_scale: half of the components lie wholly below 100 ms and half above; a gate weighs the halves.
    """

    marginal: Tensor
    reach: Tensor

    def __init__(self, hidden: int, *, multi_scale: bool) -> None:
        super().__init__()
        self.project = nn.Linear(hidden, 3 * COMPONENTS)
        nn.init.normal_(self.project.weight, std=0.1 / hidden**0.5)
        self.gate = nn.Linear(hidden, 1) if multi_scale else None
        self.register_buffer("marginal", unfitted_clock())
        self.register_buffer("reach", _reach(multi_scale), persistent=False)
        with torch.no_grad():
            bias = torch.zeros(3, COMPONENTS)
            bias[1] = torch.linspace(_EARLIEST_LOG_MS, _LATEST_LOG_MS, COMPONENTS)
            self.project.bias.copy_(bias.flatten())

    def start_from(self, log_probabilities: Tensor) -> None:
        """Keep the data's own clock float64 (601,) for comparison; a mixture cannot start from it."""
        with torch.no_grad():
            self.marginal.copy_(log_probabilities)

    def log_probabilities(self, hidden: Tensor, progress: Progress, *, are_first: bool | None = None) -> Tensor:  # noqa: ARG002
        """See `model.decoders.clock.ClockHead`; a wait that would end past the window counts as that."""
        shares = self._shares(hidden)  # (N, 601)
        allowed = allowed_waits(progress.step, progress.elapsed_ms)  # (N, 601)
        past = shares.masked_fill(allowed, 0.0).sum(dim=-1) + shares[:, PAST_HORIZON]  # (N,)
        logs = shares.log().masked_fill(~allowed, -torch.inf)
        return torch.cat([logs[:, :PAST_HORIZON], past.log().unsqueeze(1)], dim=1)

    def log_likelihood(self, hidden: Tensor, progress: Progress, waits_ms: Tensor, acts: Tensor) -> Tensor:
        """See `model.decoders.clock.ClockHead`."""
        logs = self.log_probabilities(hidden, progress)  # (N, 601)
        after_ms = torch.where(acts, waits_ms + 1, WAIT_CLASSES)  # (N,), beyond the waits that are possible
        return range_log_probability(logs, ~logs.isneginf(), waits_ms, after_ms)

    def _shares(self, hidden: Tensor) -> Tensor:
        weight, middle, scale = self.project(hidden).chunk(3, dim=-1)  # (N, M) each
        scale = scale.clamp(-_WIDEST_LOG, _WIDEST_LOG)
        edges = torch.arange(1, HORIZON_MS + 1, device=hidden.device, dtype=hidden.dtype).log()  # (600,)
        standard = (edges - middle.unsqueeze(-1)) * torch.exp(-scale).unsqueeze(-1)  # (N, M, 600)
        reached = torch.special.ndtr(standard)  # (N, M, 600), probability of a wait below 1..600 ms
        ends = torch.zeros_like(reached[..., :1])
        shares = torch.cat([ends, reached, 1.0 + ends], dim=-1).diff(dim=-1).clamp(min=0.0)  # (N, M, 601)
        shares = (1.0 - _FLOOR) * shares + _FLOOR / (HORIZON_MS + 1)
        inside = shares * self.reach  # (N, M, 601)
        mixed = self._weights(hidden, weight).unsqueeze(-1) * inside / inside.sum(dim=-1, keepdim=True)
        return mixed.sum(dim=1)

    def _weights(self, hidden: Tensor, logits: Tensor) -> Tensor:
        """Of the components, (N, M), from logits (N, M)."""
        if self.gate is None:
            return logits.softmax(dim=-1)
        fast = torch.sigmoid(self.gate(hidden))  # (N, 1)
        halves = [half.softmax(dim=-1) for half in logits.chunk(2, dim=-1)]  # 2 of (N, M / 2)
        return torch.cat([fast * halves[0], (1.0 - fast) * halves[1]], dim=-1)


def _reach(multi_scale: bool) -> Tensor:
    """Which waits each component can have, (M, 601)."""
    reach = torch.ones(COMPONENTS, HORIZON_MS + 1)
    if multi_scale:
        reach[: COMPONENTS // 2, FAST_MS:] = 0.0
        reach[COMPONENTS // 2 :, :FAST_MS] = 0.0
    return reach
