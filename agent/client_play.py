"""Before a model acts on a client: may it, and does everybody see it coming. Pure but for the ports it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from agent.arming import arming_refusal, count_down
from agent.client_watch import ClientWatch
from agent.errors import AgentError
from bridge.clock import SECOND_NS, Clock
from bridge.link.socket import SocketLink
from bridge.ports import InputSource
from bridge.protocol.pace import GAME_SILENCE_NS
from bridge.state import GameState

BRIDGE_SILENT = f"the bridge was silent for more than {GAME_SILENCE_NS / SECOND_NS:g} s"


@dataclass(frozen=True, slots=True)
class Arming:
    """How a model is armed on a client.

    Args:
        allowed_hosts: names of worlds, beside this machine, where it may act.
        show: called with the seconds that are left until it acts.
    """

    allowed_hosts: tuple[str, ...]
    show: Callable[[int], None]


def check_host(state: GameState, arming: Arming) -> None:
    """Refuse a world in which the agent must not act.

    Raises:
        AgentError: the world's host is unknown, or neither this machine nor allowed.
    """
    if reason := arming_refusal(state.world_host, arming.allowed_hosts):
        raise AgentError(
            f"not armed: {reason}; leave out --arm to watch what it would do, "
            "or allow a host whose operator lets agents act (docs/responsible-use.md)"
        )


def silence(link: SocketLink, clock: Clock) -> str:
    """Why a client counts as gone; an empty string while it is heard."""
    return BRIDGE_SILENT if clock.now_ns() - link.heard_ns > GAME_SILENCE_NS else ""


def await_arming(
    link: SocketLink,
    inputs: InputSource,
    clock: Clock,
    watch: ClientWatch,
    arming: Arming,
    should_stop: Callable[[], str],
) -> str:
    """The countdown; afterwards nothing that was heard before its end counts.

    Args:
        link: of the client; its ticks are looked at and passed over.
        inputs: what a person does meanwhile is no takeover, and passed over.
        clock: for waiting.
        watch: objects to another world or another canvas.
        arming: shows it.
        should_stop: asked often; a reason to stop, or an empty string.

    Returns:
        Why it must not be armed, or an empty string.

    Raises:
        LinkClosed: the client left.
    """

    def reason() -> str:
        while (state := link.receive(0.0)) is not None:
            watch.look(state)
        return should_stop() or watch.objection or silence(link, clock)

    refused = count_down(clock, arming.show, reason)
    inputs.drain()
    return refused
