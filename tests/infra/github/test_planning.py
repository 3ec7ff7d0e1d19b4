"""What GitHub has against what is declared, without asking anybody."""

from __future__ import annotations

from typing import Any

import pytest

from synth.infra.github.planning import plan
from synth.infra.github.values import (
    Actions,
    Change,
    Declared,
    Found,
    Present,
    PutActions,
    PutEnvironment,
    PutRuleset,
    Ref,
    RemoveRef,
    RemoveRuleset,
    RemoveVariable,
    Ruleset,
    Wanted,
)

MAIN, HOTFIX = Ref("branch", "main"), Ref("branch", "hotfix/*")
REVIEWED = Present(name="production", reviewers=("alice",), prevent_self_review=True, access="chosen", refs={MAIN: 1})
CHECK = {"context": "Lint", "integration_id": 15368}


def wanted(**what: Any) -> Declared:
    return Declared(environments=(Wanted(name="production", where="here", **{"protected": True, "refs": (MAIN,), **what}),))


def found(*environments: Present, **what: Any) -> Found:
    return Found(repository="o/r", environments=environments, **what)


def checks(*contexts: dict[str, Any]) -> dict[str, Any]:
    return {"required_status_checks": {"strict_required_status_checks_policy": False, "required_status_checks": list(contexts)}}


def acts(declared: Declared, there: Found, prune: bool = False) -> list[Any]:
    return [change.act for change in plan(declared, there, prune=prune).changes]


def test_reviewers_go_only_with_prune_and_are_said_to_be_none() -> None:
    assert [] == acts(wanted(), found(REVIEWED))
    gone = PutEnvironment(environment="production", reviewers=(), prevent_self_review=False, wait_minutes=None, access="chosen")
    assert [
        Change(
            kind="update", what="environment 'production'", lines=("reviewers: alice -> nobody", "who started it may approve: no -> yes"), act=gone
        )
    ] == list(plan(wanted(), found(REVIEWED), prune=True).changes)


def test_what_a_plan_may_not_offer_goes_unsaid() -> None:
    assert [PutEnvironment(environment="production", access="chosen")] == acts(wanted(), found(Present(name="production", refs={MAIN: 1})))


@pytest.mark.parametrize(("declared", "expected"), [(None, []), (7, []), (0, [0]), (9, [9])])
def test_a_wait_of_none_stays(declared: int | None, expected: list[int]) -> None:
    there = found(Present(name="production", wait_minutes=7, access="chosen", refs={MAIN: 1}))
    assert expected == [act.wait_minutes for act in acts(wanted(wait_minutes=declared), there)]


def test_prune_takes_nothing_from_an_environment_that_nobody_declared() -> None:
    there = found(Present(name="production", reviewers=("bob",), access="chosen", refs={MAIN: 1, HOTFIX: 2}, variables={"X": "1"}))
    made = plan(wanted(protected=False), there, prune=True)
    assert (
        (),
        (
            "environment 'production': reviewer bob",
            "environment 'production': branch hotfix/* may deploy",
            "environment 'production': variable X",
        ),
    ) == (made.changes, made.foreign)


def test_prune_takes_branches_and_variables_that_no_job_reads() -> None:
    there = found(Present(name="production", access="chosen", refs={MAIN: 1, HOTFIX: 2}, variables={"X": "1", "USED": "2"}))
    declared = wanted(used_variables={"USED": "job 'x' of 'y'"})
    assert [RemoveRef("production", HOTFIX, 2), RemoveVariable("production", "X")] == acts(declared, there, prune=True)


def test_variables_that_cannot_be_seen_are_not_written() -> None:
    assert [] == acts(wanted(variables={"X": "1"}), found(Present(name="production", access="chosen", refs={MAIN: 1}, variables=None)))


def test_a_ruleset_keeps_what_others_added() -> None:
    other = {"context": "Other"}
    declared = Declared(rulesets=(Ruleset(name="ghsynth", include=("~DEFAULT_BRANCH",), rules=checks(CHECK)),))
    actor = {"actor_type": "RepositoryRole", "actor_id": 5}
    there = Ruleset(
        name="ghsynth", include=("refs/heads/x",), exclude=("refs/heads/y",), rules={**checks(other), "update": {}}, bypass=(actor,), enforcement="disabled", id=3
    )  # fmt: skip
    (put,) = acts(declared, found(rulesets=(there,)))
    kept = Ruleset(
        name="ghsynth",
        include=("refs/heads/x", "~DEFAULT_BRANCH"),
        exclude=("refs/heads/y",),
        rules={**checks(CHECK, other), "update": {}},
        bypass=(actor,),
        id=3,
    )
    assert PutRuleset(kept) == put
    assert [] == acts(declared, found(rulesets=(kept,)))
    (pruned,) = acts(declared, found(rulesets=(there,)), prune=True)
    assert PutRuleset(Ruleset(name="ghsynth", include=("~DEFAULT_BRANCH",), exclude=(), rules=checks(CHECK), bypass=(), id=3)) == pruned


def test_other_rulesets_go_only_where_there_are_rules() -> None:
    there = found(rulesets=(Ruleset(name="tags", id=4),))
    assert [] == acts(Declared(), there, prune=True)
    ours = Ruleset(name="ghsynth", rules={"deletion": {}})
    assert [PutRuleset(ours), RemoveRuleset("tags", 4)] == acts(Declared(rulesets=(ours,)), there, prune=True)


@pytest.mark.parametrize(("wish", "there", "expected"), [(None, False, []), (True, True, []), (True, False, [True]), (False, True, [False])])
def test_pinned_actions(wish: bool | None, there: bool, expected: list[bool]) -> None:
    made = acts(Declared(pinned_actions=wish), found(actions=Actions(allowed="selected", pinned=there)))
    assert [PutActions(Actions(allowed="selected", pinned=one)) for one in expected] == made


def test_what_only_the_organisation_gives_is_not_missing() -> None:
    declared = Declared(secrets={"A": "job 'x' of 'y'", "B": "job 'x' of 'y'"}, used_variables={"V": "job 'x' of 'y'"})
    assert (
        "secret B, which job 'x' of 'y' reads: gh secret set B --repo o/r",
        "variable V, which job 'x' of 'y' reads: gh variable set V --repo o/r",
    ) == plan(declared, found(secrets=("A",))).missing
    assert () == plan(declared, found(secrets=None, variables=None)).missing
