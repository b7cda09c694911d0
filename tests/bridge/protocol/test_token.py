"""Proofs hold for one token, one role and one pair of nonces; the token itself never shows."""

import hashlib
import hmac

import pytest

from bridge.errors import LinkUnavailable
from bridge.protocol.token import Token, is_proof, parse_token, proof, write_token
from bridge.protocol.transitions import Role
from tests.bridge.protocol.examples import AGENT_NONCE, GAME_NONCE, TOKEN


def test_a_proof_is_hmac_sha256_over_the_documented_bytes():
    message = b"osrs-agent bridge 1 game\0" + GAME_NONCE + AGENT_NONCE
    assert proof(TOKEN, Role.GAME, GAME_NONCE, AGENT_NONCE) == hmac.new(TOKEN.secret, message, hashlib.sha256).digest()


@pytest.mark.parametrize(
    ("token", "role", "game_nonce", "agent_nonce"),
    [
        (Token(bytes(32)), Role.GAME, GAME_NONCE, AGENT_NONCE),
        (TOKEN, Role.AGENT, GAME_NONCE, AGENT_NONCE),
        (TOKEN, Role.GAME, AGENT_NONCE, GAME_NONCE),
        (TOKEN, Role.GAME, GAME_NONCE, GAME_NONCE),
    ],
    ids=["token", "role", "order of nonces", "nonce"],
)
def test_a_proof_serves_for_nothing_else(token, role, game_nonce, agent_nonce):
    found = proof(TOKEN, Role.GAME, GAME_NONCE, AGENT_NONCE)
    assert is_proof(found, TOKEN, Role.GAME, GAME_NONCE, AGENT_NONCE)
    assert not is_proof(found, token, role, game_nonce, agent_nonce)


def test_a_token_comes_back_from_its_text():
    assert parse_token(write_token(TOKEN)) == TOKEN
    assert parse_token(TOKEN.secret.hex()) == TOKEN


@pytest.mark.parametrize("text", ["", "00" * 31, "00" * 33, "0G" * 32, "AB" * 32, "00" * 32 + "\n\n", "é" * 64])
def test_text_that_is_no_token_is_refused_without_being_quoted(text):
    with pytest.raises(LinkUnavailable, match="64 hexadecimal digits") as refused:
        parse_token(text)
    assert not text or text not in str(refused.value)


def test_a_token_does_not_show():
    assert TOKEN.secret.hex() not in repr(TOKEN)
    assert repr(TOKEN) == str(TOKEN) == "Token(...)"


def test_a_token_of_another_length_is_refused():
    with pytest.raises(ValueError, match="32 bytes, found 31"):
        Token(bytes(31))
