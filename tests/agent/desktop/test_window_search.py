from agent.desktop.window_search import windows_titled
from tests.agent.desktop.plain_window import plain_window


def test_a_window_is_found_by_the_beginning_of_its_title(display):
    with plain_window("a game of stones - player") as plain:
        assert [found.window_id for found in windows_titled("a game of stones", None)] == [plain.window_id]
        assert windows_titled("game of stones", None) == ()


def test_a_window_is_found_by_its_process(display):
    with plain_window("a game of stones") as mine, plain_window("a game of stones") as other:
        mine.set_pid(41)
        other.set_pid(42)
        assert [found.window_id for found in windows_titled("a game", 42)] == [other.window_id]
        assert windows_titled("a game", 43) == ()


def test_a_hidden_window_is_not_found(display):
    with plain_window("a game of stones") as plain:
        plain.hide()
        assert windows_titled("a game of stones", None) == ()
