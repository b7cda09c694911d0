"""Arguments that do not go together: exit code 2, and one line that says what to leave out or to add."""

from __future__ import annotations

import pytest

from agent.cli import main
from tests.architecture.sources import ROOT

SAMPLE = str(ROOT / "recordings" / "sample" / "woodcutting.mcap")


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("record --session one", "--session is for --game runelite; the sandbox needs none"),
        ("record --game runelite --expert", "leave them out with --game runelite"),
        ("record --inputs plugin", "--inputs plugin is for --game runelite"),
        ("play runs/mine --lockstep --dry-run", "--lockstep goes with neither --record nor --dry-run"),
        ("play runs/mine --arm", "leave out --arm, or add --game runelite"),
        ("play runs/mine --game runelite --lockstep", "--game runelite goes with neither --lockstep nor --task"),
        ("eval runs/mine --suite --abstention-curve", "--abstention-curve is of one task and plays without --abstain"),
        ("sandbox --size 2", "demonstrations need both"),
        ("sandbox --frames", "--frames films demonstrations; ask for some with --size N --out DIR"),
        ("sandbox --login --expert", "--login is for a person in the window"),
        ("train recordings --resume runs/mine --set training.steps=1", "leave out --run, --config, --set"),
        ("correct runs/mine hour --seed 899999", "and those from 900000 on are kept for evaluation"),
        (f"data merge {SAMPLE}", "is one recording; at least two are merged"),
        (f"data merge {SAMPLE} {SAMPLE} --out all.txt", "all.txt has no name of a recording; it ends with .mcap"),
        (f"data redact {SAMPLE}", "nothing would be redacted; give --area, --key, or a span"),
        (f"data trim {SAMPLE}", "nothing would be trimmed; give --from, --until or both"),
        ("data import logs", "an import of logs needs --layout NAME and --out DIR"),
        ("data import logs --format vpt", "an import of vpt needs --out DIR"),
        ("data info tests/docs", "no recording (.mcap, .mcap.part) in there"),
    ],
)
def test_it_is_refused_with_what_to_do(command, told, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert main(command.split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err
    assert err.count("\n") == 1


def test_a_run_is_not_judged_by_what_it_was_not_trained_to_see(tiny_run, capsys):
    assert main(["eval", str(tiny_run), "--observe", "pixels"]) == 2
    assert "was trained with --observe state and sees nothing else; train another run" in capsys.readouterr().err


def test_a_model_that_looks_is_not_trained_on_recordings_without_pictures(demonstrations, tmp_path, capsys):
    assert main(["train", str(demonstrations), "--observe", "pixels", "--run", str(tmp_path / "run")]) == 1
    assert "was recorded without pictures, and the model looks at them; leave out --no-video" in capsys.readouterr().err


def test_a_person_cannot_be_recorded_where_there_is_no_display(monkeypatch, tmp_path, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    out = tmp_path / "mine.mcap"
    assert main(["record", str(out)]) == 2
    assert "there is no display, so that nobody could play; --expert lets the expert play" in capsys.readouterr().err
    assert not out.exists()
