from __future__ import annotations

from pathlib import Path

import msgspec

from model.checkpoint_label import BEST, LAST, read_label
from model.model_card import CARD, card_text, write_card
from model.run_evaluations import note_evaluation
from model.run_record import read_record
from tests.model.run_directories import evaluation, tiny, write_run


def card(run: Path) -> str:
    write_card(run, run / BEST)
    return (run / BEST / CARD).read_text()


def test_a_card_tells_configuration_data_figures_and_limits(tmp_path: Path) -> None:
    write_run(tmp_path / "mine", tiny("training.batch=32"))
    text = card(tmp_path / "mine")
    assert text.startswith("# mine/best\n")
    assert "* 40 steps of 32 windows" in text
    assert "`training.batch = 32`" in text
    assert "| woodcutting | expert | trained on | 1 | 10.0 |" in text
    assert "| woodcutting | expert | held out | 1 | 2.0 |" in text
    assert "| combat | person | trained on | 1 | 1.0 |" in text
    assert "| total | 1.5000 |" in text
    assert read_label(tmp_path / "mine" / BEST).weights_sha256 in text
    assert "Playing on the\nofficial servers breaks their rules" in text
    assert "Not measured yet" in text


def test_a_card_tells_the_last_scores(tmp_path: Path) -> None:
    write_run(tmp_path, tiny())
    note_evaluation(tmp_path, evaluation(0.4))
    note_evaluation(tmp_path, evaluation(0.5))
    assert (
        "| woodcutting v1 | 9.00 (8.00 … 10.00) | 18.00 (17.00 … 19.00) | 0.10 (-0.90 … 1.10) | 0.50 (0.40 … 0.60) |"
        in (card(tmp_path))
    )


def test_a_checkpoint_that_was_not_judged_says_so(tmp_path: Path) -> None:
    write_run(tmp_path, tiny())
    label = read_label(tmp_path / LAST)
    text = card_text("x/last", msgspec.structs.replace(label, metrics={}), read_record(tmp_path), ())
    assert "Not judged" in text
