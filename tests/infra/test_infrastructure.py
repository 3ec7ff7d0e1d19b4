"""A definition's roles and repositories, whole: who, what, where, and what is warned of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from synth.infra.explain import as_text
from synth.infra.limits import too_long
from synth.infra.values import Infrastructure, Policy, Role, Statement
from synth.problems import DefinitionError
from tests.infra.orders import DEFINITION, NAMED, found


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Infrastructure:
    return found(tmp_path_factory.mktemp("orders"))


@pytest.mark.row("I8a", "push, deploy, rollback and verify are roles of their own, each trusting one environment")
@pytest.mark.row("S5d", "the roles, whom they trust and what they may do come from the pipeline")
def test_each_role_does_one_thing_for_one_environment(orders: Infrastructure) -> None:
    assert [
        ("111122223333", "orders-deploy-staging", "deploy", "staging", 3600),
        ("111122223333", "orders-push", "push", "registry", 3600),
        ("111122223333", "orders-rollback-staging", "rollback", "staging", 3600),
        ("111122223333", "orders-verify-staging", "verify", "staging", 3600),
        ("444455556666", "orders-deploy-production", "deploy", "production", 3600),
        ("444455556666", "orders-rollback-production", "rollback", "production", 3600),
    ] == [(role.account, role.name, role.purpose, role.environment, role.session_seconds) for role in orders.roles]
    assert () == orders.warnings


def test_who_may_do_what_is_told(orders: Infrastructure, golden: Callable[[str, str], None]) -> None:
    golden("orders.txt", as_text(orders))


def test_every_star_has_its_reason(orders: Infrastructure) -> None:
    stars = {action: one.reason for role in orders.roles for one in role.permissions.statements if one.resources == ("*",) for action in one.actions}
    assert {
        "cloudwatch:DescribeAlarms": "composite alarms are told only to who may see all alarms",
        "ecr:GetAuthorizationToken": "a token is for a whole registry, AWS knows no resource level for it",
        "ecs:DescribeTaskDefinition": "AWS knows no resource level for it",
        "ecs:RegisterTaskDefinition": "no resource level that AWS documents; what a definition may be run as is limited by the roles that may be passed on",
        "ecs:ListTasks": "its resource is an EC2 instance, which tasks on Fargate have none of: limited to the cluster by the condition",
        "elasticloadbalancing:DescribeTargetHealth": "AWS knows no resource level for it",
    } == stars


def test_roles_of_tasks_are_passed_to_ecs_alone_and_never_by_who_rolls_back(orders: Infrastructure) -> None:
    passing = {role.name: one for role in orders.roles for one in role.permissions.statements if "iam:PassRole" in one.actions}
    assert ["orders-deploy-staging", "orders-deploy-production"] == list(passing)
    assert {
        ("arn:aws:iam::111122223333:role/orders-execution", "arn:aws:iam::111122223333:role/orders-task"),
        ("arn:aws:iam::444455556666:role/orders-execution", "arn:aws:iam::444455556666:role/orders-task"),
    } == {one.resources for one in passing.values()}
    assert [{"StringEquals": {"iam:PassedToService": ("ecs-tasks.amazonaws.com",)}}] * 2 == [one.conditions for one in passing.values()]


def test_tags_are_immutable_but_for_those_that_move_and_other_accounts_may_read(orders: Infrastructure) -> None:
    (one,) = orders.repositories
    assert ("arn:aws:ecr:eu-west-1:111122223333:repository/orders", ("branch-*", "good-*"), ("444455556666",)) == (one.arn, one.mutable, one.readers)


def test_without_numbers_the_trust_is_weaker_and_says_so(tmp_path: Path) -> None:
    weaker = found(tmp_path, NAMED)
    expected = (
        "the numbers of the repository are not known, so the roles trust whichever repository has its name; "
        "give --repository-id and --owner-id, or --online to ask GitHub"
    )
    assert (expected,) == weaker.warnings
    (statement,) = weaker.roles[0].trust.statements
    subjects = ("repo:octo-org/orders:environment:staging", "repo:octo-org@*/orders@*:environment:staging")
    assert {"token.actions.githubusercontent.com:sub": subjects} == statement.conditions["StringLike"]
    assert "token.actions.githubusercontent.com:repository_id" not in statement.conditions["StringEquals"]


@pytest.mark.parametrize(
    ("old", "new", "warning"),
    [
        (
            ', task_roles=["orders-task", "orders-execution"]',
            "",
            "service 'api': its tasks are taken to run as api-execution and api-task; name them, Service('api', ..., task_roles=[...])",
        ),
        (
            'role="arn:aws:iam::111122223333:role/orders-push"',
            'role="role-of-orders"',
            "no role is written for 'Push image', 'Keep the release of production', 'Tag the version': "
            "'role-of-orders' does not say which it is; write its ARN in the definition",
        ),
    ],
)
def test_what_is_not_known_is_warned_of(tmp_path: Path, old: str, new: str, warning: str) -> None:
    assert old in DEFINITION
    assert (warning,) == found(tmp_path, definition=DEFINITION.replace(old, new)).warnings


def test_a_role_for_a_purpose_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError) as refused:
        found(tmp_path, definition=DEFINITION.replace('"rollback": f', '"rolback": f'))
    told = ".github/ghsynth.py:26  stage Deploy: environment 'staging' has a role for 'rolback': roles= are for rollback and verify, role= deploys"
    assert told == str(refused.value.problems[0])


def test_a_service_that_only_the_runner_knows_is_warned_of(tmp_path: Path) -> None:
    definition = """\
from synth import Job, Workflow, dispatch, push, uses, vars
from synth.bindings import configure_aws_credentials

sign_in = configure_aws_credentials("Sign in", role_to_assume="arn:aws:iam::111122223333:role/any", aws_region="eu-west-1")
back = uses("./actions/rollback", name="Roll back", inputs={"service": vars.SERVICE, "cluster": "shop"})
any = Workflow("Any", on=[dispatch()], jobs=[Job("Roll back", [sign_in, back], environment="live")])
"""
    infrastructure = found(tmp_path, definition=definition)
    told = "'${{ vars.SERVICE }}' names a service on the runner only, so the role reaches all services of the cluster; name it in the definition"
    assert (told,) == infrastructure.warnings
    service = next(one for one in infrastructure.roles[0].permissions.statements if one.sid == "Service")
    assert ("arn:aws:ecs:eu-west-1:111122223333:service/shop/*",) == service.resources


def test_policies_that_aws_would_refuse_are_warned_of() -> None:
    long = Statement(sid="A", actions=tuple([f"ecs:A{number:04}" for number in range(1000)]), resources=("*",))
    refused = Policy(statements=(long,))
    role = Role(name="r", account="111122223333", purpose="deploy", trust=refused, permissions=refused)
    assert [
        "role r: its trust takes 12093 characters, and AWS allows 2048 unless the account's quota is raised; give its jobs two roles",
        "role r: its permissions take 12093 characters, and AWS allows 10240 in a role; give its jobs two roles",
    ] == list(too_long(role))


def test_a_command_of_aws_that_nobody_declared_is_warned_of(tmp_path: Path) -> None:
    definition = """\
from synth import Job, Workflow, push, run
from synth.bindings import configure_aws_credentials

sign_in = configure_aws_credentials("Sign in", role_to_assume="arn:aws:iam::111122223333:role/site", aws_region="eu-west-1")
site = Workflow("Site", on=[push(branches=["main"])], jobs=[Job("Publish", [sign_in, run("aws s3 sync site s3://site")])])
"""
    infrastructure = found(tmp_path, definition=definition)
    assert ("role site: what 'aws s3 sync' of 'Publish' needs is not known here; allow it yourself",) == infrastructure.warnings
    (role,) = infrastructure.roles
    assert ("other", None, ()) == (role.purpose, role.environment, role.permissions.statements)
    assert "on refs/heads/main" in role.trust.statements[0].reason
