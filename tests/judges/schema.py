"""SchemaStore's JSON Schemas, as check-jsonschema carries them."""

from __future__ import annotations

from collections.abc import Sequence

from tests.judges.finding import Finding, Subject
from tests.judges.tools import answered, binary
from tests.judges.tools import version as version_of

NAME = "check-jsonschema"
_SCHEMAS = {"workflow": "vendor.github-workflows", "action": "vendor.github-actions"}


def version() -> str:
    return version_of([binary("check-jsonschema"), "--version"])


def judge(subjects: Sequence[Subject]) -> list[Finding]:
    found = []
    for kind, schema in _SCHEMAS.items():
        chosen = [s for s in subjects if s.kind == kind]
        if not chosen:
            continue
        command = [binary("check-jsonschema"), "--output-format", "json", "--builtin-schema", schema]
        answer = answered([*command, *[s.path for s in chosen]], chosen[0].root)
        found += [Finding(NAME, e["filename"], 0, e["path"], e["message"]) for e in answer.get("errors", [])]
        found += [Finding(NAME, e["filename"], 0, "yaml", e["message"]) for e in answer.get("parse_errors", [])]
    return found
