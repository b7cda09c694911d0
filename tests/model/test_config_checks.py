from __future__ import annotations

from dataclasses import fields, is_dataclass

import pytest

from model.config import ModelConfig, load_config
from model.config_checks import RANGES, Range
from model.errors import ConfigurationError


def numbers(values: object, prefix: str = "") -> list[str]:
    """Dotted names of all numbers of a configuration."""
    found = []
    for field in fields(values):  # type: ignore[arg-type]  # a configuration's dataclass
        value, name = getattr(values, field.name), f"{prefix}{field.name}"
        if is_dataclass(value):
            found += numbers(value, f"{name}.")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found.append(name)
    return found


def test_every_number_has_a_range() -> None:
    ranged = [f"{section}.{name}" for section, ranges in RANGES.items() for name in ranges]
    assert sorted(ranged) == sorted(numbers(ModelConfig()))


NUMBERS = numbers(ModelConfig())
TOO_MUCH = "100000000000000000000"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, value) for name in NUMBERS for value in ("nan", "inf", "-inf", "-1", "1e400")),
        # of a learning rate no number is too large: training tells by itself when it diverges
        *((name, TOO_MUCH) for name in NUMBERS if name != "training.learning_rate"),
    ],
)
def test_no_number_is_taken_that_is_none_or_out_of_its_range(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name.rpartition(".")[2]):
        load_config(None, [f"{name}={value}"])


@pytest.mark.parametrize(
    ("allowed", "inside", "outside"),
    [
        (Range(0, 1), (0, 0.5, 1), (-0.1, 1.1, float("nan"))),
        (Range(0, 1, has_low=False, has_high=False), (0.5,), (0, 1, float("nan"))),
    ],
)
def test_a_range_ends_where_it_says(allowed: Range, inside: tuple[float, ...], outside: tuple[float, ...]) -> None:
    assert all(number in allowed for number in inside)
    assert not any(number in allowed for number in outside)


def test_what_is_refused_is_told_with_what_is_allowed() -> None:
    with pytest.raises(ConfigurationError, match=r"training\.goal_weight lies in \[0, 1e\+06\], found nan$"):
        load_config(None, ["training.goal_weight=nan"])
