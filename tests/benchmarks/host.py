"""How much of the cores' time the host of a virtual machine kept to itself, by the kernel's own count (Linux)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MOST_STOLEN = 0.01
"""Where the host kept more of the time that programs wanted, a 99th percentile is the host's."""

_STAT = Path("/proc/stat")


@dataclass(frozen=True, slots=True)
class CoreTimes:
    """What all cores did since the machine was started, in the kernel's units of a hundredth of a second.

    Args:
        busy: they ran something.
        stolen: something wanted to run, and the host ran something else (proc(5): "steal").
    """

    busy: int
    stolen: int


class Host:
    """What the host kept while somebody measured, once that is over."""

    stolen = 0.0
    """The share of the time in which programs wanted a core; 0 where the kernel does not count it."""

    @property
    def is_good(self) -> bool:
        """Whether a 99th percentile taken meanwhile says anything about the program."""
        return self.stolen <= MOST_STOLEN


@contextmanager
def host_beside() -> Iterator[Host]:
    """Count what the host keeps while entered."""
    host, before = Host(), core_times(_read())
    try:
        yield host
    finally:
        host.stolen = stolen_between(before, core_times(_read()))


def core_times(stat: str) -> CoreTimes:
    """The sums over all cores, from the text of /proc/stat; zeros without it."""
    for line in stat.splitlines():
        if line.startswith("cpu "):
            user, nice, system, _idle, _wait, interrupts, soft, stolen = map(int, line.split()[1:9])
            return CoreTimes(user + nice + system + interrupts + soft, stolen)
    return CoreTimes(0, 0)


def stolen_between(before: CoreTimes, after: CoreTimes) -> float:
    """The share of the wanted time that the host kept from one moment to another; 0 where nothing ran."""
    stolen = after.stolen - before.stolen
    wanted = after.busy - before.busy + stolen
    return stolen / wanted if wanted else 0.0


def _read() -> str:
    return _STAT.read_text() if _STAT.exists() else ""
