"""What is written to ECS and to GitHub, and when nothing is."""

from __future__ import annotations

import json

import pytest

from synth.runtime.inputs import InputError
from synth.runtime.record.mark import Mark, marks_of
from tests.actions.record_deployment.conftest import NAME, Bench
from tests.github.faults import Fault, bad_gateway, disconnected, not_accessible
from tests.simulator.world.image import failing, good


def marks(bench: Bench) -> list[tuple[str, str]]:
    """The task definition and the run of each mark on the service, the newest first."""
    return [(one.task_definition, one.run_id) for one in marks_of(bench.service.tags)]


@pytest.mark.row("S4b", "the commit is on the service, the task definition and GitHub's deployment")
def test_a_release_is_marked_on_service_and_task_definition_and_deployed_in_github(bench: Bench) -> None:
    ran = bench.run()
    assert (0, "passed", "ecs,github") == ran.ended
    expected = Mark(bench.revision, bench.definition, (bench.digest,), bench.sha, "100", bench.sim.wall)
    assert (expected,) == marks_of(bench.service.tags)
    assert (expected,) == marks_of(bench.sim.world.tags[bench.definition])
    assert [(bench.payload(), ["success"])] == bench.deployments()
    assert bench.payload() == json.loads(ran.outputs["payload"])


def test_github_gets_a_deployment_that_merges_nothing_and_waits_for_no_check(bench: Bench) -> None:
    bench.run(environment_url="https://staging.example.com")
    created, status = [one.request.body for one in bench.github.done if one.request.method == "POST"]
    expected = {"ref": bench.sha, "task": "ghsynth:release", "environment": "staging", "auto_merge": False, "required_contexts": []}
    assert {**expected, "payload": bench.payload(), "description": "A release that ghsynth deployed"} == created
    assert {
        "state": "success",
        "environment": "staging",
        "description": "Verified",
        "auto_inactive": False,
        "environment_url": "https://staging.example.com",
        "log_url": f"https://github.com/{NAME}/actions/runs/100",
    } == status


def test_a_second_call_writes_nothing(bench: Bench) -> None:
    first = bench.run()
    before, tags = bench.deployments(), dict(bench.service.tags)
    bench.sim.advance(60)
    second = bench.run()
    assert ((0, "passed", "ecs,github"), first.outputs["deployment-id"]) == (second.ended, second.outputs["deployment-id"])
    assert (before, tags) == (bench.deployments(), bench.service.tags)
    assert 2 == len(bench.sim.calls("TagResource"))
    assert 2 == len([one for one in bench.github.done if one.request.method == "POST"])


def test_it_takes_few_calls(bench: Bench) -> None:
    bench.run()
    assert 6 == len(bench.sim.calls())
    assert 4 == len(bench.github.done)


def test_a_newer_run_that_is_recorded_in_ecs_is_not_overtaken(bench: Bench) -> None:
    bench.run(run_id="101", token="")
    ran = bench.run(run_id="99")
    assert (5, "superseded", "") == ran.ended
    assert "nothing was recorded: run 101, a newer one, has recorded web:1" == ran.outputs["reason"]
    assert ([(bench.definition, "101")], []) == (marks(bench), bench.deployments())


def test_a_newer_run_that_is_recorded_in_github_alone_is_not_overtaken(bench: Bench) -> None:
    bench.run(run_id="101")
    bench.service.tags.clear()
    ran = bench.run(run_id="99")
    assert (5, "superseded", "") == ran.ended
    assert {} == bench.service.tags


def test_a_newer_run_that_failed_is_nothing_to_keep(bench: Bench) -> None:
    bench.run(run_id="101", state="failure")
    assert (0, "passed", "ecs,github") == bench.run(run_id="99").ended


def test_a_newer_run_of_another_service_is_nobodys_business(bench: Bench) -> None:
    bench.sim.service("worker")
    bench.run(service="worker", run_id="101")
    assert (0, "passed", "ecs,github") == bench.run(run_id="99").ended


def test_a_release_that_the_service_no_longer_runs_is_not_called_verified(bench: Bench) -> None:
    left = bench.revision
    deployment = bench.sim.deploy("web", good("v2"))
    bench.sim.run_until(lambda: deployment.over)
    bench.sim.advance(600)
    ran = bench.run(service_revision_arn=left)
    assert (5, "superseded", "") == ran.ended
    assert ({}, []) == (bench.service.tags, bench.deployments())


def test_during_a_deployment_the_release_has_to_be_named(bench: Bench) -> None:
    bench.sim.deploy("web", failing("v2"))
    bench.sim.advance(30)
    ran = bench.run()
    assert (6, "inconclusive", "") == ran.ended
    assert (0, "passed", "ecs,github") == bench.run(service_revision_arn=bench.revision).ended


def test_another_task_definition_than_was_said_is_not_recorded(bench: Bench) -> None:
    ran = bench.run(task_definition=bench.definition.replace("web:1", "web:2"))
    assert (1, "failed", "") == ran.ended
    assert ({}, []) == (bench.service.tags, bench.deployments())


def test_a_failure_takes_the_mark_away(bench: Bench) -> None:
    bench.run()
    ran = bench.run(state="failure")
    assert (0, "passed", "ecs,github") == ran.ended
    assert ((), ()) == (marks_of(bench.service.tags), marks_of(bench.sim.world.tags[bench.definition]))
    assert [(bench.payload(), ["success", "failure"])] == bench.deployments()
    assert (0, "passed", "ecs,github") == bench.run().ended
    assert [(bench.definition, "100")] == marks(bench)


@pytest.mark.parametrize("state", ["inactive", "in_progress"])
def test_other_states_are_githubs_alone(bench: Bench, state: str) -> None:
    assert (0, "passed", "github") == bench.run(state=state).ended
    assert ({}, [(bench.payload(), [state])]) == (bench.service.tags, bench.deployments())


def test_github_down_leaves_the_tags(bench: Bench) -> None:
    bench.github.faults.add(bad_gateway(times=100))
    ran = bench.run()
    assert (0, "passed", "ecs") == ran.ended
    assert [(bench.definition, "100")] == marks(bench)
    assert "::warning title=record-deployment%3A recorded in part::" in ran.log


def test_a_token_that_may_not_leaves_the_tags_and_says_what_it_needs(bench: Bench) -> None:
    bench.github.faults.add(not_accessible("POST"))
    ran = bench.run()
    assert (0, "passed", "ecs") == ran.ended
    assert "the job needs permissions: deployments: write" in ran.log


def test_ecs_down_leaves_github_where_the_release_is_known(bench: Bench) -> None:
    bench.sim.fault("expired-token")
    ran = bench.run(service_revision_arn=bench.revision, task_definition=bench.definition, digests=bench.digest)
    assert ((0, "passed", "github"), {}) == (ran.ended, bench.service.tags)
    assert [(bench.payload(), ["success"])] == bench.deployments()


def test_ecs_down_and_nothing_known_is_inconclusive(bench: Bench) -> None:
    bench.sim.fault("expired-token")
    assert (6, "inconclusive", "") == bench.run().ended
    assert [] == bench.deployments()


def test_without_boto3_github_is_told_where_the_release_is_known(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(environment: object) -> str:
        raise InputError(["boto3 could not be installed"])

    monkeypatch.setattr("synth.runtime.packages.boto3_path", none)
    ran = bench.run(service_revision_arn=bench.revision, task_definition=bench.definition, digests=bench.digest)
    assert ((0, "passed", "github"), [(bench.payload(), ["success"])]) == (ran.ended, bench.deployments())
    assert "recorded in part::ECS: boto3 could not be installed" in ran.log
    assert 2 == bench.run().code


def test_both_down_is_a_failure(bench: Bench) -> None:
    bench.sim.fault("access-denied", "TagResource")
    bench.github.faults.add(bad_gateway(times=100))
    ran = bench.run()
    assert (1, "failed", "") == ran.ended
    assert ran.outputs["reason"].startswith("nothing was recorded: ecs:TagResource: AccessDeniedException")


def test_a_role_that_may_not_tag_leaves_github(bench: Bench) -> None:
    bench.sim.fault("access-denied", "TagResource")
    assert (0, "passed", "github") == bench.run().ended


@pytest.mark.parametrize("path", [".*/deployments", ".*/statuses"])
@pytest.mark.parametrize("after", [False, True], ids=["lost before", "lost after"])
@pytest.mark.parametrize("fault", [bad_gateway, disconnected])
def test_an_answer_that_is_lost_makes_nothing_twice(bench: Bench, path: str, after: bool, fault: type[Fault]) -> None:
    bench.github.faults.add(fault("POST", path, after=after))  # type: ignore[call-arg]  # the two share these
    ran = bench.run()
    assert (0, "passed", "ecs,github") == ran.ended
    assert [(bench.payload(), ["success"])] == bench.deployments()


def test_without_a_token_only_ecs_is_written_to(bench: Bench) -> None:
    ran = bench.run(token="", environment="")
    assert ((0, "passed", "ecs"), []) == (ran.ended, bench.github.asked())


def test_without_a_service_only_github_is_written_to(bench: Bench) -> None:
    ran = bench.run(service="", service_revision_arn=bench.revision, task_definition=bench.definition, digests=f'{{"app": "{bench.digest}"}}')
    assert ((0, "passed", "github"), []) == (ran.ended, bench.sim.calls())
    assert [(bench.payload(), ["success"])] == bench.deployments()


def test_a_dry_run_writes_nothing(bench: Bench) -> None:
    ran = bench.run(dry_run="true")
    assert (0, "passed", "web:1 would be recorded") == (ran.code, ran.outputs["outcome"], ran.outputs["reason"])
    assert ({}, []) == (bench.service.tags, bench.deployments())
    assert [] == bench.sim.calls("TagResource")


def test_the_environment_may_have_any_name(bench: Bench) -> None:
    bench.run(environment="Staging (EU) / blue & green")
    bench.run(environment="Staging (EU) / blue & green")
    assert [(bench.payload(), ["success"])] == bench.deployments()


def test_an_enterprise_server_is_asked_where_it_has_its_api(bench: Bench) -> None:
    assert (0, "passed", "ecs,github") == bench.run(api_url=bench.github.enterprise_url).ended


def test_the_token_is_never_shown(bench: Bench) -> None:
    bench.github.faults.add(Fault(status=422, message=f"bad {bench.token}", times=100))
    ran = bench.run()
    assert bench.token not in f"{ran.log}{ran.summary}{ran.outputs}{ran.report}"
    assert "bad ***" in ran.log


def test_the_summary_shows_each_place(bench: Bench) -> None:
    lines = bench.run().summary.splitlines()
    assert "**Record of deployment** passed: web&#58;1 is recorded as success".replace("&#58;", "\\:") == lines[0]
    assert ["release", "newer run", "service tags", "task definition tags", "GitHub deployment"] == [line.split(" | ")[0][2:] for line in lines[4:9]]


def test_all_inputs_that_are_wrong_are_said_at_once(bench: Bench) -> None:
    ran = bench.run(
        service="a b", cluster="c/d", service_revision_arn="x", task_definition="web:1", digests="sha256:1", sha="abc", run_id="x", state="good", environment="",
        fail_on="nonsense", environment_url="ftp://x",
    )  # fmt: skip
    problems = [line.partition("::")[2].partition("::")[2].partition(":")[0] for line in ran.log.splitlines()]
    problems += [text.partition(":")[0] for line in ran.log.splitlines() for text in line.split("%0A")[1:]]
    assert 2 == ran.code
    expected = {
        "service",
        "cluster",
        "service-revision-arn",
        "task-definition",
        "digests",
        "sha",
        "run-id",
        "state",
        "environment",
        "fail-on",
        "environment-url",
    }
    assert expected == set(problems)
    assert ([], []) == (bench.sim.calls(), bench.github.asked())
