from __future__ import annotations

from bridge.recording.losses import MOST_LOSSES, DropLedger, Loss


def test_a_loss_lies_between_the_messages_around_it_and_names_its_reason() -> None:
    ledger = DropLedger()
    ledger.keep("/screen", 10)
    ledger.drop("/screen", 2, "full")
    ledger.drop("/screen", 1, "no picture")
    ledger.keep("/input", 15)
    ledger.keep("/screen", 20)
    assert ledger.losses == (Loss("/screen", 2, 10, 20, "full"), Loss("/screen", 1, 10, 20, "no picture"))


def test_what_is_lost_at_the_edges_has_no_neighbour() -> None:
    ledger = DropLedger()
    ledger.drop("/input", 1, "full")
    ledger.keep("/input", 5)
    ledger.drop("/input", 4, "full")
    assert ledger.losses == (Loss("/input", 1, None, 5, "full"), Loss("/input", 4, 5, None, "full"))


def test_a_full_ledger_counts_on_in_the_last_loss_of_the_stream() -> None:
    ledger = DropLedger()
    for at_ns in range(MOST_LOSSES + 10):
        ledger.drop("/screen", 1, "full")
        ledger.keep("/screen", at_ns)
    assert len(ledger.losses) == MOST_LOSSES
    assert sum(loss.count for loss in ledger.losses) == MOST_LOSSES + 10
    assert ledger.losses[-1].until_ns == MOST_LOSSES + 9
