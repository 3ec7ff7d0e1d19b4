"""A generated pipeline from lint to verified production, on a cloud where every permission is checked: what fails, and what the cloud saw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cloud.cloud import Cloud
from tests.cloud.scene import both, set_up, trusted
from tests.cloud.tokens import Job
from tests.runner.orders import APPLICATION, WORKFLOW, commit, repository
from tests.runner.scenario import Ran, run_pipeline

pytestmark = pytest.mark.slow
SUCCESS = {
    "lint": "success",
    "unit-tests": "success",
    "build-image": "success",
    "scan-image": "success",
    "push-image": "success",
    "deploy-to-staging": "success",
    "deploy-to-production": "success",
}
NEVER = {"deploy-to-staging": "skipped", "deploy-to-production": "skipped"}


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with Cloud(scale=20) as cloud:
        set_up(cloud)
        cloud.role("push", trusted(*both(replace(Job(), environment="registry"))))
        yield cloud
        assert [] == cloud.violations


def versions(cloud: Cloud) -> dict[str, list[str]]:
    """What each cluster's service runs now."""
    with cloud.lock:
        return {
            one.cluster: sorted({rollout.revision.image.version for rollout in one.rollouts if rollout.serving})
            for one in cloud.world.services.values()
        }


def callers(cloud: Cloud, what: str) -> list[str]:
    return list(dict.fromkeys(one.who for one in cloud.journal(what) if one.who != "operator"))


def ran(folder: Path, cloud: Cloud, **more: str) -> tuple[Ran, str]:
    made = repository(folder / "repository", cloud, **more)
    return run_pipeline(made, "push", cloud, workflow=WORKFLOW), f"sha-{commit(made)}"


def test_from_lint_to_production(tmp_path: Path, cloud: Cloud) -> None:
    done, version = ran(tmp_path, cloud)
    assert (0, SUCCESS, ()) == (done.code, done.jobs, done.problems), done.log
    assert {"staging": [version], "production": [version]} == versions(cloud)
    assert ["push"] == callers(cloud, "ecr:PutImage")
    assert ["deploy-staging", "deploy-production"] == callers(cloud, "ecs:UpdateService")
    (pushed,) = cloud.client("ecr").describe_images(repositoryName="web", imageIds=[{"imageTag": version}])["imageDetails"]
    assert pushed["imageDigest"] == done.outputs["build-image.digest"]["digest"]


def test_a_vulnerable_image_is_not_pushed(tmp_path: Path, cloud: Cloud) -> None:
    done, _ = ran(tmp_path, cloud, VULNERABLE="")
    assert (1, {**SUCCESS, **NEVER, "scan-image": "failure", "push-image": "skipped"}) == (done.code, done.jobs), done.log
    assert ([], {"staging": ["v1"], "production": ["v1"]}) == (callers(cloud, "ecr:PutImage"), versions(cloud))


def test_a_release_that_tells_another_version_goes_back(tmp_path: Path, cloud: Cloud) -> None:
    done, _ = ran(tmp_path, cloud, **{"app.py": APPLICATION.replace('"version": os.environ.get("APP_VERSION", "")', '"version": "other"')})
    assert (1, {**SUCCESS, **NEVER, "deploy-to-staging": "failure"}) == (done.code, done.jobs), done.log
    assert {"staging": ["v1"], "production": ["v1"]} == versions(cloud)
    assert "rolled-back" == done.outputs["deploy-to-staging.deploy"]["outcome"]


def test_a_release_that_crashes_goes_back(tmp_path: Path, cloud: Cloud) -> None:
    done, _ = ran(tmp_path, cloud, **{"app.py": "raise SystemExit('no database')\n"})
    assert (1, {**SUCCESS, **NEVER, "deploy-to-staging": "failure"}) == (done.code, done.jobs), done.log
    assert {"staging": ["v1"], "production": ["v1"]} == versions(cloud)


def test_production_that_nobody_approves(tmp_path: Path, cloud: Cloud) -> None:
    made = repository(tmp_path / "repository", cloud)
    done = run_pipeline(made, "push", cloud, workflow=WORKFLOW, rejected=("production",))
    assert (1, {**SUCCESS, "deploy-to-production": "failure"}) == (done.code, done.jobs), done.log
    assert ["deploy-staging"] == callers(cloud, "ecs:UpdateService")
    assert {"staging": [f"sha-{commit(made)}"], "production": ["v1"]} == versions(cloud)


def test_a_role_that_does_not_trust_the_environment(tmp_path: Path, cloud: Cloud) -> None:
    cloud.role("deploy-production", trusted(*both(replace(Job(), environment="other"))))
    done, version = ran(tmp_path, cloud)
    assert (1, {**SUCCESS, "deploy-to-production": "failure"}) == (done.code, done.jobs), done.log
    assert {"staging": [version], "production": ["v1"]} == versions(cloud)
    assert "Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity" in done.log


def test_a_job_without_the_permission_gets_no_token(tmp_path: Path, cloud: Cloud) -> None:
    made = repository(tmp_path / "repository", cloud)
    file = made / WORKFLOW
    before, deploy, after = file.read_text("utf-8").partition("  deploy-to-staging:\n")
    file.write_text(before + deploy + after.replace("      id-token: write # sign in to AWS with OIDC\n", "", 1), "utf-8")
    done = run_pipeline(made, "push", cloud, workflow=WORKFLOW)
    assert (1, {**SUCCESS, **NEVER, "deploy-to-staging": "failure"}) == (done.code, done.jobs), done.log
    assert "Credentials could not be loaded" in done.log
