"""Each check says what it found, and each failure what to do."""

import socket

import pytest

from agent import doctor
from agent.doctor import Check, Checkup, answered, check_free_disk, check_port, check_sync, check_token, examine
from agent.errors import AgentError
from bridge.clock import SECOND_NS, SystemClock, VirtualClock
from bridge.errors import LinkUnavailable
from bridge.link.token_file import ensure_token

CLOCK = SystemClock()


def test_a_check_that_answers_is_fine():
    assert answered("sky", lambda: "blue", "look up") == Check("sky", True, "blue", "")


@pytest.mark.parametrize("error", [AgentError("grey,\n dark"), LinkUnavailable("grey, dark"), OSError("grey, dark")])
def test_a_check_that_fails_tells_what_was_found_in_a_line_and_what_to_do(error):
    def ask():
        raise error

    assert answered("sky", ask, "wait") == Check("sky", False, "grey, dark", "wait")


def test_a_fault_of_ours_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        answered("sky", lambda: str(1 // 0), "")


def test_a_full_disk_fails(tmp_path, monkeypatch):
    assert "GiB free" in check_free_disk(tmp_path)
    monkeypatch.setattr(doctor, "LEAST_FREE_BYTES", 2**60)
    with pytest.raises(AgentError, match="a filmed hour takes about half a GiB"):
        check_free_disk(tmp_path)


def test_a_slow_disk_fails_and_nothing_is_left_behind(tmp_path):
    assert "ms to bring 256 KiB to disk" in check_sync(tmp_path, CLOCK)

    class Slow(VirtualClock):
        def now_ns(self):
            self.sleep_until_ns(super().now_ns() + SECOND_NS)
            return super().now_ns()

    with pytest.raises(AgentError, match=r"1000\.0 ms .* expected at most 250 ms"):
        check_sync(tmp_path, Slow())
    assert list(tmp_path.iterdir()) == []


def test_a_missing_token_is_fine_and_one_that_others_can_read_is_not(tmp_path):
    token_path = tmp_path / "token"
    assert "not there yet" in check_token(token_path)
    assert not token_path.exists()
    ensure_token(token_path)
    assert "nobody else may read" in check_token(token_path)
    token_path.chmod(0o644)
    with pytest.raises(LinkUnavailable, match="is open to others"):
        check_token(token_path)


def test_a_taken_port_fails():
    with socket.create_server(("127.0.0.1", 0)) as server:
        with pytest.raises(LinkUnavailable, match="cannot listen"):
            check_port(server.getsockname()[1], CLOCK)
        free = server.getsockname()[1]
    assert check_port(free, CLOCK) == f"port {free} on this machine is free"


def test_everything_is_asked_and_told(display, tiny_run, tmp_path):
    told = []
    ensure_token(tmp_path / "token")
    (tmp_path / "token").chmod(0o640)
    with socket.create_server(("127.0.0.1", 0)) as server:
        checkup = Checkup(tmp_path, tmp_path / "token", server.getsockname()[1], tiny_run, "cpu")
        checks = examine(checkup, CLOCK, told.append)
    assert list(checks) == told
    found = {check.name: check.ok for check in checks}
    expected = ["session", "display", "inject", "capture", "runelite_window", "free_disk", "fsync", "token"]
    assert list(found) == [*expected, "bridge_port", "device", "model_tick"]
    assert [name for name, ok in found.items() if not ok] == ["token", "bridge_port"]
    assert all(bool(check.remedy) is not check.ok for check in checks)
    assert all(check.as_json().keys() == {"name", "ok", "detail", "remedy"} for check in checks)
