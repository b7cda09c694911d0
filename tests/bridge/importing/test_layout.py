from __future__ import annotations

from pathlib import Path

import pytest

from bridge.errors import UnusableLog
from bridge.events import MouseButton
from bridge.importing.layout import LAYOUTS, What, load_layout

OWN = """
time_unit = "ms"
delimiter = ";"
[columns]
time = ["t"]
x = ["px"]
y = ["py"]
kind = ["k"]
button = ["b"]
[[rows]]
when = { kind = "down" }
what = "press"
[buttons]
"1" = "left"
"""


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_layout_of_the_project_can_be_read(name: str) -> None:
    assert load_layout(name).rows


def test_a_layout_is_also_a_toml_file(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN)
    layout = load_layout(str(tmp_path / "own.toml"))
    assert (layout.time_unit, layout.delimiter, layout.rows[0].what) == ("ms", ";", What.PRESS)
    assert layout.buttons == {"1": MouseButton.LEFT}


def test_an_unknown_layout_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnusableLog, match=r"layout 'excel'.*balabit, pynput"):
        load_layout("excel")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('x = ["px"]\n', "", r"columns\.x is missing"),
        ('kind = ["k"]\n', "", r"columns\.kind is missing"),
        ('what = "press"', 'what = "jump"', r"Invalid enum value 'jump'"),
        ('"1" = "left"', '"1" = "thumb"', r"'thumb'"),
        ('delimiter = ";"', 'delimiter = "; "', r"delimiter is one character"),
        ('delimiter = ";"', 'separator = ";"', r"unknown field `separator`"),
        ("[buttons]", '[keys]\nx = "hyper"\n[buttons]', r"'hyper' is no key name"),
        ("[columns]", "[columns", r"describes no layout"),
    ],
)
def test_a_wrong_layout_is_refused_with_the_reason(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN.replace(old, new))
    with pytest.raises(UnusableLog, match=message):
        load_layout(str(path))


def test_a_layout_without_rows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(f"rows = []\n{OWN.partition('[[rows]]')[0]}")
    with pytest.raises(UnusableLog, match="rows is empty"):
        load_layout(str(path))
