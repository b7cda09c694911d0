"""A bar is for people at a terminal."""

from agent.progress import bar


def test_where_nobody_looks_nothing_is_drawn(capsys):
    with bar("reading") as show:
        show(1, 2)
        show(2, 2)
    assert capsys.readouterr() == ("", "")
