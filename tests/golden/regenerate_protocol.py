"""Writes the golden files of the wire and the diagram in docs/protocol.md anew.

Run `python -m tests.golden.regenerate_protocol` after a deliberate change of the wire, then read the difference.
"""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from bridge.protocol.codec import encode_message, encode_state
from bridge.protocol.framing import encode_frame
from bridge.protocol.messages import MAX_FRAME_BYTES
from bridge.protocol.token import proof, proof_input
from bridge.protocol.transitions import Role, diagram
from tests.bridge.protocol.examples import AGENT_NONCE, EXAMPLES, FULL_STATE, GAME_NONCE, TOKEN

FOLDER = Path(__file__).parent / "protocol"
DOCUMENT = Path(__file__).parents[2] / "docs" / "protocol.md"
DIAGRAM_START, DIAGRAM_END = "```mermaid\n", "\n```"


def main() -> None:
    """Write every file that says what the wire looks like."""
    FOLDER.mkdir(exist_ok=True)
    for name, message in EXAMPLES.items():
        (FOLDER / f"{name}.bin").write_bytes(encode_frame(encode_message(message), MAX_FRAME_BYTES))
        (FOLDER / f"{name}.json").write_bytes(readable(message))
    (FOLDER / "state.bin").write_bytes(encode_state(FULL_STATE))
    (FOLDER / "state.json").write_bytes(readable(FULL_STATE))
    (FOLDER / "handshake.json").write_text(json.dumps(handshake(), indent=2) + "\n", encoding="utf-8")
    DOCUMENT.write_text(with_diagram(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")


def readable(value: object) -> bytes:
    """A value as JSON for people and for the Java tests; bytes are base64."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def handshake() -> dict[str, str]:
    """The proofs for a fixed token and fixed nonces, in hexadecimal."""
    return {
        "token": TOKEN.secret.hex(),
        "game_nonce": GAME_NONCE.hex(),
        "agent_nonce": AGENT_NONCE.hex(),
        "game_proof_input": proof_input(Role.GAME, GAME_NONCE, AGENT_NONCE).hex(),
        "game_proof": proof(TOKEN, Role.GAME, GAME_NONCE, AGENT_NONCE).hex(),
        "agent_proof_input": proof_input(Role.AGENT, GAME_NONCE, AGENT_NONCE).hex(),
        "agent_proof": proof(TOKEN, Role.AGENT, GAME_NONCE, AGENT_NONCE).hex(),
    }


def with_diagram(document: str) -> str:
    """The document with the state machine drawn from the table."""
    before, rest = document.split(DIAGRAM_START, 1)
    after = rest.split(DIAGRAM_END, 1)[1]
    return before + DIAGRAM_START + diagram() + DIAGRAM_END + after


if __name__ == "__main__":
    main()
