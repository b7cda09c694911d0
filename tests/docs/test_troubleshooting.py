"""The words that a person looks up are those that the program says."""

from __future__ import annotations

import re

from tests.architecture.sources import PACKAGES, ROOT, sources

PAGE = ROOT / "docs" / "howto" / "troubleshooting.md"


def test_what_is_seen_is_quoted_as_the_program_says_it() -> None:
    seen = [line.split("|")[1] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    quoted = [words for cell in seen for words in re.findall(r'"([^"]+)"|`(setup: [^`]+)`', cell)]
    said = "\n".join(source.text for source in sources(*PACKAGES)) + (ROOT / "scripts" / "setup.sh").read_text()
    assert len(quoted) >= 4
    assert [words for pair in quoted for words in pair if words and words not in said] == []
