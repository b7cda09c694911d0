"""A refusal carries a word for counting beside its message."""

from agent.errors import AgentError, InputRefused


def test_a_refusal_can_be_counted_by_its_reason():
    refused = InputRefused("outside", "(900, 10) lies outside the canvas")
    assert refused.reason == "outside"
    assert str(refused) == "(900, 10) lies outside the canvas"
    assert isinstance(refused, AgentError)
