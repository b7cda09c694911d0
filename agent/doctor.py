"""Whether this machine can record, train and play: one check after the other, each failure with its remedy."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from agent.doctor_desktop import check_capture, check_display, check_injection, check_runelite_window, check_session
from agent.doctor_model import check_device, check_tick_time
from agent.errors import AgentError
from bridge.clock import MILLISECOND_NS, Clock
from bridge.errors import BridgeError
from bridge.link.socket import SocketListener
from bridge.link.token_file import read_token
from model.errors import ModelError

LEAST_FREE_BYTES = 2 * 1024**3
LONGEST_SYNC_MS = 250.0
_SYNC_BYTES = 256 * 1024
_SYNCS = 5


@dataclass(frozen=True, slots=True)
class Check:
    """What a check found.

    Args:
        name: one word.
        ok: whether it is as it should be.
        detail: what was found.
        remedy: what to do; an empty string where all is well.
    """

    name: str
    ok: bool
    detail: str
    remedy: str

    def as_json(self) -> dict[str, object]:
        """The keys of the command line's contract."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Checkup:
    """What is looked at.

    Args:
        folder: where recordings will go.
        token_path: of the bridge.
        port: of the bridge.
        run: whose model is timed; None: an untrained one.
        device: where it runs: "auto", "cpu" or "cuda".
    """

    folder: Path
    token_path: Path
    port: int
    run: Path | None
    device: str


@dataclass(frozen=True, slots=True)
class _Question:
    name: str
    ask: Callable[[], str]
    remedy: str


def examine(checkup: Checkup, clock: Clock, on_check: Callable[[Check], None]) -> tuple[Check, ...]:
    """Ask everything.

    Args:
        checkup: what is looked at.
        clock: measures.
        on_check: called with each check once it is done.
    """
    checks: list[Check] = []
    for question in _questions(checkup, clock):
        checks.append(answered(question.name, question.ask, question.remedy))
        on_check(checks[-1])
    return tuple(checks)


def answered(name: str, ask: Callable[[], str], remedy: str) -> Check:
    """A check.

    Args:
        name: one word.
        ask: gives what was found, or raises what is wrong.
        remedy: what to do where it raises.
    """
    try:
        return Check(name, True, ask(), "")
    except (AgentError, BridgeError, ModelError, OSError, ImportError) as error:  # X11's library is Linux's
        return Check(name, False, " ".join(str(error).split()), remedy)


def check_free_disk(folder: Path) -> str:
    """Room for recordings.

    Raises:
        AgentError: less than `LEAST_FREE_BYTES`.
    """
    free = shutil.disk_usage(folder).free
    found = f"{free / 1024**3:.1f} GiB free in {folder.resolve()}"
    if free < LEAST_FREE_BYTES:
        raise AgentError(f"{found}; a filmed hour takes about half a GiB")
    return found


def check_sync(folder: Path, clock: Clock) -> str:
    """How long it takes to bring data to disk, which a recording does once a second.

    Raises:
        AgentError: longer than `LONGEST_SYNC_MS`.
        OSError: the folder cannot be written.
    """
    times_ms: list[float] = []
    with TemporaryDirectory(prefix=".osrs-agent-", dir=folder) as inside, (Path(inside) / "sync").open("wb") as file:
        for _ in range(_SYNCS):
            started_ns = clock.now_ns()
            file.write(bytes(_SYNC_BYTES))
            file.flush()
            os.fsync(file.fileno())
            times_ms.append((clock.now_ns() - started_ns) / MILLISECOND_NS)
    median_ms = sorted(times_ms)[_SYNCS // 2]
    found = f"{median_ms:.1f} ms to bring {_SYNC_BYTES // 1024} KiB to disk (median of {_SYNCS})"
    if median_ms > LONGEST_SYNC_MS:
        raise AgentError(f"{found}, expected at most {LONGEST_SYNC_MS:g} ms")
    return found


def check_token(path: Path) -> str:
    """Whether the bridge's secret is a secret.

    Raises:
        LinkUnavailable: it is no token, or others may read it.
    """
    if not path.exists():
        return f"{path} is not there yet; the first `--game runelite` makes it"
    read_token(path)
    return f"{path} holds a token that nobody else may read"


def check_port(port: int, clock: Clock) -> str:
    """Whether the agent can listen where the plugin dials.

    Raises:
        LinkUnavailable: somebody else does.
    """
    with TemporaryDirectory() as folder, SocketListener(Path(folder) / "token", clock, port) as listener:
        return f"port {listener.port} on this machine is free"


def _questions(checkup: Checkup, clock: Clock) -> tuple[_Question, ...]:
    return (
        _Question("session", check_session, "log in to an X11 (Xorg) session; without one, install Xvfb"),
        _Question("display", check_display, "check DISPLAY and the rights to it; XInput 2.1 and XTest must be on"),
        _Question("inject", partial(check_injection, clock), "install Xvfb, and see what the sandbox says"),
        _Question("capture", partial(check_capture, clock), "switch off what recolours the screen, or another driver"),
        _Question("runelite_window", check_runelite_window, "close all RuneLite windows but one"),
        _Question("free_disk", partial(check_free_disk, checkup.folder), "make room, or record elsewhere"),
        _Question("fsync", partial(check_sync, checkup.folder, clock), "record onto a disk of this machine"),
        _Question("token", partial(check_token, checkup.token_path), f"chmod 600 {checkup.token_path}, or delete it"),
        _Question("bridge_port", partial(check_port, checkup.port, clock), "end what listens there, or name a --port"),
        _Question("device", partial(check_device, checkup.device), "install torch for this machine, or --device cpu"),
        _Question(
            "model_tick",
            partial(check_tick_time, checkup.run, checkup.device, clock),
            "train a smaller model, end other programs, or use a GPU",
        ),
    )
