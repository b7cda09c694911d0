import pytest

from agent.errors import UsageError
from agent.exchange_names import named_files, named_sessions
from tests.bridge.recording.sessions import write_session


def test_a_session_keeps_the_folders_below_the_one_that_was_named(tmp_path):
    inner = write_session(tmp_path / "all" / "ann" / "s1.mcap", 1, video=False).path
    outer = write_session(tmp_path / "s2.mcap", 1, video=False).path
    assert named_sessions([tmp_path / "all", outer]) == {inner: "ann/s1", outer: "s2"}


def test_two_sessions_of_one_name_are_refused(tmp_path):
    paths = [write_session(tmp_path / person / "s.mcap", 1, video=False).path for person in ("ann", "bob")]
    with pytest.raises(UsageError, match="would both be called s; write them to two folders"):
        named_sessions(paths)


def test_files_are_found_by_their_ending_and_hidden_ones_are_passed_by(tmp_path):
    for name in ("a.csv", "b.txt", ".hidden/c.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert named_files([tmp_path], ".csv") == {tmp_path / "a.csv": "a"}


@pytest.mark.parametrize("find", [named_sessions, lambda paths: named_files(paths, ".csv")])
def test_where_there_is_nothing_the_message_says_so(find, tmp_path):
    with pytest.raises(UsageError, match="in there"):
        find([tmp_path])


def test_a_file_that_is_not_there_is_told_and_a_session_is_left_to_be_opened(tmp_path):
    with pytest.raises(UsageError, match="does not exist"):
        named_files([tmp_path / "nowhere"], ".csv")
    assert named_sessions([tmp_path / "nowhere.mcap"]) == {tmp_path / "nowhere.mcap": "nowhere"}
