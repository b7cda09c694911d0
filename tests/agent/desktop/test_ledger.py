"""What is held stands in a few bytes that outlive the process; only one living session has them."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from agent.desktop.ledger import (
    LEDGER_BYTES,
    HeldLedger,
    ledger_path,
    lock_ledger,
    mapped_ledger,
    open_ledger_file,
)
from agent.errors import DesktopError


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return Path(ledger_path(":7.0"))


def test_what_is_pressed_is_held_until_it_is_released():
    ledger = HeldLedger(bytearray(LEDGER_BYTES))
    for keycode in (8, 50, 255):
        ledger.press_key(keycode)
    ledger.press_button(1)
    ledger.press_button(9)
    assert (ledger.keys, ledger.buttons) == ((8, 50, 255), (1, 9))
    ledger.release_key(50)
    ledger.release_button(1)
    assert (ledger.keys, ledger.buttons) == ((8, 255), (9,))


def test_a_release_of_what_is_not_held_changes_nothing():
    ledger = HeldLedger(bytearray(LEDGER_BYTES))
    ledger.release_key(50)
    ledger.release_button(1)
    assert not ledger.is_anything_held


def test_what_came_up_may_be_down_until_the_server_proved_that_it_is_not():
    ledger = HeldLedger(bytearray(LEDGER_BYTES))
    ledger.press_key(50)
    ledger.press_button(1)
    ledger.press_button(3)
    ledger.turn_wheel(4)
    assert (ledger.buttons, ledger.buttons_left, ledger.keys_left) == ((1, 3), (1, 3, 4), (50,))
    ledger.release_key(50)
    ledger.release_button(1)
    assert (ledger.buttons, ledger.buttons_left, ledger.keys_left) == ((3,), (1, 3, 4), (50,))
    ledger.settle()
    assert (ledger.buttons_left, ledger.keys_left) == ((3,), ())
    ledger.release_button(3)
    assert (ledger.is_anything_held, ledger.is_anything_left) == (False, True)
    ledger.forget((), (3,))
    assert not ledger.is_anything_left


def test_forgetting_leaves_the_wish_to_stop_and_beginning_does_not():
    ledger = HeldLedger(bytearray(LEDGER_BYTES))
    ledger.press_key(50)
    ledger.stop()
    ledger.forget((50,), ())
    assert (ledger.is_anything_held, ledger.is_stopped) == (False, True)
    ledger.begin()
    assert not ledger.is_stopped


def test_a_killed_process_leaves_what_it_held_in_the_file(path):
    code = (
        "import os, sys\nfrom pathlib import Path\n"
        "from agent.desktop.ledger import mapped_ledger, open_ledger_file\n"
        "mapped_ledger(open_ledger_file(Path(sys.argv[1]))).press_key(50)\nos.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code, path], check=False).returncode == -9
    descriptor = open_ledger_file(str(path))
    assert mapped_ledger(descriptor).keys == (50,)
    os.close(descriptor)


def test_only_one_session_has_the_lock_until_its_last_descriptor_is_closed(path):
    first, second = open_ledger_file(str(path)), open_ledger_file(str(path))
    inherited = os.dup(first)
    assert lock_ledger(first)
    assert not lock_ledger(second)
    os.close(first)
    assert not lock_ledger(second)
    os.close(inherited)
    assert lock_ledger(second)
    os.close(second)


def test_nobody_else_may_read_it(path):
    os.close(open_ledger_file(str(path)))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_folder_that_is_a_link_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / f"osrs-agent-{os.getuid()}").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DesktopError, match="belongs to somebody else"):
        ledger_path(":7")


def test_a_held_server_is_critical_though_nothing_is_down():
    ledger = HeldLedger(bytearray(LEDGER_BYTES))
    ledger.hold_server()
    assert (ledger.is_critical, ledger.is_server_held, ledger.is_anything_held) == (True, True, False)
    ledger.free_server()
    assert not ledger.is_critical
