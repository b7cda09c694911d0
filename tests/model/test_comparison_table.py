from __future__ import annotations

import msgspec

from model.comparison_run import ComparedPart
from model.comparison_table import table_markdown, table_values

PARTS = {
    "parallel": ComparedPart("k", {"count_crps": 4.0, "pit_ks": None}, {"count_crps": 0.0}, 900.04, 12_000, 1_000_000),
    "point_process": ComparedPart("k", {"count_crps": 3.0, "pit_ks": 0.01}, {"count_crps": 2.0}, 900.0, 9_000, 5),
}


def test_the_values_have_the_keys_of_the_contract() -> None:
    values = msgspec.json.decode(msgspec.json.encode(table_values(PARTS)))
    assert set(values) == {"models"}
    assert values["models"]["parallel"] == {
        "seen": {"count_crps": 4.0, "pit_ks": None},
        "unseen": {"count_crps": 0.0},
        "seconds": 900.0,
        "steps": 12_000,
        "parameters": 1_000_000,
    }


def test_a_figure_stands_beside_its_ratio_to_the_baseline() -> None:
    lines = table_markdown(PARTS).splitlines()
    assert "| count_crps | 4 (1.00) | 3 (0.75) |" in lines
    assert "| pit_ks | - | 0.01 |" in lines
    assert "| parallel | 1,000,000 | 900 | 12,000 |" in lines


def test_without_a_baseline_or_with_one_of_zero_there_is_no_ratio() -> None:
    assert "| count_crps | 0 | 2 |" in table_markdown(PARTS).splitlines()
    alone = {"point_process": PARTS["point_process"]}
    assert "| count_crps | 3 |" in table_markdown(alone).splitlines()
