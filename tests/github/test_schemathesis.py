"""Schemathesis asks the fake over HTTP what GitHub's description allows and what it does not, and judges the answers by that description."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from tests.github import GitHub
from tests.github.specification import FILE
from tests.github.test_fuzz import known

pytestmark = pytest.mark.slow
EACH = 12  # requests for each operation


def described() -> dict[str, Any]:
    """GitHub's description as strict tools want it: each answer with a text."""
    with gzip.open(FILE, "rt", encoding="utf-8") as file:
        read: dict[str, Any] = json.load(file)
    for methods in read["paths"].values():
        for operation in methods.values():
            for answer in operation.get("responses", {}).values() if isinstance(operation, dict) else ():
                if "$ref" not in answer:
                    answer.setdefault("description", "an answer")
    for answer in read.get("components", {}).get("responses", {}).values():
        answer.setdefault("description", "an answer")
    return read


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_reading_answers_as_the_description_says(github: GitHub) -> None:
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import response_schema_conformance

    schema = schemathesis.openapi.from_dict(described())
    schema.config.update(base_url=github.url)
    there = known(github.repository("octo-org/hello"))
    headers = {"Authorization": f"Bearer {github.token(limit=10**9)}"}
    asked: set[str] = set()
    calm = settings(
        max_examples=EACH, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
    )
    for found in schema.get_all_operations():
        operation: Any = found
        operation = operation.ok()
        if operation.method != "get":
            continue

        @calm
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            case.path_parameters = {name: there.get(name, value) for name, value in (case.path_parameters or {}).items()}
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=[not_a_server_error, response_schema_conformance], headers=headers)
            asked.add(case.operation.label)

        ask()
    assert len(asked) >= 40
    assert [] == github.service.problems
