from agent.closed_loop import measure_task
from agent.kept_scores import keep_scores
from model.checkpoint_label import BEST, LAST
from model.model_card import CARD
from model.run_evaluations import read_evaluations


def test_scores_are_kept_with_the_run_and_told_on_its_cards(tiny_run):
    scores = measure_task(tiny_run, "woodcutting", (900_000, 900_001), 0.2, "cpu")
    keep_scores(tiny_run, scores)
    kept = read_evaluations(tiny_run)[-1]
    assert (kept.task, kept.episodes, kept.first_seed, kept.minutes) == ("woodcutting", 2, 900_000, 0.2)
    assert kept.expert.mean == scores.as_json()["expert"]["mean"]
    for folder in (BEST, LAST):
        assert "2 of 0.2 min from seed 900000" in (tiny_run / folder / CARD).read_text()
