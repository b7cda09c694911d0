from __future__ import annotations

import msgspec

from model.comparison_table import table_markdown, table_values
from tests.model.compared_parts import part

RATES = {"0.002": 3.0, "0.0005": 2.5}
SEEN = {"count_crps": 4.0, "pit_ks": None, "empty_share_true": 0.32}
PARTS = {
    "parallel": part(SEEN, {"count_crps": 0.0}, 0.0005, RATES),
    "point_process": part({"count_crps": 3.0, "pit_ks": 0.01}, {"count_crps": 2.0}, held_out={"0.002": 1.0}),
    "point_process_mixture": part({"count_crps": 6.0}, {"count_crps": 1.0}),
}


def row_of(text: str, start: str) -> list[str]:
    """The cells of the first row that starts so."""
    line = next(line for line in text.splitlines() if line.startswith(f"| {start} |"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def section(text: str, title: str) -> str:
    return text.partition(f"## {title}")[2]


def test_the_values_have_the_keys_of_the_contract() -> None:
    values = msgspec.json.decode(msgspec.json.encode(table_values(PARTS)))
    assert set(values) == {"models"}
    assert values["models"]["parallel"] == {
        "seen": SEEN,
        "unseen": {"count_crps": 0.0},
        "seconds": 900.0,
        "steps": 12_000,
        "parameters": 1_000_000,
        "learning_rate": 0.0005,
        "held_out": RATES,
    }


def test_the_budget_and_the_choice_of_the_learning_rate_are_told() -> None:
    row = row_of(table_markdown(PARTS), "parallel")
    assert row == ["parallel", "1,000,000", "900", "12,000", "0.0005", "0.002: 3, 0.0005: 2.5"]


def test_a_figure_stands_beside_its_ratio_to_the_baseline() -> None:
    seen = section(table_markdown(PARTS), "Seen people")
    assert row_of(seen, "parallel")[1] == "4 (1.00)"
    assert row_of(seen, "point_process")[1] == "3 (0.75)"
    assert row_of(seen, "truth")[3] == "0.32"


def test_what_is_not_defined_is_a_dash() -> None:
    table = section(table_markdown(PARTS), "Seen people").partition("| model | step_w1_px")[2]
    assert row_of(table, "parallel")[-1] == "-"
    assert row_of(table, "point_process")[-1] == "0.01"


def test_without_a_baseline_or_with_one_of_zero_there_is_no_ratio() -> None:
    assert row_of(section(table_markdown(PARTS), "Unseen people"), "point_process")[1] == "2"
    alone = table_markdown({"point_process": PARTS["point_process"]})
    assert row_of(section(alone, "Seen people"), "point_process")[1] == "3"
    assert "## Goals" not in alone


def test_goals_are_told_with_the_amount() -> None:
    goals = section(table_markdown(PARTS), "Goals of `point_process`")
    assert row_of(goals, "count CRPS / baseline")[1] == "0.75 (asked ≤ 0.72): **missed by 0.03**"


def test_an_option_is_told_as_a_ratio_to_the_model_without() -> None:
    options = section(table_markdown(PARTS), "Options")
    assert row_of(options, "point_process_mixture")[:3] == ["point_process_mixture", "point_process", "2.00 / 0.50"]
    assert "## Options" not in table_markdown({"point_process": PARTS["point_process"]})
