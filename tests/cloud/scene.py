"""A first scene: an application that runs in staging and production, and a role for each purpose, as a delivery pipeline finds them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.cloud.cloud import Cloud
from tests.cloud.images import Built, build
from tests.cloud.roles import PROVIDER_ARN
from tests.cloud.tokens import Job
from tests.cloud.trust import trusting
from tests.simulator.world.service import Service

DEMO = Path(__file__).parent / "demo"


def demo(version: str, mood: str = "well") -> Built:
    """An image of the demo application; `mood` is what demo/app.py says."""
    return build(DEMO, ["python", "app.py"], environment={"APP_VERSION": version, "MOOD": mood}, labels={"org.opencontainers.image.version": version})


def trusted(*jobs: Job) -> dict[str, Any]:
    """A trust policy for these jobs and no others, with the usual audience."""
    return trusting(PROVIDER_ARN, equals={"aud": "sts.amazonaws.com", "sub": [job.subject for job in jobs]})


def both(job: Job) -> tuple[Job, Job]:
    """The job with the new and with the old form of subject."""
    return replace(job, form="new"), replace(job, form="old")


def set_up(cloud: Cloud, name: str = "web", job: Job | None = None) -> dict[str, Service]:
    """Version v1 of the demo in the clusters staging and production, healthy; the roles push, deploy-staging and deploy-production."""
    given = job or Job()
    uri = cloud.repository(name, "IMMUTABLE_WITH_EXCLUSION", ("branch-*", "nightly"))
    digest = cloud.push(demo("v1"), name, "v1")
    made = {cluster: cloud.service(name, f"{uri}@{digest}", cluster) for cluster in ("staging", "production")}
    cloud.role("push", trusted(*both(given)))
    for cluster in made:
        cloud.role(f"deploy-{cluster}", trusted(*both(_in(given, cluster))))
    cloud.wait_until(lambda: all(cloud.settled(service) for service in made.values()))
    return made


def _in(job: Job, environment: str) -> Job:
    return replace(job, environment=environment)
