from __future__ import annotations

from dataclasses import fields

from model.tokens import token as module
from model.tokens.token import Token, TokenField, token_digest


def test_every_field_but_the_place_and_what_is_carried_is_one_of_a_token():
    named = {field.name for field in fields(Token)} - {"key", "bounds"}
    assert named == {field.name.lower() for field in TokenField} - {"x", "y", "width", "height", "carried"}


def test_a_new_version_is_a_new_digest(monkeypatch):
    before = token_digest()
    monkeypatch.setattr(module, "TOKENS_VERSION", module.TOKENS_VERSION + 1)
    assert token_digest() != before
