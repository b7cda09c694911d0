"""The errors of the agent room."""


class AgentError(Exception):
    """Root of every error that the agent room raises."""


class UsageError(AgentError):
    """Arguments that are fine one by one but do not go together: the message says which and what to do."""


class DesktopError(AgentError):
    """The desktop cannot be used: the message says what was found and what to do."""


class WindowGone(DesktopError):
    """The game's window was closed; it will not come back under the same id."""


class WindowHidden(DesktopError):
    """The game's window is minimised or unmapped: it has no pixels and no place on the desktop now."""


class InputRefused(DesktopError):
    """An event cannot be sent. `reason` is one word for counting: "outside", "impossible", "unknown_key", "closed"."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class GameFailed(AgentError):
    """The game did not start, or ended by itself: the message says what it printed."""
