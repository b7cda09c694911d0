"""What a process that must be on time gets, looked at from a process of its own."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux is asked for anything")


def said_by(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_a_sleep_ends_as_exactly_as_the_system_can():
    code = (
        "from agent.desktop.punctual import be_punctual; be_punctual(1); print(open('/proc/self/timerslack_ns').read())"
    )
    assert int(said_by(code)) <= 1


def test_whom_the_hands_wait_for_runs_before_others_where_the_user_may_say_so():
    code = (
        "import os\nfrom agent.desktop.punctual import run_before_others\n"
        "run_before_others(0, 19); print(os.sched_getscheduler(0) == os.SCHED_FIFO or os.geteuid() != 0)"
    )
    assert said_by(code) == "True"


def test_a_user_without_rights_is_served_as_well_as_can_be():
    code = (
        "import os\nfrom agent.desktop.punctual import be_punctual\n"
        "os.setuid(65534) if os.getuid() == 0 else None\n"
        "be_punctual(1); print(os.sched_getscheduler(0) == os.SCHED_OTHER)"
    )
    assert said_by(code) == "True"


def test_garbage_is_not_looked_for_any_more():
    assert (
        said_by("import gc; from agent.desktop.punctual import stop_collecting as s; s(); print(gc.isenabled())")
        == "False"
    )
