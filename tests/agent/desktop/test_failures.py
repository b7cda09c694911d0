import pytest

from agent.desktop.failures import desktop_errors
from agent.errors import DesktopError, WindowGone


def test_any_exception_becomes_a_desktop_error_that_says_what_was_done():
    with pytest.raises(DesktopError, match=r"looking failed: AssertionError; .*display"), desktop_errors("looking"):
        raise AssertionError


def test_a_desktop_error_passes_as_it_is():
    with pytest.raises(WindowGone, match=r"^gone$"), desktop_errors("looking"):
        raise WindowGone("gone")


def test_a_lost_connection_is_a_display_that_is_gone():
    with (
        pytest.raises(DesktopError, match=r"^looking failed: the display is gone; start it and the game again$"),
        desktop_errors("looking"),
    ):
        raise type("ConnectionException", (Exception,), {})
