"""The errors of the bridge: one root, and one name for each side that can be at fault."""


class BridgeError(Exception):
    """Root of every error that the bridge raises."""


class LocalProtocolError(BridgeError):
    """We broke the protocol: a programming error on this side of the wire."""


class PeerProtocolError(BridgeError):
    """The other side broke the protocol: its bytes are refused and the connection is closed."""


class LinkUnavailable(BridgeError):
    """The link cannot be set up: the port is busy, or the token file is missing, damaged or open to others."""


class LinkClosed(BridgeError):
    """The link to the game ended; no further state will come."""


class CorruptRecording(BridgeError):
    """A recording cannot be read as one: foreign, cut off, damaged, or of another version."""


class RecordingExists(BridgeError):
    """A recording of that name is there already, or is being written by somebody else: nothing is overwritten."""


class UnusableLog(BridgeError):
    """A foreign input log, or the layout that describes it, cannot be used."""


class UnusableEdit(BridgeError):
    """A recording cannot be cut, put together or redacted in the way that was asked for."""


class PackageMissing(BridgeError):
    """A package that only some formats need is not installed; the message says how to install it."""
