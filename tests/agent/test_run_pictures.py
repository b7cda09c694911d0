from agent.run_pictures import PICTURE, draw_curves
from tests.model.run_directories import tiny, write_run


def test_the_curves_of_a_run_are_a_picture(tmp_path):
    write_run(tmp_path, tiny())
    assert draw_curves(tmp_path) == tmp_path / PICTURE
    assert (tmp_path / PICTURE).read_bytes().startswith(b"\x89PNG")


def test_a_run_that_was_not_judged_has_no_picture(tmp_path):
    assert draw_curves(tmp_path) is None
    assert list(tmp_path.iterdir()) == []
