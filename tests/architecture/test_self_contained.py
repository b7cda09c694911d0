"""The project stands by itself: nothing in it names a place outside of it, and nothing in it is unfinished."""

from __future__ import annotations

import re
from importlib.metadata import distributions

from packaging.specifiers import SpecifierSet

from tests.architecture.sources import ROOT, text_files

# A bracket in each word keeps this file from finding itself.
PLACES = r"/wor[k]/|/far[m]/|\.\./share[d]|/hom[e]/\w|/roo[t]/|/op[t]/wheels"
REGISTRIES = r"pypi\.or[g]|pythonhoste[d]|download\.pytorc[h]|index-ur[l]"
UNFINISHED = r"NotImplementedErro[r]|\bTOD[O]\b|\bFIXM[E]\b|\bXX[X]\b|assert Tru[e]\b"


def test_nothing_names_a_place_outside_the_project() -> None:
    assert _lines_with(PLACES) == []


def test_nothing_names_a_package_registry() -> None:
    assert _lines_with(REGISTRIES) == []


def test_nothing_is_left_unfinished() -> None:
    assert _lines_with(UNFINISHED) == []


def test_every_constraint_is_one_exact_public_version() -> None:
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\d.]+(; sys_platform == 'linux')?", line)] == []


def test_every_declared_package_is_pinned() -> None:
    declared = re.findall(r'^    "([\w-]+)>=', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    pinned = {line.split("==")[0].lower() for line in (ROOT / "constraints.txt").read_text().splitlines()}
    assert declared
    assert [name for name in declared if name.lower() not in pinned] == []


def test_every_pinned_package_runs_on_the_oldest_python() -> None:
    pinned = [line.split("==")[0] for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line]
    wants = {each.name.lower(): each.metadata["Requires-Python"] or "" for each in distributions()}
    asked = {name: wants.get(name.lower(), "") for name in pinned}
    assert sum(map(bool, asked.values())) > 100
    assert {name: want for name, want in asked.items() if want and not SpecifierSet(want).contains("3.11.0")} == {}


def _lines_with(pattern: str) -> list[str]:
    """`path:line: text` of every line of the project in which the pattern stands."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in text_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]
