"""A leashed command runs as it is, and ends with whoever started it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from agent.desktop.leash import leashed
from tests.agent.desktop.handling import is_running
from tests.agent.desktop.listening import eventually


def test_it_runs_the_command_with_its_arguments():
    done = subprocess.run(leashed(["echo", "a", "b c"]), capture_output=True, check=True)
    assert done.stdout == b"a b c\n"


def test_it_ends_when_its_owner_is_killed():
    code = (
        "import subprocess\nfrom agent.desktop.leash import leashed\n"
        "started = subprocess.Popen(leashed(['sleep', '60']), start_new_session=True)\n"
        "print(started.pid, flush=True)\nstarted.wait()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as owner:
        pid = int(owner.stdout.readline())
        assert eventually(lambda: Path(f"/proc/{pid}/cmdline").read_bytes().startswith(b"sleep"), True)
        os.kill(owner.pid, signal.SIGKILL)
    assert eventually(lambda: is_running(pid), False) is False


def test_without_its_owner_it_does_not_begin():
    done = subprocess.run(
        [sys.executable, "-m", "agent.desktop.leash", "1", "echo", "a"], capture_output=True, check=True
    )
    assert done.stdout == b""
