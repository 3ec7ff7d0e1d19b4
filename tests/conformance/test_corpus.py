"""Real files: what GitHub accepts is accepted, nothing breaks the reader, and what was read can be written and read again."""

from __future__ import annotations

from typing import Any

import pytest

from synth.finding import Finding
from synth.model import Workflow
from synth.validate import loaded, validate_bytes
from synth.yaml.emit import emit, emit_action
from synth.yaml.read import decode
from tests import oracle
from tests.conformance.corpus import current, files, needs_corpus, shown_name

pytestmark = [pytest.mark.slow, needs_corpus]

# workflows that run on GitHub although its npm parser refuses them: a number or truth value as the default of an input that is a string
REFUSED_BY_NPM_ONLY = 9


def read(data: bytes, name: str) -> Any:
    text = decode(data)
    assert isinstance(text, str)
    return loaded(text, name)


def errors(findings: list[Finding]) -> list[str]:
    return [f"{found.where}: {found.rule}: {found.message}" for found in findings if found.severity == "error" and found.level == "grammar"]


def test_workflows_that_run_on_github_have_no_error() -> None:
    refused = {}
    looked_at = 0
    for row, data in current():
        if row["kind"] != "workflow":
            continue
        looked_at += 1
        if found := errors(validate_bytes(data, shown_name(row), level="grammar")):
            refused[shown_name(row)] = found
    assert {} == refused
    assert looked_at == 825


def test_actions_that_githubs_parser_accepts_have_no_error() -> None:
    rows = [(row, data) for row, data in current() if row["kind"] == "action" and row["github_parser"] == "ok"]
    refused = {shown_name(row): found for row, data in rows if (found := errors(validate_bytes(data, shown_name(row), level="grammar")))}
    assert {} == refused


def test_no_file_breaks_the_validator() -> None:
    for row, data in files():
        for found in validate_bytes(data, shown_name(row)):
            assert found.where is not None
            assert found.where.line >= 1


def test_what_was_read_is_written_and_read_again() -> None:
    different = []
    written = []
    for row, data in current():
        name = shown_name(row)
        source = read(data, name)
        if source.part is None or errors(list(source.findings)):
            continue
        once = emit(source.part) if isinstance(source.part, Workflow) else emit_action(source.part)
        again = loaded(once, name)
        twice = emit(again.part) if isinstance(again.part, Workflow) else emit_action(again.part)
        if again.part != source.part or once != twice:
            different.append(name)
        if row["github_parser"] == "ok":
            written.append((name, "workflow" if isinstance(source.part, Workflow) else "action", once))
    assert [] == different
    found = oracle.parse(written)
    refused = {name: problems for (name, kind, _), problems in zip(written, found, strict=True) if problems and kind == "workflow"}
    assert {} == refused
