"""Each check's BAD example is found by it alone, and nothing is found in its GOOD one, at the check's own level."""

from __future__ import annotations

from types import ModuleType

import pytest

from synth.checks import NAMES, Subject, checked, named
from synth.checks.document import PAGE, page
from synth.checks.rules import levels
from synth.checks.subject import Nowhere
from synth.finding import LEVELS, Finding
from synth.settings import SEVERITIES
from synth.surroundings import Files
from synth.validate import loaded, validate

FILE = ".github/workflows/example.yml"


def file_of(example: str) -> str:
    return "action.yml" if "\nruns:" in example else FILE


def around(check: ModuleType, good: bool = False) -> Files | None:
    """What lies beside an example. Where both examples are the same, that is what is bad, and beside the good one there is nothing."""
    beside = getattr(check, "BESIDE", None)
    return None if beside is None or (good and check.BAD == check.GOOD) else Files({FILE: check.GOOD if good else check.BAD, **beside})


def found_in(check: ModuleType, example: str, good: bool = False) -> list[Finding]:
    return validate(example.removeprefix("\n"), file_of(example), around(check, good), level=check.LEVEL)


def own_rules(check: ModuleType, name: str) -> set[str]:
    """The rule that the check is named after, or the one of its several that its example is about."""
    source = loaded(check.BAD, file_of(check.BAD))
    subject = Subject(source.part, around(check) or Nowhere(), document=source.document, written=source.written)
    return {finding.rule for finding in checked(subject, (name,), check.LEVEL)} or {name.replace("_", "-")}


@pytest.mark.parametrize("name", NAMES)
def test_the_bad_example_is_found_by_its_check_alone(name: str) -> None:
    check = named(name)
    assert own_rules(check, name) == {finding.rule for finding in found_in(check, check.BAD)}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_found_in_the_good_example(name: str) -> None:
    check = named(name)
    assert [] == found_in(check, check.GOOD, good=True)


@pytest.mark.parametrize("name", NAMES)
def test_a_check_says_why_in_its_first_line(name: str) -> None:
    check = named(name)
    assert check.__doc__
    assert check.__doc__.split("\n")[0].endswith(".")
    assert check.LEVEL in LEVELS
    assert check.SEVERITY in SEVERITIES[1:]
    assert check.LEVEL != "grammar" or check.SEVERITY == "error"


def test_each_finding_says_where_and_what_to_do() -> None:
    for name in NAMES:
        for finding in found_in(named(name), named(name).BAD):
            assert finding.where is not None, name
            assert finding.where.line > 0, name
            assert finding.message, name


def test_the_names_are_sorted_and_each_is_a_rule() -> None:
    assert sorted(NAMES) == list(NAMES)
    assert {name.replace("_", "-") for name in NAMES} <= levels().keys()


def test_the_page_about_the_checks_is_current() -> None:
    assert page() == PAGE.read_text(), "run 'python -m synth.checks.document'"
