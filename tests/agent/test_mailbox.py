"""The mailbox keeps the newest value only."""

from threading import Thread

from agent.mailbox import Mailbox


def test_the_newest_value_wins():
    mailbox: Mailbox[int] = Mailbox()
    mailbox.put(1)
    mailbox.put(2)
    assert mailbox.take() == 2


def test_closing_wakes_the_taker():
    mailbox: Mailbox[int] = Mailbox()
    taken: list[int | None] = []
    thread = Thread(target=lambda: taken.append(mailbox.take()))
    thread.start()
    mailbox.close()
    thread.join(timeout=5)
    assert taken == [None]


def test_nothing_is_given_after_closing():
    mailbox: Mailbox[int] = Mailbox()
    mailbox.put(1)
    mailbox.close()
    assert mailbox.take() is None
