"""From a definition to the settings that it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from synth import Input, Job, Pipeline, Protection, Rules, Workflow, dispatch, pull_request, run, secrets, vars
from synth.bindings.lock import builtin
from synth.infra.github.declared import declared
from synth.infra.github.values import Declared, Ref
from synth.link import link
from synth.problems import DefinitionError
from tests.infra.github.bench import of, shop

MAIN = (Ref("branch", "main"),)


def by_hand(*jobs: Job, values: Sequence[Protection | Rules] = (), asks: Sequence[Input[Any]] = ()) -> Declared:
    workflow = Workflow("Hand", on=[pull_request(), dispatch(*asks)], jobs=list(jobs))
    return declared(values, [link(workflow, builtin().pin)])


def said(*values: Protection | Rules) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        declared(values, [])
    return [problem.message for problem in caught.value.problems]


def test_every_environment_of_a_job_is_there_and_for_the_main_branch_alone() -> None:
    found = of(pipeline=shop(approval=False, main="trunk"))
    trunk = (Ref("branch", "trunk"),)
    assert [("registry", "chosen", trunk), ("staging", "chosen", trunk), ("production", "chosen", trunk)] == [
        (one.name, one.access, one.refs) for one in found.environments
    ]
    assert (False, (), None) == (found.environments[0].protected, found.rulesets, found.pinned_actions)


@pytest.mark.parametrize(
    ("branches", "tags", "expected"),
    [
        (None, [], ("chosen", MAIN)),
        (None, ["v*"], ("chosen", (*MAIN, Ref("tag", "v*")))),
        ([], ["v*"], ("chosen", (Ref("tag", "v*"),))),
        (["main", "release/*"], [], ("chosen", (*MAIN, Ref("branch", "release/*")))),
        (["~ALL"], [], ("all", ())),
        (["~PROTECTED"], [], ("protected", ())),
    ],
)
def test_who_may_deploy(branches: list[str] | None, tags: list[str], expected: object) -> None:
    found = of(Protection("staging", branches=branches, tags=tags)).environment("Staging")
    assert found is not None
    assert expected == (found.access, found.refs)


def test_reviewers_are_told_apart_as_github_does() -> None:
    found = of(Protection("production", reviewers=["Bob", "@octo-org/Platform", "bob"])).environment("production")
    assert found is not None
    assert ("bob", "octo-org/platform") == found.reviewers


def test_secrets_and_variables_are_those_that_jobs_read() -> None:
    deploy = Job("Deploy", [run("x {token}", token=secrets.TOKEN), run("y {url}", url=vars.URL)], environment="production")
    lint = Job("Lint", [run("z {key}", key=secrets.KEY)], if_=vars.LINT == "yes")
    found = by_hand(deploy, lint, values=[Protection("production", secrets=["sentry"])])
    (production,) = found.environments
    assert {"SENTRY": "its Protection", "TOKEN": "job 'Deploy' of 'Hand'"} == production.secrets
    assert {"URL": "job 'Deploy' of 'Hand'"} == production.used_variables
    assert ({"KEY": "job 'Lint' of 'Hand'"}, {"LINT": "job 'Lint' of 'Hand'"}) == (found.secrets, found.used_variables)


def test_the_options_of_an_input_are_environments() -> None:
    where = Input("where", options=["staging", "production"])
    found = by_hand(Job("Roll back", [run("x")], environment=where), asks=[where])
    assert ["staging", "production"] == [one.name for one in found.environments]
    assert () == found.warnings


def test_an_environment_that_only_the_runner_knows_is_said() -> None:
    found = by_hand(Job("Roll back", [run("x")], environment=vars.WHERE))
    assert (
        "job 'Roll back' of 'Hand': its environment ${{ vars.WHERE }} is only known on the runner: write a Protection for each",
    ) == found.warnings


def test_the_gates_of_the_pipelines_are_required() -> None:
    (ruleset,) = of(Rules(approvals=2, up_to_date=True)).rulesets
    checks = [{"context": name, "integration_id": 15368} for name in ("Build image", "Scan image")]
    assert {
        "deletion": {},
        "non_fast_forward": {},
        "pull_request": {"required_approving_review_count": 2},
        "required_status_checks": {"strict_required_status_checks_policy": True, "required_status_checks": checks},
    } == ruleset.rules
    assert ("ghsynth", ("~DEFAULT_BRANCH",)) == (ruleset.name, ruleset.include)


def test_with_paths_the_one_that_reports_always_is_required() -> None:
    (ruleset,) = of(Rules(app=None, branches=["main", "refs/heads/x"]), pipeline=shop(paths=["web/**"])).rulesets
    assert [{"context": "Shop passed"}] == ruleset.rules["required_status_checks"]["required_status_checks"]
    assert ("refs/heads/main", "refs/heads/x") == ruleset.include


def test_no_checks_are_no_rule() -> None:
    (ruleset,) = of(Rules("plain", checks=[])).rulesets
    assert {"deletion": {}, "non_fast_forward": {}} == ruleset.rules


def test_what_cannot_work_is_said() -> None:
    values: list[Protection | Rules] = [
        Protection("prodction", reviewers=["bob"]),
        Protection("staging", branches=["develop"]),
        Rules(checks=["Bild image"]),
    ]
    assert [
        "no workflow has a job in environment 'prodction'; did you mean 'production'?",
        "environment 'production' is to wait for a person, and nobody is named: Protection('production', reviewers=[...])",
        "no job called 'Bild image' runs for pull requests, which would wait for it forever; did you mean 'Build image'?",
        "pipeline 'Shop' deploys to 'staging' from branch main, which may not",
    ] == [warning.split("  ", 1)[-1] for warning in of(*values, pipeline=shop()).warnings]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (Protection(" "), "Protection of ' ': an environment has a name"),
        (Protection("p", reviewers=["a b"]), "Protection of 'p': reviewer 'a b' is neither a login nor owner/team"),
        (Protection("p", reviewers=list("abcdefg")), "Protection of 'p': has 7 reviewers, GitHub takes 6: name a team"),
        (Protection("p", prevent_self_review=True), "Protection of 'p': prevent_self_review does nothing without reviewers: name them"),
        (Protection("p", wait_minutes=43_201), "Protection of 'p': wait_minutes is 43201, GitHub takes 0 to 43200, which are 30 days"),
        (Protection("p", wait_minutes=True), "Protection of 'p': wait_minutes is True, GitHub takes 0 to 43200, which are 30 days"),
        (Protection("p", branches="main"), "Protection of 'p': branches is a list: write ['main']"),
        (Protection("p", branches=["~all"]), "Protection of 'p': branches has '~all': write a name, a pattern, or ~ALL or ~PROTECTED"),
        (Protection("p", branches=["~ALL", "main"]), "Protection of 'p': branches has '~ALL', which stands alone"),
        (Protection("p", branches=["~ALL"], tags=["v*"]), "Protection of 'p': branches ['~ALL'] say all that GitHub asks about: leave out tags"),
        (Protection("p", branches=[]), "Protection of 'p': no branch and no tag may deploy: name some, or leave out branches for the main one"),
        (Protection("p", tags=[""]), "Protection of 'p': tags has '': write a name, a pattern"),
        (Protection("p", variables={"A-B": "1"}), "Protection of 'p': variable 'A-B': letters, digits and '_', and GITHUB_ is GitHub's own"),
        (Protection("p", secrets=["GITHUB_X"]), "Protection of 'p': secret 'GITHUB_X': letters, digits and '_', and GITHUB_ is GitHub's own"),
        (Rules(branches=[]), "Rules 'ghsynth': is for no branch: name some, or leave it out"),
        (Rules(approvals=11), "Rules 'ghsynth': approvals is 11, GitHub takes 0 to 10"),
        (Rules(checks=[" "]), "Rules 'ghsynth': a check has a name"),
    ],
)
def test_a_mistake_is_said_with_its_place(value: Protection | Rules, message: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        declared([value], [])
    assert [(value.origin, message)] == [(problem.where, problem.message) for problem in caught.value.problems]


def test_an_environment_has_one_protection_and_a_repository_one_answer() -> None:
    twice: list[Protection | Rules] = [
        Protection("Production"),
        Protection("production"),
        Rules("a", pinned_actions=True),
        Rules("A", pinned_actions=False),
    ]
    assert [
        f"Protection of 'production' is given twice, first at {twice[0].origin}: keep one of them",
        f"Rules 'A' is given twice, first at {twice[2].origin}: keep one of them",
        "pinned_actions is true in one of the Rules and false in another: a repository has one answer",
    ] == said(*twice)


def test_a_pipeline_need_not_say_anything() -> None:
    assert Declared() == declared([], [], [Pipeline("Empty", stages=[])])
