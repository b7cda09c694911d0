"""What `pip install .` gives: a wheel that holds what runs and nothing else, and a command that works anywhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from email.parser import Parser
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.architecture.sources import PACKAGES, ROOT, imported_modules, sources

pytestmark = pytest.mark.timeout(300)  # minutes where the machine is busy
DATA = {".c", ".h", ".html", ".toml"}
"""What code of the packages reads beside itself."""


def _run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False, timeout=280
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Built from a copy, since setuptools leaves its traces where it builds."""
    folder = tmp_path_factory.mktemp("wheel")
    copy = folder / "copy"
    skipped = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, copy / name, ignore=skipped)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    options = ("--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--wheel-dir", folder)
    _run(sys.executable, "-m", "pip", "wheel", copy, *options, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The programs of a new environment that holds the wheel, and sees this one's packages but not the repository."""
    environment = tmp_path_factory.mktemp("installed") / "venv"
    _run(sys.executable, "-m", "venv", environment, cwd=ROOT)
    programs = environment / "bin"
    _run(programs / "pip", "install", "--no-deps", "--no-index", "--quiet", wheel, cwd=environment)
    (packages,) = environment.glob("lib/python3*/site-packages")
    (packages / "tested_with.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return programs


def test_the_wheel_holds_every_module_and_what_code_reads_beside_it(wheel) -> None:
    wanted = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.suffix == ".py" or (path.suffix in DATA and "runelite" not in path.parts)
    }
    assert sorted(wanted - set(ZipFile(wheel).namelist())) == []


def test_the_wheel_holds_nothing_else(wheel) -> None:
    names = [name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name]
    assert [name for name in names if Path(name).suffix not in DATA | {".py"}] == []
    assert {name.split("/")[0] for name in names} == set(PACKAGES)


def test_its_metadata_names_the_command_and_the_extras(wheel) -> None:
    with ZipFile(wheel) as archive:
        read = {Path(name).name: archive.read(name).decode() for name in archive.namelist() if ".dist-info/" in name}
    metadata = Parser().parsestr(read["METADATA"])
    assert {"cluster", "dev", "view"} <= set(metadata.get_all("Provides-Extra"))
    assert "osrs-agent = agent.start:main" in read["entry_points.txt"]


def test_whatever_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    names = {re.split(r"[^\w.-]", each, maxsplit=1)[0].lower().replace("_", "-") for each in declared}
    providers = packages_distributions()
    roots = {name.split(".")[0] for source in sources(*PACKAGES) for name in imported_modules(source.tree)}
    foreign = roots - set(PACKAGES) - sys.stdlib_module_names
    assert {"numpy", "torch", "ray"} <= foreign
    assert [root for root in sorted(foreign) if not names & {name.lower() for name in providers.get(root, ())}] == []


def test_an_installed_command_runs_the_installed_code(installed, tmp_path) -> None:
    where = _run(installed / "python", "-c", "import agent, model, bridge; print(agent.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(installed.parent)


def test_an_installed_command_plays_a_game_away_from_the_repository(installed, tmp_path) -> None:
    printed = _run(
        installed / "osrs-agent", "sandbox", "--headless", "--expert", "--minutes", "0.2", "--json", cwd=tmp_path
    )
    assert '"score"' in printed.splitlines()[-1]


def test_the_citation_names_the_version_that_is_built() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (ROOT / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    assert f"version: {project['version']}" in lines
