"""Every requirement has a test that shows it, and the page that lists them is current."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.requirements.document import PAGE, ROOT, written
from tests.requirements.evidence import Evidence, UnreadableMarkError, collected
from tests.requirements.rows import CLAUSES, OPEN, ROWS, clauses


@pytest.fixture(scope="module")
def found() -> list[Evidence]:
    return collected(ROOT)


def test_every_row_has_evidence(found: list[Evidence]) -> None:
    shown = {one.row for one in found}
    assert [] == [row for row in ROWS if not shown & {row, *clauses(row)}]


def test_every_clause_has_evidence_or_is_said_to_have_none(found: list[Evidence]) -> None:
    assert sorted(OPEN) == sorted(set(CLAUSES) - {one.row for one in found})


def test_no_test_names_a_row_that_there_is_not(found: list[Evidence]) -> None:
    assert [] == [f"{one.test}: {one.row}" for one in found if one.row not in ROWS and one.row not in CLAUSES]


def test_every_clause_belongs_to_a_row() -> None:
    assert sorted(CLAUSES) == sorted([clause for row in ROWS for clause in clauses(row)])


def test_the_page_is_current(found: list[Evidence]) -> None:
    assert PAGE.read_text(encoding="utf-8") == written(found), "run python -m tests.requirements.document"


# how the marks are read

SOURCE = """
import subprocess
import pytest
from tests.simulator import Simulator

pytestmark = [pytest.mark.slow, pytest.mark.row("E6", "all of it")]


@pytest.fixture
def sim():
    with Simulator() as made:
        yield made


def ran():
    return subprocess.run(["true"])


@pytest.mark.row("E1", "first")
@pytest.mark.row("E2a", "second")
def test_of_text() -> None: ...


def test_that_runs() -> None:
    ran()


class TestMore:
    def test_against_the_simulator(self, sim) -> None: ...
"""


def project(folder: Path, source: str) -> Path:
    (folder / "tests/deep").mkdir(parents=True)
    (folder / "tests/deep/test_it.py").write_text(source, encoding="utf-8")
    return folder


def test_marks_are_read_from_functions_classes_and_files(tmp_path: Path) -> None:
    where = "tests/deep/test_it.py"
    assert [
        Evidence("E6", shows="all of it", test=f"{where}::test_of_text", kind="generated text"),
        Evidence("E1", shows="first", test=f"{where}::test_of_text", kind="generated text"),
        Evidence("E2a", shows="second", test=f"{where}::test_of_text", kind="generated text"),
        Evidence("E6", shows="all of it", test=f"{where}::test_that_runs", kind="executed"),
        Evidence("E6", shows="all of it", test=f"{where}::TestMore::test_against_the_simulator", kind="simulator"),
    ] == collected(project(tmp_path, SOURCE))


@pytest.mark.parametrize("mark", ['"E1"', '"E1", ""', 'ROW, "x"', '"E1", f"x{1}"'])
def test_a_mark_that_is_not_two_texts_is_told(tmp_path: Path, mark: str) -> None:
    source = f"import pytest\n\n\n@pytest.mark.row({mark})\ndef test_it() -> None: ...\n"
    ast.parse(source)
    with pytest.raises(UnreadableMarkError, match=r'test_it\.py:4  write row\("E1", "what is shown"\), with two texts$'):
        collected(project(tmp_path, source))
