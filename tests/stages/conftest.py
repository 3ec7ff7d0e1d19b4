"""The orders service of the example, its pipeline as values, and as the model that becomes YAML."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from synth import model
from synth.bindings.lock import merged
from synth.build.workflows import Workflow
from synth.link import link
from synth.pipeline import Environment, Health, Image, Pipeline, Registry, Service, Stage
from synth.project import load
from synth.stacks import Npm

EXAMPLE = Path(__file__).parents[2] / "examples/orders-api"
NPM = Npm()
IMAGE = Image("orders-api")
REGISTRY = Registry("111122223333", region="eu-west-1", role="arn:aws:iam::111122223333:role/push")
SERVICE = Service("orders-api", container="app")
HEALTH = Health()


def environment(name: str, **settings: Any) -> Environment:
    given = {"region": "eu-west-1", "cluster": "orders", "role": "arn:aws:iam::444455556666:role/deploy", "url": f"https://{name}.example.com/"}
    return Environment(name, **{**given, **settings})


def linked(workflow: Workflow) -> model.Workflow:
    return link(workflow, merged(None).pin)


def jobs_of(*stages: Stage, **settings: Any) -> Mapping[str, model.Job]:
    """The linked jobs of a pipeline with these stages, by id."""
    jobs: Mapping[str, Any] = linked(Pipeline("Orders API", stages=stages, **settings).workflow()).jobs
    return jobs


@pytest.fixture(scope="session")
def orders() -> model.Workflow:
    """The example's workflow, linked."""
    return linked(load(str(EXAMPLE)).workflows[0])


def steps(job: model.Job | model.CallJob) -> dict[str, model.Step]:
    """A job's steps by name."""
    assert isinstance(job, model.Job)
    return {step.name or step.run or "": step for step in job.steps}


def job(workflow: model.Workflow, name: str) -> model.Job:
    found = workflow.jobs[name]
    assert isinstance(found, model.Job)
    return found


def inputs_of(step: model.Step) -> Mapping[str, Any]:
    """What the step gives its action."""
    assert step.with_ is None or not isinstance(step.with_, str)
    return step.with_ or {}
