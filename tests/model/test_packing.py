from __future__ import annotations

import pytest
import torch
from torch import nn

from model.packing import pack_rows, run_recurrence


def mask_of(lengths: list[int], slots: int) -> torch.Tensor:
    return torch.arange(slots) < torch.tensor(lengths).unsqueeze(1)


def test_rows_are_the_valid_slots_sequence_by_sequence() -> None:
    rows = pack_rows(mask_of([2, 1], 3))
    assert rows.of(torch.arange(6).reshape(2, 3)).tolist() == [0, 1, 3]
    assert (rows.sequences.tolist(), rows.last.tolist()) == ([0, 0, 1], [1, 2])


@pytest.mark.parametrize("learns", [True, False])
@pytest.mark.parametrize("sequences", [3, 40])
@pytest.mark.parametrize("kind", [nn.GRU, nn.LSTM])
def test_a_packed_recurrence_is_each_sequence_run_alone(sequences: int, kind: type[nn.RNNBase], learns: bool) -> None:
    g = torch.Generator().manual_seed(0)
    lengths = torch.randint(1, 20, (sequences,), generator=g).tolist()
    inputs = torch.randn((sequences, 20, 4), generator=g)
    recurrent = kind(4, 5, batch_first=True)
    rows = pack_rows(mask_of(lengths, 20))
    with torch.set_grad_enabled(learns):
        outputs = run_recurrence(recurrent, rows.of(inputs), rows)
    alone = [recurrent(inputs[row : row + 1, :length])[0].squeeze(0) for row, length in enumerate(lengths)]
    torch.testing.assert_close(outputs, torch.cat(alone))


def test_a_packed_recurrence_starts_from_each_sequences_own_state() -> None:
    g = torch.Generator().manual_seed(0)
    recurrent, initial = nn.GRU(4, 5, batch_first=True), torch.randn((20, 5), generator=g)
    lengths = [1 + row % 7 for row in range(20)]
    inputs, rows = torch.randn((20, 8, 4), generator=g), pack_rows(mask_of(lengths, 8))
    outputs = run_recurrence(recurrent, rows.of(inputs), rows, initial)
    alone = [recurrent(inputs[row : row + 1, :n], initial[None, row : row + 1])[0][0] for row, n in enumerate(lengths)]
    torch.testing.assert_close(outputs, torch.cat(alone))
