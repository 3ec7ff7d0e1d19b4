"""What steps tell of the calls that they make."""

from __future__ import annotations

import json
from typing import Any

import pytest

from synth import model
from synth.infra.reading_jobs import Held, held, log_groups, refs
from synth.model import Trigger

SIGN_IN = "aws-actions/configure-aws-credentials@sha"
ROLE = {"role-to-assume": "arn:aws:iam::111122223333:role/x", "aws-region": "eu-west-1"}


def using(reference: str, **inputs: Any) -> model.Step:
    return model.Step(uses=model.Uses(reference=reference), with_={name.replace("_", "-"): value for name, value in inputs.items()})


def taken(*steps: model.Step, **more: Any) -> list[Held]:
    return held(model.Job(steps=(model.Step(uses=model.Uses(reference=SIGN_IN), with_={**ROLE, **more}), *steps)))


def actions(*steps: model.Step) -> set[str]:
    return {call.action for one in taken(*steps) for use in one.uses for call in use.calls}


@pytest.mark.parametrize("reference", ["./.github/actions/verify-metrics", "$/.github/actions/verify-metrics", "o/r/actions/verify-metrics@sha"])
def test_our_actions_are_known_wherever_they_lie(reference: str) -> None:
    rules = json.dumps([{"rule": "alarm", "alarms": ["a"]}])
    assert {"cloudwatch:DescribeAlarms"} == actions(using(reference, rules=rules))


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([{"rule": "bounds"}], {"cloudwatch:GetMetricData"}),
        ([{"rule": "logs", "group": "/ecs/a"}, {"rule": "alarm"}], {"cloudwatch:DescribeAlarms", "logs:FilterLogEvents"}),
        ("- rule: alarm", {"cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData", "logs:FilterLogEvents"}),
    ],
)
def test_rules_say_what_is_read_and_other_texts_that_all_may_be(rules: Any, expected: set[str]) -> None:
    text = rules if isinstance(rules, str) else json.dumps(rules)
    assert expected == actions(using("./actions/verify-metrics", rules=text))


def test_inputs_decide() -> None:
    plain = actions(using("./actions/deploy-ecs", service="a"))
    official = actions(using("./actions/deploy-ecs", service="a", deploy_with="official"))
    watched = actions(using("./actions/deploy-ecs", service="a", verify_alarms="b", verify_log_pattern="c"))
    assert {"ecs:RegisterTaskDefinition", "iam:PassRole"} == plain - official
    assert {"cloudwatch:DescribeAlarms", "logs:FilterLogEvents"} == watched - plain
    archived = actions(using("./actions/rollback", service="a", restore_images=True)) - actions(
        using("./actions/rollback", service="a", restore_images=False)
    )
    assert {"ecr:UpdateImageStorageClass"} == archived


def test_roles_one_after_the_other_have_the_steps_between() -> None:
    other = model.Step(
        uses=model.Uses(reference=SIGN_IN), with_={**ROLE, "role-to-assume": "arn:aws:iam::111122223333:role/y", "role-duration-seconds": 7200}
    )
    login, rollback = using("aws-actions/amazon-ecr-login@sha"), using("./actions/rollback", service="a")
    found = taken(login, other, rollback)
    assert [("x", 3600, ["push"]), ("y", 7200, ["rollback"])] == [
        (one.role.rpartition("/")[2], one.seconds, [use.purpose for use in one.uses]) for one in found
    ]


def test_a_job_that_signs_in_nowhere_holds_nothing() -> None:
    assert [] == held(model.Job(steps=(using("./actions/deploy-ecs", service="a"), using(SIGN_IN))))


def test_scripts_name_their_repositories_and_what_is_not_known() -> None:
    script = "digest=$(aws ecr batch-get-image --repository-name orders --image-ids a)\naws s3 \\\n  sync a b && echo draws water"
    ((one,),) = [held.uses for held in taken(model.Step(run=script))]
    assert ({"ecr:BatchGetImage"}, (("", "", "orders"),), ("aws s3 sync",)) == ({call.action for call in one.calls}, one.images, one.unknown)
    ((copied,),) = [
        held.uses for held in taken(model.Step(run="skopeo copy oci:a docker://111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/orders:b"))
    ]
    assert ((("111122223333", "eu-west-1", "team/orders"),), "push") == (copied.images, copied.purpose)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ({"push": Trigger(branches=("main",)), "workflow_dispatch": Trigger()}, ("refs/heads/main",)),
        ({"push": Trigger(tags=("v*",))}, ("refs/tags/v*",)),
        ({"push": Trigger(branches=("release/**", "v[0-9]+"))}, ("refs/heads/release/*", "refs/heads/v*")),
        ({"schedule": Trigger(), "pull_request": Trigger()}, ("refs/heads/trunk",)),
    ],
)
def test_refs_are_those_of_pushes_else_the_main_branch(on: dict[str, Trigger], expected: tuple[str, ...]) -> None:
    assert expected == refs(model.Workflow(on=on, jobs={}), "trunk")


def test_log_groups_are_those_that_inputs_name() -> None:
    given = {"verify-log-group": "/a", "log-group": "", "rules": json.dumps([{"rule": "logs", "group": "/b"}, {"rule": "alarm"}])}
    assert ("/a", "/b") == log_groups(given)
    assert () == log_groups({"rules": "rules.yml"})
