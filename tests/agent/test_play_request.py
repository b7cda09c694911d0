"""What is asked for says whether anything is sent, whether a person is kept, and whether it is shown."""

import dataclasses
import sys
from pathlib import Path

import pytest

from agent.client_play import Arming
from agent.errors import AgentError
from agent.play_request import PlayRequest
from agent.runelite import RuneLiteOptions

SANDBOX = PlayRequest(Path("run"), "woodcutting", 1, "cpu", None, dry_run=False, record_to=None, fps=10.0)
CLIENT = dataclasses.replace(SANDBOX, runelite=RuneLiteOptions(Path("token")))
ARMING = Arming((), lambda _: None)


@pytest.mark.parametrize(
    ("request_", "acts"),
    [
        (SANDBOX, True),
        (dataclasses.replace(SANDBOX, dry_run=True), False),
        (CLIENT, False),
        (dataclasses.replace(CLIENT, arming=ARMING), True),
        (dataclasses.replace(CLIENT, arming=ARMING, dry_run=True), False),
    ],
)
def test_the_sandbox_is_acted_on_unless_it_is_a_dry_run_and_a_client_only_where_it_is_armed(request_, acts):
    assert request_.acts is acts


def test_a_person_who_takes_over_is_kept_where_it_acts_and_is_recorded():
    recorded = dataclasses.replace(SANDBOX, record_to=Path("a.mcap"))
    assert recorded.is_corrected
    assert not SANDBOX.is_corrected
    assert not dataclasses.replace(recorded, dry_run=True).is_corrected


def test_a_view_is_opened_before_anything_else_or_refused(tmp_path, monkeypatch):
    assert SANDBOX.opened_view() is None
    viewed = dataclasses.replace(SANDBOX, is_viewed=True, view_to=tmp_path / "a.rrd")
    stream = viewed.opened_view()
    assert (tmp_path / "a.rrd").exists()
    stream.disconnect()
    monkeypatch.setitem(sys.modules, "rerun", None)
    with pytest.raises(AgentError, match="Rerun is not installed"):
        dataclasses.replace(viewed, view_to=None).opened_view()
