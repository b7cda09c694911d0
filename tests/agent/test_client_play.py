"""Arming on a real link: the countdown looks at the client all the while."""

from contextlib import closing, contextmanager

import msgspec
import numpy as np
import pytest

from agent.client_play import BRIDGE_SILENT, Arming, await_arming, check_host, silence
from agent.client_watch import ClientWatch
from agent.errors import AgentError
from bridge.clock import SECOND_NS, SystemClock, VirtualClock
from bridge.errors import LinkClosed
from bridge.geometry import Rect
from bridge.link.socket import SocketListener
from bridge.sandbox.client import GameClient
from bridge.state import GamePhase, GameState, Tick, View

VIEW = View(765, 503, Rect(4, 4, 512, 334))
STATE = GameState(Tick(0, 0), GamePhase.LOGGED_IN, VIEW, world_host="localhost")


class Ears:
    drained = 0

    def drain(self):
        self.drained += 1
        return ()

    def close(self):
        pass


@contextmanager
def connected(folder):
    token_path = folder / "token"
    with (
        SocketListener(token_path, SystemClock()) as listener,
        GameClient(listener.port, token_path, SystemClock(), "a", generator=np.random.default_rng(1)) as client,
        closing(listener.accept(10.0)) as link,
    ):
        yield client, link


def arm(link, clock, should_stop=lambda: "", on_second=lambda _: None):
    ears = Ears()
    watch = ClientWatch(VIEW, "localhost")
    reason = await_arming(link, ears, clock, watch, Arming((), on_second), should_stop)
    return reason, ears


def test_a_host_that_is_not_allowed_is_told_with_what_to_do():
    state = msgspec.structs.replace(STATE, world_host="oldschool1.runescape.com")
    with pytest.raises(AgentError, match=r"not armed: the world host .* leave out --arm"):
        check_host(state, Arming(("game.example",), lambda _: None))
    check_host(state, Arming(("oldschool1.runescape.com",), lambda _: None))


def test_a_client_that_is_heard_is_not_silent(tmp_path):
    clock = SystemClock()
    with connected(tmp_path) as (_, link):
        assert silence(link, clock) == ""
        later = VirtualClock(link.heard_ns + 9 * SECOND_NS // 10 + 1)
        assert silence(link, later) == BRIDGE_SILENT


def test_a_silent_client_is_not_armed(tmp_path):
    with connected(tmp_path) as (_, link):
        clock = VirtualClock(link.heard_ns)
        assert arm(link, clock)[0] == BRIDGE_SILENT
        assert clock.now_ns() - link.heard_ns < SECOND_NS


def test_the_countdown_passes_over_what_is_heard_meanwhile(tmp_path):
    with connected(tmp_path) as (_, link):
        clock = VirtualClock(link.heard_ns - 10 * SECOND_NS)
        shown = []
        reason, ears = arm(link, clock, on_second=shown.append)
        assert (reason, shown, ears.drained) == ("", [5, 4, 3, 2, 1], 1)


def test_a_world_that_changes_meanwhile_is_refused(tmp_path):
    with connected(tmp_path) as (client, link):
        clock = VirtualClock(link.heard_ns - 10 * SECOND_NS)

        def hop(left):
            if left == 3:
                client.send_state(msgspec.structs.replace(STATE, world_host="game.example"))
                wait_for_states(link, 1)

        assert "to 'game.example'" in arm(link, clock, on_second=hop)[0]


def test_a_stop_key_and_a_client_that_leaves_end_it(tmp_path):
    with connected(tmp_path) as (_, link):
        clock = VirtualClock(link.heard_ns - 10 * SECOND_NS)
        assert arm(link, clock, should_stop=lambda: "the stop key")[0] == "the stop key"
        link.close()
        with pytest.raises(LinkClosed):
            arm(link, clock)


def wait_for_states(link, count):
    clock = SystemClock()
    deadline_ns = clock.now_ns() + 10 * SECOND_NS
    while link.statistics.states < count and clock.now_ns() < deadline_ns:
        clock.sleep_until_ns(clock.now_ns() + SECOND_NS // 200)
