"""What holds for every cut of every session; a few random ones are tried in `test_cutting`, many in the soak."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import strategies as st

from bridge.editing.cutting import split, trim
from bridge.editing.merging import merge
from bridge.editing.moments import ticks_of
from bridge.editing.source import open_source
from bridge.recording.channels import Topic
from bridge.recording.raw import open_raw
from bridge.recording.reader import open_recording
from bridge.verifying.findings import Kind
from bridge.verifying.verify import verify
from tests.bridge.editing.histories import Done, messages_of, write_history


def split_and_merged_it_is_the_same(done: Done, data: st.DataObject) -> None:
    """Split at any moments and merged in any order, a session has the same messages, numbers and manifest."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = open_source(write_history(folder / "a.mcap", done))
        first_ns, last_ns = source.span_ns
        moments = st.integers(first_ns + 1, last_ns)
        cuts_ns = sorted(data.draw(st.sets(moments, min_size=1, max_size=4)))
        outs = [folder / f"{number}.mcap" for number in range(len(cuts_ns) + 1)]
        split(source, outs, cuts_ns)
        merge([open_source(out) for out in data.draw(st.permutations(outs))], folder / "m.mcap")
        merged = open_raw(folder / "m.mcap")
        assert messages_of(merged.path) == messages_of(source.path)
        assert merged.manifest == source.manifest
        assert merged.statistics.dropped == source.statistics.dropped
        assert set(merged.statistics.losses) == set(source.statistics.losses)


def each_event_is_on_one_side_of_a_cut(done: Done, data: st.DataObject) -> None:
    """Each message is in the trimmed session or in what was cut off, and no release behind the cut is impossible."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = open_source(write_history(folder / "a.mcap", done))
        tick_ns = data.draw(st.sampled_from(ticks_of(source)[1:])).received_ns
        trim(source, folder / "before.mcap", None, tick_ns)
        trim(source, folder / "after.mcap", tick_ns, None)
        before, after, whole = (messages_of(folder / f"{one}.mcap") for one in ("before", "after", "a"))
        for topic in Topic:
            contents = [one[2] for one in (*before[topic], *after[topic])]
            assert contents == [one[2] for one in whole[topic]]
        impossible = [one for one in verify(folder / "after.mcap").findings if one.kind is Kind.IMPOSSIBLE]
        assert impossible == []
        first = next(open_recording(folder / "after.mcap").states())
        assert first.tick.received_ns == tick_ns
