"""The token file is made once, for its owner alone."""

import os
import stat

import pytest

from bridge.errors import LinkUnavailable
from bridge.link.token_file import ensure_token, read_token


def test_a_token_is_made_once_and_read_by_both_sides(tmp_path):
    path = tmp_path / "osrs-agent" / "token"
    token = ensure_token(path)
    assert ensure_token(path) == read_token(path) == token


def test_two_tokens_differ(tmp_path):
    assert ensure_token(tmp_path / "one") != ensure_token(tmp_path / "two")


def test_the_file_is_its_owners_alone_and_nothing_lies_beside_it(tmp_path):
    path = tmp_path / "osrs-agent" / "token"
    ensure_token(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o622])
def test_a_file_that_is_open_to_others_is_refused(tmp_path, mode):
    path = tmp_path / "token"
    ensure_token(path)
    path.chmod(mode)
    with pytest.raises(LinkUnavailable, match=f"open to others \\(mode {mode:04o}\\): chmod 600"):
        ensure_token(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(LinkUnavailable, match=r"cannot read the token file .*absent: No such file"):
        read_token(tmp_path / "absent")


def test_a_damaged_file_is_named_with_a_remedy_and_not_quoted(tmp_path):
    path = tmp_path / "token"
    path.touch(0o600)
    path.write_bytes(b"secret but no token\xff")
    with pytest.raises(LinkUnavailable, match=r"is no token file .* delete it") as refused:
        ensure_token(path)
    assert "secret" not in str(refused.value)


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(LinkUnavailable, match="cannot make the token file"):
        ensure_token(tmp_path / "file" / "token")


def test_a_file_of_another_user_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "token"
    ensure_token(path)
    mine = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: mine + 1)
    with pytest.raises(LinkUnavailable, match=f"belongs to user {mine}, not to you: delete it"):
        read_token(path)
