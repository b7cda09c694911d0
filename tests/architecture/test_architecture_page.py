"""ARCHITECTURE.md draws the tree that is really there."""

from __future__ import annotations

import runpy

from tests.architecture.sources import ROOT


def test_the_page_draws_the_files_and_their_first_lines_as_they_are() -> None:
    drawn_page = runpy.run_path(str(ROOT / "scripts" / "draw_tree.py"))["drawn_page"]
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert "```\nagent/" in page
    assert page == drawn_page(page), "the tree of ARCHITECTURE.md is not that of the files: `make format` draws it"
