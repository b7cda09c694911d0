"""While it rests, what was made before is not searched for garbage."""

import gc

from agent.heap import heap_at_rest


def test_a_collection_meanwhile_passes_over_what_was_there_before():
    before = [[] for _ in range(1_000)]
    with heap_at_rest():
        during: list[object] = []
        looked_at = {id(each) for each in gc.get_objects()}
        assert id(before) not in looked_at
        assert id(during) in looked_at
    assert id(before) in {id(each) for each in gc.get_objects()}


def test_garbage_made_meanwhile_is_still_collected():
    with heap_at_rest():
        cycle: list[object] = []
        cycle.append(cycle)
        del cycle
        assert gc.collect() > 0
