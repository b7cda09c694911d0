"""A recording's file against kills, refused writes, cut power and turned bits."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.soak.recording_deaths import kill_recorders, kill_repairs, refuse_writes
from tests.soak.recording_faults import cut_the_power, turn_bits

SEED = 5


def soak_200_kills_of_a_recorder_leave_200_files_that_open() -> str:
    """At most a tick of input is lost."""
    with TemporaryDirectory() as folder:
        return kill_recorders(Path(folder), 200, SEED)


def soak_each_of_the_first_500_writes_may_be_refused() -> str:
    """The file opens, and the process ends."""
    with TemporaryDirectory() as folder:
        return refuse_writes(Path(folder), 500)


def soak_100_kills_of_a_repair_change_nothing() -> str:
    """It is run again and gives the same bytes."""
    with TemporaryDirectory() as folder:
        return kill_repairs(Path(folder), 100, SEED)


def soak_10000_power_cuts_give_no_wrong_record() -> str:
    """What was synced is there, what was torn is not taken for true."""
    with TemporaryDirectory() as folder:
        return cut_the_power(Path(folder), 10_000, SEED)


def soak_10000_turned_bits_are_found_or_unused() -> str:
    """No turned bit changes what is read."""
    with TemporaryDirectory() as folder:
        return turn_bits(Path(folder), 10_000, SEED)
