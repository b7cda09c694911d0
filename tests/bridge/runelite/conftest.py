"""The Java classes, compiled once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bridge.runelite.glue import compile_glue
from tests.bridge.runelite.java_game import MISSING_JDK, compile_wire, jdk_tool


@pytest.fixture(scope="session")
def jdk() -> None:
    """Never skipped: a machine without a JDK cannot show that the plugin speaks the protocol."""
    if jdk_tool("javac") is None:
        pytest.fail(MISSING_JDK, pytrace=False)


@pytest.fixture(scope="session")
def wire_classes(jdk: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the plugin's plain-JDK classes and of the test programs."""
    classes = tmp_path_factory.mktemp("wire-classes")
    compile_wire(classes)
    return classes


@pytest.fixture(scope="session")
def glue_classes(wire_classes: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The class path of the plugin's glue, compiled against RuneLite's names, and of its test programs."""
    return compile_glue(wire_classes, tmp_path_factory.mktemp("glue"))
