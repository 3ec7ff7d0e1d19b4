"""`.github/ghsynth.yml`: the same pipeline as in Python, and every mistake at its line."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it has no types, and check-jsonschema brings it
from ruamel.yaml import YAML

from synth.definition import json_schema, workflows_of
from synth.problems import DefinitionError
from synth.project import load, render

EXAMPLE = Path(__file__).parents[1] / "examples/orders-api"
FILE = ".github/ghsynth.yml"
ORDERS = """\
name: Orders API
stages:
  - lint: {stack: {npm: {node: '24'}}}
  - unit-test: {stack: npm}
  - integration-test:
      stack: npm
      services:
        - postgres: {version: 17-alpine}
        - redis: {version: 8.6-alpine}
  - build: {image: {repository: orders-api}}
  - trivy-scan
  - push:
      registry: {account: '111122223333', region: eu-west-1, role: 'arn:aws:iam::111122223333:role/orders-api-push'}
  - deploy:
      environment: &staging
        name: staging
        region: eu-west-1
        cluster: orders-staging
        role: arn:aws:iam::444455556666:role/orders-api-deploy
        url: https://staging.orders.example.com
      service: &service {name: orders-api, container: app}
      health: &health {path: /health, expect-json: {/status: ok}, version: /version#/version}
  - deploy:
      environment:
        name: production
        region: eu-west-1
        cluster: orders-production
        role: arn:aws:iam::777788889999:role/orders-api-deploy
        url: https://orders.example.com
        test-url: https://orders.example.com:8443
        approval: true
      service: *service
      health: *health
      strategy: {blue-green: {bake-minutes: 5}}
  - rollback
"""


def rendered(root: Path, text: str) -> dict[str, str]:
    (root / ".github").mkdir(exist_ok=True)
    (root / FILE).write_text(text, encoding="utf-8")
    return render(load(str(root)))


def problems(text: str) -> list[str]:
    """What is wrong with the text, as `line: message`."""
    try:
        for pipeline in workflows_of(dedent(text), FILE):
            pipeline.workflow()
    except DefinitionError as error:
        return [str(problem).removeprefix(f"{FILE}:").replace("  ", ": ", 1) for problem in error.problems]
    return []


def test_the_example_in_yaml_gives_the_same_files_but_for_their_source(tmp_path: Path) -> None:
    expected = {path: text.replace("ghsynth.py", "ghsynth.yml") for path, text in render(load(str(EXAMPLE))).items()}
    assert expected == rendered(tmp_path, ORDERS)


def test_the_example_in_yaml_gives_the_same_notes(tmp_path: Path) -> None:
    rendered(tmp_path, ORDERS)
    assert load(str(EXAMPLE)).notes == load(str(tmp_path)).notes


def test_a_name_alone_stands_for_a_part_without_settings() -> None:
    assert [] == problems("name: A\nstages:\n  - lint: {stack: npm}\n")
    assert [] == problems("name: A\nstages:\n  - lint: {stack: {npm: }}\n")
    assert [] == problems("name: A\nstages:\n  - lint: {stack: {npm: {}}}\n  - build: {image: {repository: a}}\n  - trivy-scan:\n")


def test_main_and_file_are_the_pipeline_s(tmp_path: Path) -> None:
    text = "name: A\nmain: trunk\nfile: b.yml\nstages:\n  - lint: {stack: npm}\n"
    assert [".github/ghsynth.lock", ".github/workflows/b.yml"] == sorted(rendered(tmp_path, text))
    workflow = rendered(tmp_path, text)[".github/workflows/b.yml"]
    assert (
        "on:\n  push:\n    branches:\n      - trunk\n  pull_request:\n    branches:\n      - trunk\n"
        == workflow[workflow.index("on:") : workflow.index("  workflow_dispatch")]
    )


def test_an_expression_in_a_text_stays_one(tmp_path: Path) -> None:
    text = ORDERS.replace("arn:aws:iam::444455556666:role/orders-api-deploy", "${{ vars.AWS_ROLE }}")
    workflow = rendered(tmp_path, text)[".github/workflows/orders-api.yml"]
    assert 1 == workflow.count("          role-to-assume: ${{ vars.AWS_ROLE }}\n")


MISTAKES = {
    "unknown field of the document": ("name: A\nstage: []\nstages: []\n", ["2: unknown field 'stage'; did you mean 'stages'?"]),
    "missing field of the document": ("name: A\n", ["1: field 'stages' is missing"]),
    "number for text": ("name: 5\nstages: []\n", ["1: field 'name' is a text: write it in quotes, '5'"]),
    "unknown stage": ("name: A\nstages:\n  - lint: {stack: {npm: {}}}\n  - biuld\n", ["4: there is no 'biuld'; did you mean 'build'?"]),
    "unknown service": (
        "name: A\nstages:\n  - integration-test:\n      stack: {npm: {}}\n      services:\n        - redis: {}\n        - postgers: {version: 17-alpine}\n",
        ["7: there is no 'postgers'; did you mean 'postgres'?"],
    ),
    "unknown field of a stage": (
        "name: A\nstages:\n  - lint:\n      stack: {npm: {}}\n      timeout_minutes: 5\n",
        ["5: unknown field 'timeout_minutes'; did you mean 'timeout-minutes'?"],
    ),
    "unknown field of a part": (
        "name: A\nstages:\n  - build:\n      image:\n        repository: a\n        contxt: .\n",
        ["6: unknown field 'contxt'; did you mean 'context'?"],
    ),
    "missing field of a part": ("name: A\nstages:\n  - build:\n      image:\n        context: .\n", ["4: field 'repository' is missing"]),
    "missing field of a stage": ("name: A\nstages:\n  - build\n", ["3: field 'image' is missing"]),
    "text for number": (
        "name: A\nstages:\n  - lint: {stack: {npm: {}}}\n  - build:\n      image: {repository: a}\n      timeout-minutes: soon\n",
        ["6: field 'timeout-minutes': Input should be a valid integer, unable to parse string as an integer, not 'soon'"],
    ),
    "two keys in a stage": (
        "name: A\nstages:\n  - lint: {stack: {npm: {}}}\n    build: {image: {repository: a}}\n",
        [
            "3: expected a name, or a mapping with a name as its only key, not {'lint': {'stack': {'npm': {}}}, 'build': {'image': {'repository': 'a'}}}"
        ],
    ),
    "a list for a mapping": ("- a\n", ["1: Input should be a valid dictionary, not ['a']"]),
    "nothing": ("", ["1: Input should be a valid dictionary, not None"]),
    "stages as mapping": ("name: A\nstages: {lint: {}}\n", ["2: field 'stages': Input should be a valid list, not {'lint': {}}"]),
    "tab": ("name: A\nstages:\n\t- lint\n", ["3: YAML cannot read this: found character '\\t' that cannot start any token"]),
    "duplicate key": (
        "name: A\nname: B\nstages: []\n",
        ['2: YAML cannot read this: found duplicate key "name" with value "B" (original value: "A")'],
    ),
    "unfinished list": ("name: A\nstages: [\n", ["3: YAML cannot read this: expected the node content, but found '<stream end>'"]),
    "unknown alias": ("name: *a\n", ["1: YAML cannot read this: found undefined alias 'a'"]),
    "stage out of order": (
        "name: A\nstages:\n  - trivy-scan\n  - lint: {stack: {npm: {}}}\n  - push: {registry: {account: '1', region: r, role: x}}\n",
        [
            "3: stage TrivyScan: there is no image to scan yet: put Build before it",
            "5: stage Push: there is no image to push yet: put Build before it",
        ],
    ),
    "all at once": (
        "nam: A\nstages:\n  - lint: {stack: {npm: {}}, nme: B}\n  - biuld\n  - push: {registry: {account: 1, region: r}}\n",
        [
            "1: unknown field 'nam'; did you mean 'name'?",
            "1: field 'name' is missing",
            "3: unknown field 'nme'; did you mean 'name'?",
            "4: there is no 'biuld'; did you mean 'build'?",
            "5: field 'account' is a text: write it in quotes, '1'",
            "5: field 'role' is missing",
        ],
    ),
    "origin is not a field": (
        "name: A\nstages:\n  - lint: {stack: {npm: {}}, origin: {file: a, line: 1}}\n",
        ["3: unknown field 'origin'; there are: format, name, stack, timeout-minutes"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_at_its_line(text: str, expected: list[str]) -> None:
    assert sorted(expected) == sorted(problems(text))


def test_an_unknown_stack_is_told_with_the_nearest() -> None:
    assert ["4: there is no 'nmp'; did you mean 'npm'?"] == problems("name: A\nstages:\n  - lint:\n      stack: nmp\n")


def read(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def test_the_schema_is_a_json_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


SPELLED_OUT = ORDERS.replace("stack: npm", "stack: {npm: {}}").replace("- trivy-scan", "- trivy-scan: {}")
SHORT = ["name: A\nstages:\n  - lint: {stack: npm}\n", "name: A\nstages: [trivy-scan]\n", "name: A\nstages:\n  - trivy-scan:\n"]


def test_the_schema_accepts_what_generate_reads() -> None:
    assert [] == [error.message for error in Draft202012Validator(json_schema()).iter_errors(read(SPELLED_OUT))]


@pytest.mark.parametrize("text", SHORT)
def test_the_schema_accepts_a_name_alone(text: str) -> None:
    assert Draft202012Validator(json_schema()).is_valid(read(text))


NOT_OF_THE_SCHEMA = {"tab", "duplicate key", "unfinished list", "unknown alias", "stage out of order"}  # no YAML, or no matter of shape


@pytest.mark.parametrize("name", sorted(MISTAKES.keys() - NOT_OF_THE_SCHEMA))
def test_the_schema_rejects_what_generate_rejects(name: str) -> None:
    assert not Draft202012Validator(json_schema()).is_valid(read(MISTAKES[name][0]))
