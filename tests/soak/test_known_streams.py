from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.comparison import floor_of
from model.dataset import dataset_of, in_order, vocabulary_of
from model.kaplan_meier import kaplan_meier_nats
from tests.soak.known_streams import Stream, poisson, renewal, self_exciting

MINUTE_MS = 60_000


def test_a_stream_knows_its_own_likelihood() -> None:
    """The referee: events and empty milliseconds one by one, after the first event, in whole windows."""
    hazard = np.full(2000, 0.25)
    is_event = np.zeros(2000, np.bool_)
    is_event[[100, 103, 500, 1400]] = True
    stream = Stream(is_event, hazard)
    assert (stream.events, stream.span) == (3, (100, 1300))
    assert stream.nats() == pytest.approx(-3 * np.log(0.25) - 1197 * np.log(0.75))


@pytest.mark.parametrize("make", [poisson, renewal, self_exciting], ids=["poisson", "renewal", "self_exciting"])
def test_events_fall_as_often_as_their_hazard_says(make) -> None:
    stream = make(1, 10 * MINUTE_MS)
    expected = stream.hazard.sum()
    assert abs(stream.is_event.sum() - expected) < 4.0 * np.sqrt(expected)


def test_a_clock_without_context_is_within_a_fiftieth_of_a_nat_of_a_poisson_stream(tmp_path: Path) -> None:
    """Waits and survival as they reach a model, window by window cut anywhere, are worth what the stream is worth.

    That the point process learns this stream, a renewal and a self-exciting one as closely takes minutes: make soak.
    """
    train = dataset_of([poisson(1, 60 * MINUTE_MS).shard(tmp_path, "train")], vocabulary_of([]))
    stream = poisson(2, 20 * MINUTE_MS)
    judged = dataset_of([stream.shard(tmp_path, "judged")], vocabulary_of([]))
    floor, batches = floor_of(train), list(in_order(judged, 512))
    assert sum(int(batch.target.lengths.sum()) for batch in batches) == stream.events
    nats = sum(kaplan_meier_nats(floor, batch.target) for batch in batches)
    assert 0.0 < (nats - stream.nats()) / stream.events < 0.02
