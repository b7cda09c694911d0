"""The sandbox as a process: it leaves its result on any clean ending, and says why where it cannot."""

import pytest

from agent.desktop.canvas import find_window
from agent.errors import GameFailed
from agent.games import SANDBOX_TITLE
from agent.sandbox_process import SandboxOptions, SandboxProcess, sandbox_process
from bridge.clock import SECOND_NS, SystemClock

CLOCK = SystemClock()
OPTIONS = SandboxOptions("woodcutting", 3, None, None)


def test_it_leaves_its_result_when_told_to_end(display, tmp_path):
    with sandbox_process(OPTIONS, tmp_path) as process:
        find_window(SANDBOX_TITLE, CLOCK, pid=process.pid, timeout_s=20.0)
        CLOCK.sleep_until_ns(CLOCK.now_ns() + 2 * SECOND_NS)
        assert process.is_running()
        result = process.end()
    assert result.score == 0.0
    assert result.ticks >= 1
    assert not process.is_running()


def test_leaving_it_ends_it(display, tmp_path):
    with sandbox_process(OPTIONS, tmp_path) as process:
        assert process.pid > 0
    assert not process.is_running()


def test_without_a_display_it_says_so(monkeypatch, tmp_path):
    monkeypatch.delenv("DISPLAY", raising=False)
    process = SandboxProcess(OPTIONS, tmp_path)
    process.start()
    deadline_ns = CLOCK.now_ns() + 20 * SECOND_NS
    while process.is_running() and CLOCK.now_ns() < deadline_ns:
        CLOCK.sleep_until_ns(CLOCK.now_ns() + SECOND_NS // 20)
    with pytest.raises(GameFailed, match="display"):
        process.end()
