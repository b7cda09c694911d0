"""The shared token and the proofs of holding it (docs/protocol.md, "Handshake"); files are `bridge.link`'s business."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass

from bridge.errors import LinkUnavailable
from bridge.protocol.transitions import Role
from bridge.protocol.version import PROTOCOL_MAJOR

TOKEN_BYTES = 32
_HEX = re.compile(r"[0-9a-f]{64}\n?\Z")


@dataclass(frozen=True, slots=True, repr=False)
class Token:
    """32 secret bytes that both sides read from the same file; they never show in a log."""

    secret: bytes

    def __post_init__(self) -> None:
        if len(self.secret) != TOKEN_BYTES:
            raise ValueError(f"a token has {TOKEN_BYTES} bytes, found {len(self.secret)}")

    def __repr__(self) -> str:
        """The kind without the secret."""
        return "Token(...)"


def parse_token(text: str) -> Token:
    """The token in a token file: 64 lower-case hexadecimal digits and at most one line end.

    Raises:
        LinkUnavailable: anything else; the message does not quote it.
    """
    if not _HEX.match(text):
        raise LinkUnavailable(f"a token is 64 hexadecimal digits, found {len(text)} characters of something else")
    return Token(bytes.fromhex(text))


def write_token(token: Token) -> str:
    """The text of a token file, which `parse_token` reads."""
    return token.secret.hex() + "\n"


def proof(token: Token, prover: Role, game_nonce: bytes, agent_nonce: bytes) -> bytes:
    """What `prover` sends to show that it holds the token: HMAC-SHA256 over the version, its role and both nonces.

    The role in the input keeps one side's proof from serving as the other's (docs/protocol.md, "Handshake").
    """
    return hmac.digest(token.secret, proof_input(prover, game_nonce, agent_nonce), "sha256")


def proof_input(prover: Role, game_nonce: bytes, agent_nonce: bytes) -> bytes:
    """The exact bytes under the HMAC."""
    return f"osrs-agent bridge {PROTOCOL_MAJOR} {prover}\0".encode() + game_nonce + agent_nonce


def is_proof(found: bytes, token: Token, prover: Role, game_nonce: bytes, agent_nonce: bytes) -> bool:
    """Whether `found` is the prover's proof; compared in constant time."""
    return hmac.compare_digest(found, proof(token, prover, game_nonce, agent_nonce))
