"""What is concluded of each project in `projects`: all settings, all that is missing, all notes; and where each conclusion stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from synth.detect.repository import detect
from tests.stacks.projects import CASES, Case, Expected

EACH = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@EACH
def test_a_project_is_what_a_person_would_say(case: Case, tmp_path: Path) -> None:
    found = detect(str(case.write(tmp_path)))
    concluded = tuple(
        Expected(
            one.kind,
            {name: value for name, value in one.settings.items() if name != "folder"},
            tuple(sorted(missing.setting for missing in one.missing)),
            one.folder,
            one.members,
        )
        for one in found.projects
    )
    expected = tuple(Expected(one.kind, one.settings, tuple(sorted(one.missing)), one.folder, one.members) for one in case.projects)
    assert expected == concluded
    assert list(case.notes) == [note.where for note in found.notes]


@EACH
def test_every_conclusion_names_its_place_and_its_reason(case: Case, tmp_path: Path) -> None:
    root = case.write(tmp_path)
    for project in detect(str(root)).projects:
        for fact in project.facts:
            path, _, line = fact.where.partition(":")
            assert (root / path).exists(), fact
            assert not line or 1 <= int(line) <= len((root / path).read_text(encoding="utf-8").splitlines()), fact
            assert fact.why, fact
        for missing in project.missing:
            assert re.search(r"\w{3}", missing.why), missing


def test_there_are_enough_of_them_and_none_twice() -> None:
    names = [case.name for case in CASES]
    assert (len(set(names)), True) == (len(names), len(names) >= 44)
