"""Whether the agent may act on a game client, and the countdown before it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import ip_address

from bridge.clock import MILLISECOND_NS, SECOND_NS, Clock

COUNTDOWN_S = 5
_STEP_NS = 20 * MILLISECOND_NS


def arming_refusal(world_host: str | None, allowed_hosts: Sequence[str]) -> str:
    """Why the agent must not act on a client in this world; an empty string where it may.

    Args:
        world_host: what the client reported; None: it reported none.
        allowed_hosts: names from the user's settings; compared whole, without regard to case.
    """
    if world_host is None:
        return "the client reports no world host, so nobody can tell whose server it is"
    host = _plain(world_host)
    if is_loopback(host) or host in {_plain(allowed) for allowed in allowed_hosts}:
        return ""
    return f"the world host {world_host!r} is neither this machine nor in allowed_hosts of the settings"


def is_loopback(host: str) -> bool:
    """Whether a host's name means this machine, by the name alone: nothing is looked up."""
    plain = _plain(host)
    if plain == "localhost":
        return True
    try:
        return ip_address(plain.strip("[]")).is_loopback
    except ValueError:
        return False


def count_down(clock: Clock, show: Callable[[int], None], should_stop: Callable[[], str]) -> str:
    """Wait `COUNTDOWN_S` seconds in sight of everybody.

    Args:
        clock: for waiting.
        show: called with the seconds that are left, each second.
        should_stop: asked often; a reason to stop, or an empty string.

    Returns:
        Why it was stopped, or an empty string at its end.
    """
    start_ns = clock.now_ns()
    for passed in range(COUNTDOWN_S):
        show(COUNTDOWN_S - passed)
        end_ns = start_ns + (passed + 1) * SECOND_NS
        while clock.now_ns() < end_ns:
            if reason := should_stop():
                return reason
            clock.sleep_until_ns(min(clock.now_ns() + _STEP_NS, end_ns))
    return should_stop()


def _plain(host: str) -> str:
    return host.strip().rstrip(".").lower()
