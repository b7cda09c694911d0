"""The pump reads what comes, says what ended it, and stops at once."""

from threading import Event

from agent.desktop.event_pump import EventPump
from agent.desktop.x11 import open_connection
from agent.errors import DesktopError


def test_it_reads_once_at_the_start(display):
    read = Event()
    pump = EventPump(open_connection(), read.set, "reading")
    pump.start()
    assert read.wait(2)
    pump.close()
    pump.close()
    assert pump.failure is None


def test_a_reader_that_fails_ends_it_with_a_reason(display):
    done = Event()

    def fail() -> None:
        done.set()
        raise OSError("broken pipe")

    pump = EventPump(open_connection(), fail, "reading the keys")
    pump.start()
    assert done.wait(2)
    pump.close()
    assert isinstance(pump.failure, DesktopError)
    assert "reading the keys failed: OSError broken pipe" in str(pump.failure)
