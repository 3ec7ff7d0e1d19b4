"""Wherever GitHub starts, one apply leads to what is declared, and the next has nothing to do. Seeded."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from synth import Protection, Rules
from synth.infra.github.values import Declared
from tests.github.call import Call
from tests.github.repository import Repository
from tests.github.resources import HANDLERS, deployments, people, rulesets, settings
from tests.infra.github.bench import Bench, of

PUT = "repos/create-or-update-environment"
BRANCHES = ("main", "release/*", "hotfix/*")


def scramble(bench: Bench, chance: random.Random) -> None:
    """Some state of the repository that people may have left."""
    repository = bench.repository
    for name in ("registry", "staging", "Production", "github-pages"):
        if chance.random() < 0.7:
            environment(bench, name, chance)
    for name in ("ghsynth", "tags"):
        if chance.random() < 0.5:
            rulesets.ruleset(repository, ruleset(name, chance))
    repository.actions = {**repository.actions, "sha_pinning_required": chance.random() < 0.5}


def environment(bench: Bench, name: str, chance: random.Random) -> None:
    made = deployments.environment(bench.repository, name)
    rules: list[dict[str, Any]] = []
    if chance.random() < 0.5:
        rules.append({"type": "wait_timer", "wait_timer": chance.choice([1, 10])})
    if chance.random() < 0.6:
        who = [people.known_person(bench.github.world, login) for login in chance.sample(["alice", "bob", "Carol"], chance.randint(1, 3))]
        reviewers = [{"type": "User", "reviewer": people.reviewer(bench.github.world, "User", id)} for id in who]
        rules.append({"type": "required_reviewers", "reviewers": reviewers, "prevent_self_review": chance.random() < 0.5})
    custom = {"protected_branches": False, "custom_branch_policies": True}
    made["deployment_branch_policy"] = chance.choice([None, custom, {"protected_branches": True, "custom_branch_policies": False}])
    made["protection_rules"] = [{"id": at, "node_id": "x", **rule} for at, rule in enumerate(rules)]
    for branch in chance.sample(BRANCHES, chance.randint(0, 3)) if made["deployment_branch_policy"] == custom else ():
        settings.policy(bench.repository, name, branch, chance.choice(["branch", "tag"]))
    for variable in chance.sample(["URL", "COLOUR"], chance.randint(0, 2)):
        settings.variable(bench.repository, variable, chance.choice(["1", "2"]), name)


def ruleset(name: str, chance: random.Random) -> dict[str, Any]:
    checks = [
        {"context": one, **({"integration_id": 15368} if chance.random() < 0.5 else {})} for one in ("Scan image", "Lint") if chance.random() < 0.5
    ]
    parameters = {"required_status_checks": checks, "strict_required_status_checks_policy": chance.random() < 0.5, "do_not_enforce_on_create": False}
    rules = [{"type": "required_status_checks", "parameters": parameters}, {"type": "deletion"}, {"type": "update"}]
    include = chance.sample(["refs/heads/x", "~DEFAULT_BRANCH"], chance.randint(0, 2))
    return {
        "name": name,
        "enforcement": chance.choice(["active", "evaluate", "disabled"]),
        "conditions": {"ref_name": {"include": include, "exclude": chance.choice([[], ["refs/heads/y"]])}},
        "rules": chance.sample(rules, chance.randint(0, 3)),
        "bypass_actors": chance.choice([[], [{"actor_type": "RepositoryRole", "actor_id": 5, "bypass_mode": "always"}]]),
    }


def wish(chance: random.Random) -> Declared:
    reviewers = chance.sample(["alice", "octo-org/platform"], chance.randint(0, 2))
    production = Protection(
        "production",
        reviewers=reviewers,
        prevent_self_review=chance.choice([None, False, True]) if reviewers else chance.choice([None, False]),
        wait_minutes=chance.choice([None, 0, 10]),
        branches=chance.choice([None, ["main", "release/*"], ["~ALL"], ["~PROTECTED"]]),
        variables=chance.choice([{}, {"URL": "1"}]),
    )
    rules = Rules(approvals=chance.choice([None, 1]), up_to_date=chance.random() < 0.5, pinned_actions=chance.choice([None, True, False]))
    values: list[Protection | Rules] = [production, rules]
    return of(*chance.sample(values, chance.randint(0, 2)))


def told(repository: Repository) -> set[str]:
    """What is there, as words: nothing of it may go without --prune."""
    words: set[str] = set()
    for name, one in repository.environments.items():
        words |= {f"{name} {ref['type']} {ref['name']}" for ref in repository.branch_policies.get(name, {}).values()}
        words |= {f"{name} variable {variable}" for variable in repository.variables.get(name, {})}
        for rule in one["protection_rules"]:
            words |= {f"{name} reviewer {reviewer['reviewer'].get('login')}" for reviewer in rule.get("reviewers", ())}
    for one in repository.rulesets.values():
        words |= {f"{one['name']} {rule['type']}" for rule in one["rules"]} | {f"{one['name']} bypass" for _ in one["bypass_actors"]}
    return words


@pytest.fixture(params=["omitted is reset", "omitted is kept"])
def semantics(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """GitHub's page does not say what a PUT of an environment does to what it leaves out: either must do."""
    put: Callable[[Call], Any] = HANDLERS[PUT]

    def kept(call: Call) -> Any:
        there = next((one for name, one in call.repository.environments.items() if name == call.parameter("environment_name")), None)
        rules = {rule["type"]: rule for rule in there["protection_rules"]} if there else {}
        review, wait = rules.get("required_reviewers"), rules.get("wait_timer")
        if wait:
            call.body.setdefault("wait_timer", wait["wait_timer"])
        if review:
            call.body.setdefault("reviewers", [{"type": one["type"], "id": one["reviewer"]["id"]} for one in review["reviewers"]])
            call.body.setdefault("prevent_self_review", review["prevent_self_review"])
        return put(call)

    if request.param == "omitted is kept":
        monkeypatch.setitem(HANDLERS, PUT, kept)


@pytest.mark.slow
@pytest.mark.usefixtures("semantics")
@pytest.mark.parametrize("prune", [False, True], ids=["", "prune"])
@pytest.mark.parametrize("seed", range(25))
def test_one_apply_is_enough(bench: Bench, seed: int, prune: bool) -> None:
    chance = random.Random(seed)
    scramble(bench, chance)
    wanted, before = wish(chance), told(bench.repository)
    chosen = {name: one["deployment_branch_policy"] for name, one in bench.repository.environments.items()}
    assert "" == bench.apply(wanted, prune=prune).trouble
    writes = len(bench.writes())
    after = bench.plan(wanted, prune=prune)
    assert ((), writes) == (after.changes, len(bench.writes()))
    if not prune:
        opened = [name for name, one in bench.repository.environments.items() if name in chosen and one["deployment_branch_policy"] != chosen[name]]
        lost = {
            word
            for word in before - told(bench.repository)
            if not any(word.startswith(f"{name} branch") or word.startswith(f"{name} tag") for name in opened)
        }
        assert set() == lost
