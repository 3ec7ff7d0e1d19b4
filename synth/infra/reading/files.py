"""Finds the files of a repository that may hold roles, and reads them."""

from __future__ import annotations

import json
import os

from synth.infra.reading import cloudformation
from synth.infra.reading.marked import marked
from synth.infra.reading.policies import document, is_policy
from synth.infra.reading.tree import Placed, wrong
from synth.infra.reading.values import Known, Templates, WrittenRole
from synth.model import Origin
from synth.problems import DefinitionError, Problem
from synth.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from synth.infra.reading.hcl import Block

NEITHER = "is neither a CloudFormation template nor a policy"
_ENDS = (".tf", ".tf.json", ".json", ".yml", ".yaml", ".template")
_SIGNS = (b"AWS::IAM::Role", b"AWS::ECR::Repository", b"aws_iam_role", b"aws_iam_policy", b"aws_ecr_repository", b"sts:AssumeRoleWithWebIdentity")
_TRUSTS, _PERMITS = ("trust", "assume-role-policy", "assume_role_policy"), ("permissions", "policy")
_FOREIGN = {"node_modules", "vendor", "cdk.out", "__pycache__", "venv"}
_MOST_BYTES = 1_000_000  # CloudFormation takes 1 MB


def found(root: str) -> list[str]:
    """The files below the folder that speak of roles or repositories, sorted; hidden folders and those of packages are left out."""
    names = []
    for folder, folders, files in os.walk(root):
        folders[:] = sorted([name for name in folders if not name.startswith(".") and name not in _FOREIGN])
        names += [os.path.join(folder, name) for name in files if name.endswith(_ENDS)]
    return [name for name in sorted(names) if _speaks(name)]


def read(paths: Sequence[str], known: Known | None = None, root: str = "") -> Templates:
    """All of them. Raises DefinitionError with everything that cannot be read; places are relative to `root`."""
    known = known or Known()
    whole = Templates()
    problems: list[Problem] = []
    modules: dict[str, list[Block]] = {}
    pairs: dict[tuple[str, str], WrittenRole] = {}
    for path in _siblings(paths):
        name = os.path.relpath(path, root).replace(os.sep, "/") if root else path
        try:
            text = _text(path, name)
            if path.endswith(".tf"):
                from synth.infra.reading.hcl import blocks

                modules.setdefault(os.path.dirname(path), []).append(blocks(text, name))
            elif path.endswith(".tf.json"):
                from synth.infra.reading.terraform_json import blocks as blocks_of_json

                modules.setdefault(os.path.dirname(path), []).append(blocks_of_json(marked(text, name)))
            else:
                whole = whole.with_(_one(marked(text, name), known, pairs, name))
        except DefinitionError as error:
            problems += error.problems
    for blocks_ in modules.values():
        from synth.infra.reading import terraform

        try:
            whole = whole.with_(terraform.templates(blocks_, known))
        except DefinitionError as error:
            problems += error.problems
    if problems:
        raise DefinitionError(problems)
    return whole.with_(Templates(roles=tuple(pairs.values())))


def _one(tree: Placed, known: Known, pairs: dict[tuple[str, str], WrittenRole], name: str) -> Templates:
    if cloudformation.is_template(tree):
        return cloudformation.templates(tree, known)
    if not is_policy(tree):
        raise wrong(tree.origin, NEITHER)
    folder, base = os.path.split(name)
    role, kind = _parted(base)
    if not kind:
        return Templates(policies=(document(tree),), files=(name,))
    before = pairs.get((folder, role)) or WrittenRole(name=role, account=known.account, origin=tree.origin)
    made = document(tree)
    pairs[folder, role] = replace(before, trust=made) if kind == "trust" else replace(before, permissions=(*before.permissions, made))
    return Templates(files=(name,))


def _parted(base: str) -> tuple[str, str]:
    """`orders-deploy.trust.json` and `orders-deploy-trust.json` are the trust of orders-deploy; `.permissions`, `-policy` what it may do."""
    stem = base.rpartition(".")[0]
    for kind, words in (("trust", _TRUSTS), ("permissions", _PERMITS)):
        for word in words:
            if stem.endswith(word) and stem[: -len(word)].rstrip(".-_"):
                return stem[: -len(word)].rstrip(".-_"), kind
    return stem, ""


def _siblings(paths: Iterable[str]) -> list[str]:
    """With the other files of a Terraform module, whose variables and locals are used."""
    made = dict.fromkeys(paths)
    for folder in dict.fromkeys([os.path.dirname(path) for path in list(made) if path.endswith((".tf", ".tf.json"))]):
        made.update(dict.fromkeys([os.path.join(folder, name) for name in sorted(os.listdir(folder or ".")) if name.endswith((".tf", ".tf.json"))]))
    return list(made)


def _text(path: str, name: str) -> str:
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except UnicodeDecodeError as error:
        raise wrong(Origin(name, 1), f"is not UTF-8: byte {error.start}") from None
    except OSError as error:
        raise DefinitionError([Problem(name, f"cannot be read: {error.strerror}")]) from None


def _speaks(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError:
        return False
    if len(data) > _MOST_BYTES:
        return False
    if any([sign in data for sign in _SIGNS]):
        return True
    if not path.endswith(".json") or b'"Statement"' not in data:
        return False
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return isinstance(tree, dict) and "Statement" in tree and _parted(os.path.basename(path))[1] == "permissions"
