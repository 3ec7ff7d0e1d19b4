"""Templates of CloudFormation: one is shown whole, all are clean in the eyes of AWS's own linter, where W3037 (an action of no service) is an error too."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from synth.build.repository import in_repository
from synth.infra.as_yaml import Noted, as_yaml
from synth.infra.cloudformation import cloudformation
from synth.infra.infrastructure import infrastructure
from tests.infra.orders import GITHUB, NAMED, found
from tests.templates.conftest import TEMPLATES, loaded


@pytest.mark.row("S5d", "a template for each account, which CloudFormation takes as it is")
def test_a_template_for_each_account(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    templates = cloudformation(found(tmp_path))
    assert ["111122223333.yml", "444455556666.yml"] == list(templates)
    golden("444455556666.yml", templates["444455556666.yml"])


@pytest.mark.slow
def test_all_templates_are_clean(tmp_path: Path) -> None:
    written = {f"orders-{name}": text for name, text in cloudformation(found(tmp_path / "orders")).items()}
    written |= {f"named-{name}": text for name, text in cloudformation(found(tmp_path / "named", NAMED)).items()}
    for template in TEMPLATES:
        project = loaded(template, tmp_path / template.id)
        with in_repository(str(tmp_path / template.id)):
            made = infrastructure(project, GITHUB)
        assert made.roles, template.id
        written |= {f"{template.id}-{name}": text for name, text in cloudformation(made).items()}
    for name, text in written.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert [] == lint([tmp_path / name for name in written])


@pytest.mark.slow
def test_the_linter_would_find_an_action_of_no_service(tmp_path: Path) -> None:
    text = cloudformation(found(tmp_path))["444455556666.yml"]
    (tmp_path / "wrong.yml").write_text(text.replace("ecs:UpdateService", "ecs:UpdateServices"), encoding="utf-8")
    assert ["W3037", "W3037"] == lint([tmp_path / "wrong.yml"])


def lint(paths: list[Path]) -> list[str]:
    """The ids of what cfn-lint finds, warnings and remarks included."""
    command = [str(Path(sys.executable).with_name("cfn-lint")), "--include-checks", "I", "--format", "json", "--", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [one["Rule"]["Id"] for one in json.loads(done.stdout)]


def test_texts_stay_texts_in_yaml() -> None:
    value = {"no": ["yes", "1", "2026-01-01", "a: b", "*", "", "a\nb\n", "0x1", "null", "# x"], "n": [{"on": True, "k": []}, {}], "x": {"y": None}}
    assert value == yaml.safe_load(as_yaml(value))


def test_a_comment_stays_one() -> None:
    assert "# a b\nk: 1\n" == as_yaml({"k": Noted(1, "a\nb")})
