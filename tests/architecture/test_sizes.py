"""Files and functions stay small enough to hold one idea."""

from __future__ import annotations

from tests.architecture.sources import PACKAGES, ROOT, functions, sources

MOST_FILE_LINES = 300
MOST_FUNCTION_LINES = 49
MOST_MEDIAN_LINES = 180


def test_a_file_stays_within_300_lines() -> None:
    paths = [ROOT / source.path for source in sources(*PACKAGES, "tests")] + sorted((ROOT / "bridge").rglob("*.java"))
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert {path: lines for path, lines in lengths.items() if lines > MOST_FILE_LINES} == {}


def test_a_function_stays_under_50_lines() -> None:
    lengths = {
        f"{source}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for source in sources(*PACKAGES, "tests")
        for function in functions(source.tree)
    }
    assert {name: lines for name, lines in lengths.items() if lines > MOST_FUNCTION_LINES} == {}


def test_the_median_file_is_a_page_or_two() -> None:
    lengths = sorted(
        len(source.text.splitlines()) for source in sources(*PACKAGES) if source.path.name != "__init__.py"
    )
    assert lengths[len(lengths) // 2] <= MOST_MEDIAN_LINES
