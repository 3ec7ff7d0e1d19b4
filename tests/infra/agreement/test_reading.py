"""What cannot be read is told with its file and line, whatever it is; never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.infra.reading.files import read
from synth.infra.reading.values import UNKNOWN, Known
from synth.problems import DefinitionError

ROLE = "Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument:\n"
TRUST = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "a:B", "Resource": "*"}]}'

BAD: dict[str, tuple[str, str | bytes, str]] = {
    "no YAML": ("a.yml", "Resources: [\n", "a.yml:2  cannot be read as YAML or JSON: did not find expected node content"),
    "neither": ("a.yml", "a: b\n", "a.yml:1  is neither a CloudFormation template nor a policy"),
    "key twice": ("a.yml", "a: 1\na: 2\n", "a.yml:2  has the key 'a' twice"),
    "no statement": ("a.yml", f"{ROLE}        Statment: []\n", "a.yml:6  the policy has no Statement; it has Statment"),
    "no effect": ("a.yml", f"{ROLE}        Statement:\n          - Action: 'x'\n", "a.yml:7  Effect is '': it is Allow or Deny"),
    "wrong effect": (
        "a.yml",
        f"{ROLE}        Statement:\n          - Effect: allow\n            Action: x\n",
        "a.yml:7  Effect is 'allow': it is Allow or Deny",
    ),
    "wrong key": (
        "a.yml",
        f"{ROLE}        Statement:\n          - Effect: Allow\n            Actions: x\n",
        "a.yml:8  a statement has no 'Actions'; did you mean 'Action'?",
    ),
    "text as condition": (
        "a.yml",
        f"{ROLE}        Statement:\n          - {{Effect: Allow, Action: x, Condition: no}}\n",
        "a.yml:7  Condition is a mapping of operators; this is a value",
    ),
    "list as action": ("a.yml", f"{ROLE}        Statement:\n          - {{Effect: Allow, Action: [[x]]}}\n", "a.yml:7  Action is a list, not a text"),
    "no HCL": ("a.tf", 'resource "aws_iam_role" "a" {\n  name = = 1\n}\n', "a.tf:2  cannot be read as Terraform: name = = 1"),
    "no JSON in HCL": (
        "a.tf",
        'resource "aws_iam_role" "a" {\n  assume_role_policy = <<E\n{"Statement": [\nE\n}\n',
        "a.tf:4  cannot be read as YAML or JSON: did not find expected node content",
    ),
    "no text": ("a.json", b"\xff", "a.json:1  is not UTF-8: byte 0"),
    "deep": ("a.yml", "[" * 2000 + "]" * 2000, "a.yml:1  is too deep or too large to be a template"),
}


@pytest.mark.parametrize("name", BAD)
def test_it_is_told_where(tmp_path: Path, name: str) -> None:
    file, content, expected = BAD[name]
    (tmp_path / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(DefinitionError) as error:
        read([str(tmp_path / file)], root=str(tmp_path))
    assert expected == str(error.value)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    for name in ("a.yml", "b.yml"):
        (tmp_path / name).write_text("a: b\n")
    with pytest.raises(DefinitionError) as error:
        read([str(tmp_path / name) for name in ("a.yml", "b.yml")], root=str(tmp_path))
    assert ["a.yml:1", "b.yml:1"] == [str(problem.where) for problem in error.value.problems]


def test_pairs_of_policies_are_roles(tmp_path: Path) -> None:
    for name in ("deploy.trust.json", "deploy.permissions.json", "else.json"):
        (tmp_path / name).write_text(TRUST)
    found = read([str(path) for path in sorted(tmp_path.iterdir())], Known(account="111122223333"), str(tmp_path))
    assert [("deploy", "111122223333", True, 1)] == [(one.name, one.account, one.trust is not None, len(one.permissions)) for one in found.roles]
    assert 1 == len(found.policies)


def test_a_template_that_refers_to_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("Resources:\n  R: {Type: AWS::IAM::Role, Properties: {RoleName: !Ref R}}\n")
    (tmp_path / "a.tf").write_text('locals {\n  a = local.b\n  b = local.a\n}\nresource "aws_iam_role" "x" {\n  name = local.a\n}\n')
    found = read([str(tmp_path / "a.yml"), str(tmp_path / "a.tf")])
    assert [UNKNOWN, UNKNOWN] == [one.name for one in found.roles]


def test_terraform_in_json_is_read_as_its_own_language(tmp_path: Path) -> None:
    (tmp_path / "a.tf.json").write_text(
        """{"locals": {"name": "orders"},
        "data": {"aws_iam_policy_document": {"t": {"statement": [{"actions": ["a:B"], "resources": ["arn:${local.name}"]}]}}},
        "resource": {"aws_iam_role": {"r": {"name": "${local.name}-push", "inline_policy": {"policy": "${data.aws_iam_policy_document.t.json}"}}}}}"""
    )
    (role,) = read([str(tmp_path / "a.tf.json")], root=str(tmp_path)).roles
    assert ("orders-push", ("a:B",), ("arn:orders",)) == (role.name, role.permissions[0].clauses[0].actions, role.permissions[0].clauses[0].resources)
    assert "a.tf.json:2" == str(role.permissions[0].clauses[0].origin)


def test_without_python_hcl2_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "hcl2", None)
    (tmp_path / "a.tf").write_text("")
    with pytest.raises(DefinitionError) as error:
        read([str(tmp_path / "a.tf")], root=str(tmp_path))
    assert "a.tf:1  is Terraform, which needs python-hcl2: pip install 'ghsynth[terraform]'" == str(error.value)
