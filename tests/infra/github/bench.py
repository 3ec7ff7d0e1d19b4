"""A shop's definition, its settings as declared, and a repository of the fake GitHub to hold them against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from synth import Environment, Image, Pipeline, Protection, Registry, Rules, Service
from synth.adapters.github_client import reader, writer
from synth.adapters.github_settings import GitHubSettings
from synth.bindings.lock import builtin
from synth.infra.github.applying import Applied, apply
from synth.infra.github.declared import declared
from synth.infra.github.planning import plan
from synth.infra.github.values import Declared, Plan
from synth.link import link
from synth.stages import Build, Deploy, Push, TrivyScan
from tests.github import GitHub
from tests.github.resources import people

NAME = "octo-org/shop"
WEB = Service("web", container="app")


def place(name: str, approval: bool = False) -> Environment:
    role = "arn:aws:iam::123456789012:role/deploy"
    return Environment(name, region="eu-central-1", cluster="default", role=role, url="https://x.example.com", approval=approval)


def shop(approval: bool = True, paths: Sequence[str] = (), main: str = "main") -> Pipeline:
    registry = Registry("123456789012", region="eu-central-1", role="arn:aws:iam::123456789012:role/push")
    deploys = [Deploy(place("staging"), WEB), Deploy(place("production", approval), WEB)]
    return Pipeline("Shop", stages=[Build(Image("web")), TrivyScan(), Push(registry), *deploys], paths=paths, main=main)


def of(*values: Protection | Rules, pipeline: Pipeline | None = None) -> Declared:
    """What the shop declares."""
    made = pipeline or shop(approval=False)
    return declared(values, [link(workflow, builtin().pin) for workflow in made.workflows()], [made])


FULL = (
    Protection(
        "production",
        reviewers=["Alice", "octo-org/platform"],
        prevent_self_review=True,
        wait_minutes=5,
        tags=["v*"],
        variables={"URL": "https://x.example.com"},
        secrets=["SENTRY"],
    ),
    Rules(approvals=1, pinned_actions=True),
)


class Bench:
    def __init__(self, github: GitHub) -> None:
        self.github = github
        self.repository = github.repository(NAME)
        people.known_person(github.world, "alice")
        people.known_person(github.world, "bob")
        people.known_team(github.world, "octo-org/platform")

    def settings(self, name: str = NAME, **what: Any) -> GitHubSettings:
        token = self.github.token(**what)
        return GitHubSettings(name, reader(token, self.github.url, backoff_seconds=0, max_wait_seconds=0), writer(token, self.github.url, 0))

    def plan(self, wanted: Declared, prune: bool = False, **what: Any) -> Plan:
        with self.settings(**what) as settings:
            return plan(wanted, settings.found(wanted), prune=prune)

    def apply(self, wanted: Declared, prune: bool = False, **what: Any) -> Applied:
        with self.settings(**what) as settings:
            return apply(plan(wanted, settings.found(wanted), prune=prune), settings)

    def writes(self) -> list[str]:
        """What was written so far, in short."""
        return [line.replace(f"/repos/{NAME}", "") for line in self.github.asked() if not line.startswith("GET")]
