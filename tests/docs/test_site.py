"""The documentation as a site: it is built strictly, so that a broken link, anchor or navigation entry fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

pytestmark = pytest.mark.timeout(420)  # minutes where the machine is busy


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return folder


def test_every_page_is_on_the_site(site) -> None:
    pages = {path.relative_to(ROOT / "docs").with_suffix(".html") for path in (ROOT / "docs").rglob("*.md")}
    named = {page.with_name("index.html") if page.name == "README.html" else page for page in pages}
    assert [str(page) for page in sorted(named) if not (site / page).exists()] == []


def test_the_reference_holds_each_documented_function(site) -> None:
    page = (site / "reference" / "bridge.html").read_text(encoding="utf-8")
    assert 'id="bridge.held.HeldInput"' in page


def test_pages_from_outside_of_docs_link_to_the_site(site) -> None:
    assert 'href="model.html"' in (site / "architecture.html").read_text(encoding="utf-8") + (
        site / "index.html"
    ).read_text(encoding="utf-8")


def test_a_page_opens_without_a_network(site) -> None:
    page = (site / "tutorial.html").read_text(encoding="utf-8")
    assert "fonts.googleapis" not in page
    assert "unpkg.com" not in page
