from agent.commands.train import progress_line
from model.train import TrainingProgress

NATS = {"total": 2.5, "clock_nats_per_window": 4.25, "kind_nats_per_action": 1.0, "place_nats_per_action": 3.125}


def test_progress_tells_the_loss_its_parts_and_the_pace():
    line = progress_line(TrainingProgress(7, 0.5, 612.4, NATS, None))
    assert line == "step 7  loss 2.500 (time 4.25, kind 1.00, place 3.12)  612 windows/s"


def test_a_loss_of_time_that_is_no_likelihood_is_told_too():
    losses = {"total": 2.5, "time_loss_per_window": 0.5}
    assert "loss 2.500 (time 0.50)" in progress_line(TrainingProgress(7, 0.5, 612.4, losses, None))
