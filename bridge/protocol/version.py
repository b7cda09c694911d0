"""The version of the wire: another major is refused naming both, fields of a newer minor are ignored."""

from __future__ import annotations

from bridge.protocol.refusal import ErrorCode, Refusal

PROTOCOL_MAJOR = 1
PROTOCOL_MINOR = 2


def check_version(fields: dict[str, object]) -> None:
    """Refuse a greeting of another major version before anything else of it is read.

    Args:
        fields: a raw `hello` or `challenge`. Its keys `type`, `protocol_major` and `protocol_minor` are the same in
            every version, so that any two versions can at least refuse each other by name.

    Raises:
        Refusal: the major versions differ; the text names both.
    """
    theirs = fields.get("protocol_major")
    if type(theirs) is int and theirs != PROTOCOL_MAJOR:
        found = f"{theirs}.{fields.get('protocol_minor')}"
        ours = f"{PROTOCOL_MAJOR}.{PROTOCOL_MINOR}"
        raise Refusal(ErrorCode.VERSION, f"found protocol {found}, this side speaks {ours}: update the older side")
