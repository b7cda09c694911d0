"""The user's settings: only what is known, and in one line what is wrong."""

import pytest

from agent.errors import AgentError
from agent.settings import Settings, load_settings


@pytest.fixture
def written(tmp_path):
    def write(text: str):
        path = tmp_path / "settings.toml"
        path.write_text(text)
        return path

    return write


def test_hosts_are_read(written):
    assert load_settings(written('allowed_hosts = ["game.example", "10.0.0.7"]')).allowed_hosts == (
        "game.example",
        "10.0.0.7",
    )


def test_an_empty_file_allows_nothing(written):
    assert load_settings(written("")) == Settings(())


def test_without_a_file_nothing_is_allowed(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load_settings() == Settings()


def test_the_usual_file_is_found(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / ".config" / "osrs-agent"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text('allowed_hosts = ["game.example"]')
    assert load_settings().allowed_hosts == ("game.example",)


def test_a_named_file_must_be_there(tmp_path):
    with pytest.raises(AgentError, match="there is no such settings file"):
        load_settings(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("allowed_host = []", "unknown key allowed_host; did you mean allowed_hosts?"),
        ('allowed_hosts = "game.example"', r"allowed_hosts is a list of names"),
        ("allowed_hosts = [1]", r"allowed_hosts is a list of names"),
        ('allowed_hosts = [" "]', "holds an empty name"),
        ("allowed_hosts = [", "cannot be read as TOML settings"),
    ],
)
def test_what_does_not_fit_is_told(written, text, told):
    with pytest.raises(AgentError, match=told):
        load_settings(written(text))
