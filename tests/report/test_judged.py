"""What other linters say, as findings."""

from __future__ import annotations

from typing import Any

import pytest

from synth.finding import Finding
from synth.report.judged import of_jactionlint, of_zizmor
from synth.report.place import Stretch, end, start


def zizmor(severity: str = "High", persona: str = "Regular", **changes: Any) -> Any:
    """One result of zizmor 1.32's json-v1, less what is not read."""

    def location(path: str, kind: str, row: int, first: int, last: int) -> Any:
        return {
            "symbolic": {"key": {"Local": {"verbatim_path": path}}, "annotation": f"{kind} here", "kind": kind},
            "concrete": {"location": {"start_point": {"row": row, "column": first}, "end_point": {"row": row, "column": last}}},
        }

    return {
        "ident": "unpinned-uses",
        "desc": "unpinned action reference",
        "determinations": {"confidence": "High", "severity": severity, "persona": persona},
        "locations": [location("a.yml", "Related", 0, 0, 2), location("a.yml", "Primary", 1, 6, 9)],
        "ignored": False,
        "fixes": [],
        **changes,
    }


def test_a_result_of_zizmor() -> None:
    (found,) = of_zizmor([zizmor()], lambda file: ["on: push", "uses: a@b"])
    assert Finding("zizmor/unpinned-uses", "error", Stretch("a.yml", 2, 7, 2, 10), "unpinned action reference: Primary here") == found
    assert ((2, 7), (2, 10)) == (start(found), end(found))


@pytest.mark.parametrize(
    ("severity", "persona", "expected"),
    [
        ("High", "Regular", "error"),
        ("Medium", "Regular", "warning"),
        ("Low", "Regular", "warning"),
        ("Informational", "Regular", "note"),
        ("High", "Auditor", "note"),
        ("Medium", "Pedantic", "note"),
    ],
)
def test_how_severe_zizmor_is(severity: str, persona: str, expected: str) -> None:
    assert [expected] == [found.severity for found in of_zizmor([zizmor(severity, persona)], lambda file: [])]


def test_what_the_repository_tells_zizmor_to_ignore_is_ignored() -> None:
    assert [] == of_zizmor([zizmor(ignored=True)], lambda file: [])


def test_the_remedy_is_zizmor_s_first_fix() -> None:
    (found,) = of_zizmor([zizmor(fixes=[{"title": "pin it"}])], lambda file: [])
    assert "pin it" == found.remedy


def test_zizmor_s_bytes_become_characters() -> None:
    (found,) = of_zizmor([zizmor()], lambda file: ["", "é值 uses"])
    assert ((2, 4), (2, 7)) == (start(found), end(found))


def jactionlint(**changes: Any) -> Any:
    """One entry of jactionlint 2.3, less what is not read."""
    place = {"filepath": "a.yml", "line": 7, "column": 23, "end_line": 7, "end_column": 46}
    return {"message": "untrusted", "kind": "expression", "id": "template-injection", "severity": "error", **place, **changes}


def test_an_entry_of_jactionlint() -> None:
    (found,) = of_jactionlint([jactionlint()])
    assert Finding("jactionlint/template-injection", "error", Stretch("a.yml", 7, 23, 7, 47), "untrusted", "", "lint") == found
    assert ((7, 23), (7, 47)) == (start(found), end(found))


@pytest.mark.parametrize(("severity", "expected"), [("error", "error"), ("warn", "warning"), ("warning", "warning"), ("info", "note")])
def test_how_severe_jactionlint_is(severity: str, expected: str) -> None:
    assert [expected] == [found.severity for found in of_jactionlint([jactionlint(severity=severity)])]


def test_a_rule_without_a_name_of_its_own_has_that_of_its_kind() -> None:
    assert ["jactionlint/expression"] == [found.rule for found in of_jactionlint([jactionlint(id="")])]
