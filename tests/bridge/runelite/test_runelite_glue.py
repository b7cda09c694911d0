"""The plugin's glue, which no test can build whole: it fits RuneLite's names, and its own decisions are run."""

import re
from pathlib import Path

import pytest

from tests.bridge.runelite.java_game import PLUGIN_SOURCES, compile_java

NAMES = Path(__file__).parent / "runelite_names.txt"


def write_names(folder):
    """Each type of the list as a source file of its own."""
    for text in re.split(r"(?m)^(?=package )", NAMES.read_text())[1:]:
        package = re.match(r"package ([\w.]+);", text)[1]
        name = re.search(r"(?m)^public .*?(?:class|interface|enum) (\w+)", text)[1]
        path = folder / package.replace(".", "/") / f"{name}.java"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return sorted(folder.rglob("*.java"))


@pytest.fixture(scope="module")
def glue_classes(wire_classes, tmp_path_factory):
    folder = tmp_path_factory.mktemp("glue")
    classes = folder / "classes"
    classes.mkdir()
    sources = [*write_names(folder / "names"), *sorted((PLUGIN_SOURCES / "osrsagent" / "plugin").glob("*.java"))]
    compile_java(sources, classes, "-cp", str(wire_classes))
    return classes


def test_the_glue_fits_the_names_of_runelite_that_it_was_written_for(glue_classes):
    assert (glue_classes / "osrsagent" / "plugin" / "BridgePlugin.class").exists()


def test_the_wire_knows_nothing_of_runelite():
    sources = list((PLUGIN_SOURCES / "osrsagent" / "wire").glob("*.java"))
    assert sources
    imports = {line for path in sources for line in re.findall(r"(?m)^import (?:static )?(\w+)", path.read_text())}
    assert imports <= {"java", "javax"}


def test_nothing_in_the_plugin_acts_on_the_game():
    acts = r"java\.awt\.Robot|dispatchEvent|menuAction|invokeMenuAction|createMenuEntry|runScript|\.set[A-Z]\w*\("
    harmless = {"setPosition", "setDaemon", "setOption", "setTcpNoDelay"}
    found = {
        match
        for path in PLUGIN_SOURCES.rglob("*.java")
        for match in re.findall(acts, path.read_text())
        if match.strip(".(") not in harmless
    }
    assert found == set()
