"""While a loop runs its threads take turns quickly, and afterwards as before."""

import sys

from agent.turns import quick_turns


def test_turns_are_quick_inside_and_as_before_outside():
    before_s = sys.getswitchinterval()
    with quick_turns():
        assert sys.getswitchinterval() < before_s / 5
    assert sys.getswitchinterval() == before_s
