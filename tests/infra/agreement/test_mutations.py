"""Every single mistake in a policy that we write is found; as it is, nothing is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from synth.infra.agreement.checking import agreement, faults_in
from synth.infra.documents import document
from synth.infra.reading.marked import marked
from synth.infra.reading.policies import document as read
from synth.infra.reading.values import Templates, WrittenRole
from synth.infra.values import Github, Role
from synth.problems import DefinitionError
from tests.infra.agreement.mutations import KINDS, mutants
from tests.infra.agreement.orders import GITHUB, NAMELESS, needed, role

ROLES = ("orders-push", "orders-deploy")
TRIES = 12


def found(one: Role, github: Github, trust: dict[str, Any], permissions: dict[str, Any]) -> list[str]:
    """The rules that the policies break. A policy that is refused as it is read is found as well."""
    try:
        policies = [read(marked(json.dumps(text, indent=2), "policy.json")) for text in (trust, permissions)]
    except DefinitionError as error:
        return [str(error)]
    written = Templates(roles=(WrittenRole(name=one.name, account=one.account, trust=policies[0], permissions=(policies[1],)),))
    return [f"{f.rule} {f.message}" for f in (*faults_in(written), *agreement(needed(github), written)) if f.rule != "role-missing"]


@pytest.mark.parametrize("github", [GITHUB, NAMELESS], ids=["numbers", "names"])
@pytest.mark.parametrize("name", ROLES)
def test_what_we_write_agrees(name: str, github: Github) -> None:
    one = role(name, github)
    assert [] == found(one, github, document(one.trust), document(one.permissions))


@pytest.mark.slow
@pytest.mark.parametrize("github", [GITHUB, NAMELESS], ids=["numbers", "names"])
@pytest.mark.parametrize("name", ROLES)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_mutant_is_found(name: str, github: Github, seed: int) -> None:
    one = role(name, github)
    trust, permissions = document(one.trust), document(one.permissions)
    survivors, count = [], 0
    for kind, mutant in mutants(trust, seed, TRIES):
        count += 1
        survivors += [f"{kind}: {json.dumps(mutant)}"] if not found(one, github, mutant, permissions) else []
    for kind, mutant in mutants(permissions, seed, TRIES):
        count += 1
        survivors += [f"{kind}: {json.dumps(mutant)}"] if not found(one, github, trust, mutant) else []
    print(f"{count} mutants of {name}")
    assert [] == survivors


def test_every_kind_is_tried() -> None:
    made = {kind for name in ROLES for policy in (role(name).trust, role(name).permissions) for kind, _ in mutants(document(policy), 1, TRIES)}
    assert sorted(KINDS) == sorted(made)
    assert len(KINDS) >= 30
