"""The jobs that tell people what happens, made of what a pipeline does; `synth.stages.notify` is the stage."""

from __future__ import annotations

import json
from functools import reduce
from operator import and_, or_

from synth.build.actions import vendored
from synth.build.jobs import Job, JobResult
from synth.build.steps import Vendored
from synth.destinations import Monday, PagerDuty, Slack, SlackWebhook
from synth.expr import always, cancelled, case, contains, github, text
from synth.expr.tree import Constant, Expr, Filter, Index, Path
from synth.versions import version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from synth.build.jobs import CallJob
    from synth.build.steps import NamedOutputs, Step, Text
    from synth.destinations import Destination
    from synth.pipeline import Environment, Progress
    from synth.stages.notify import Notify

ENDS = ("promoted", "failed", "rolled-back")
_BACK = ("rolled-back", "rollback-failed")
_ENDED: Expr[Any] = Index(Filter(Path("any", "needs")), Constant("result"))  # how all that the job needs ended
_REVIEWS = {"actions": ("read", "reads whether a person rejected the deployment")}
_MINUTES = 10  # each service is asked for a minute at most, and few of them more than twice


class Telling:
    """The jobs, made of what the pipeline does."""

    def __init__(self, notify: Notify, progress: Progress) -> None:
        self.notify, self.progress = notify, progress
        self.on_main = github.ref == f"refs/heads/{progress.main}"
        self.pager, self.board = first(notify.to, PagerDuty), first(notify.to, Monday)
        self.chat: Slack | SlackWebhook | None = first(notify.to, Slack) or first(notify.to, SlackWebhook)
        self.woken = tuple(self.pager.environments or [progress.deployed[-1].name]) if self.pager else ()
        found = [(to, _deploying(progress, to)) for to in progress.deployed]
        self.deployments = [(to, jobs[0]) for to, jobs in found if jobs]
        self.returns = [(to, job) for to, jobs in found for job in jobs[1:]]
        self.places = ", ".join([one.name for one in progress.deployed])
        self.began: Step[NamedOutputs] | None = None  # whose message the others update

    def jobs(self) -> list[Job]:
        made = [self.start()] if self.chat and "started" in self.notify.events else []
        if self.notify.security is not None:
            made.append(self.security(self.notify.security))
        if self.chat and "failed" in self.notify.events:
            made.append(self.failures())
        before: list[Job] = []  # what updated the message last
        for to, deployed in self.deployments:
            if to.approval and self.chat and "waiting" in self.notify.events:
                made.append(self.waiting(to, deployed, before))
            told = self.ended(to, deployed)
            made += told
            before = told
        for to, back in self.returns:
            made += self.returned(to, back)
        return made

    def start(self) -> Job:
        self.began = self.told("started", self.places, self.channel(), "Tell that it starts")
        return self.job("Tell that it starts", [self.began], self.on_main, [])

    def security(self, destination: Destination) -> Job:
        scans = self.progress.scans
        inputs = {**destination.inputs(), "results": _results(scans)}
        if isinstance(destination, PagerDuty):
            inputs["dedup-key"] = text("{repository}/{service}/scan", repository=github.repository, service=self.service())
        condition = ~cancelled() & self.on_main & reduce(or_, [one.failed for one in scans])
        return self.job("Tell security", [self.told("vulnerable", self.places, inputs, "Tell security")], condition, scans)

    def failures(self) -> Job:
        """Of all but the deployments, which tell of themselves. A job that ran out of time counts as cancelled, although nobody cancelled the run."""
        others = [job for job in self.progress.jobs if all(job.key is not one.key for _, one in (*self.deployments, *self.returns))]
        inputs = {**self.channel(), "results": _results(others)}
        condition = ~cancelled() & self.on_main & (contains(_ENDED, "failure") | contains(_ENDED, "cancelled"))
        return self.job("Tell what failed", [self.told("failed", self.places, inputs, "Tell what failed")], condition, others)

    def waiting(self, to: Environment, deployed: Job, before: Sequence[Job]) -> Job:
        """After what the deployment waits for, and not before it. `before` has updated the message by then."""
        ready = reduce(and_, [one.succeeded for one in deployed.needs], ~cancelled() & self.on_main)
        told = self.told("waiting", to.name, {**self.channel(), **self.digest()}, f"Tell that {to.name} waits")
        return self.job(f"Tell that {to.name} waits", [told], ready, [*deployed.needs, *before])

    def ended(self, to: Environment, deployed: Job) -> list[Job]:
        """One job for every end. A cancelled run is told of only where the service was touched: its deployment says what came of it."""
        name, parts = f"Tell about {to.name}", _ends(deployed)
        woken = self.pager.inputs() if self.pager and to.name in self.woken else {}
        about = {**self.digest(), "links": json.dumps({to.name: to.url})}
        steps: list[Step[Any]] = []
        ends = [parts[event] for event in ENDS if event in self.notify.events and event in parts]
        if (self.chat or woken) and ends:
            step = self.told(
                _event(deployed), to.name, {**self.channel(), **woken, **about, **({"token": github.token} if to.approval else {})}, name
            )
            steps.append(step.replace(permissions=_REVIEWS) if to.approval else step)
        else:
            ends = [deployed.succeeded]
        if self.board:
            board = self.told("promoted", to.name, {**self.board.inputs(), **about}, "Update the board")
            steps.append(board.replace(if_=~cancelled() & deployed.succeeded) if steps else board)
        return [self.job(name, steps, always() & self.on_main & reduce(or_, ends), [deployed])] if steps else []

    def returned(self, to: Environment, back: Job) -> list[Job]:
        """One for what takes the environment back after its deployment had succeeded, because a later one failed."""
        parts = _ends(back)
        ends = [parts[event] for event in ("failed", "rolled-back") if event in self.notify.events and event in parts]
        woken = self.pager.inputs() if self.pager and to.name in self.woken else {}
        if not ends or not (self.chat or woken):
            return []
        step = self.told(_event(back), to.name, {**self.channel(), **woken}, f"Tell about {back.name}")
        return [self.job(f"Tell about {back.name}", [step], always() & self.on_main & reduce(or_, ends), [back])]

    def job(self, name: str, steps: Sequence[Step[Any]], condition: Expr[bool], needs: Sequence[Job | CallJob]) -> Job:
        return Job(
            name,
            steps,
            needs=needs,
            if_=condition,
            environment=self.notify.environment,
            environment_deployment=False,  # telling is no deployment
            continue_on_error=True,  # a release is as good when nobody heard of it
            timeout_minutes=_MINUTES,
            origin=self.notify.origin,
        )

    def told(self, event: Text, environment: str, inputs: Mapping[str, Any], name: str) -> Step[NamedOutputs]:
        given = {"event": event, "service": self.service(), "environment": environment, "version": version(), **inputs}
        return vendored("notify", given, outputs=("slack-ts",), name=name)

    def channel(self) -> dict[str, Any]:
        if self.chat is None:
            return {}
        message = {"slack-ts": self.began.outputs["slack-ts"]} if self.began is not None and isinstance(self.chat, Slack) else {}
        return {**self.chat.inputs(), **message}

    def digest(self) -> dict[str, Any]:
        return {"details": text("Digest {digest}", digest=self.progress.release.digest)} if self.progress.release else {}

    def service(self) -> Text:
        if self.notify.service is not None:
            return self.notify.service
        return self.progress.release.image.repository if self.progress.release else github.repository


def first(destinations: Sequence[Destination], kind: type[Any]) -> Any:
    return next((one for one in destinations if isinstance(one, kind)), None)


def _deploying(progress: Progress, to: Environment) -> list[Job]:
    """The job that deploys to the environment, and those that take it back: others that name it are marked as no deployment."""
    named = [job for job in progress.jobs if isinstance(job, Job) and isinstance(job.environment, str) and job.environment == to.name]
    return [job for job in named if job.environment_deployment is not False]


def _outcomes(deployed: Job) -> list[Expr[str]]:
    """What its deployment, and what takes it back, say of themselves; empty texts where they did not get so far."""
    actions = [(step, step.action.name) for step in deployed.steps if isinstance(step.action, Vendored)]
    return [step.outputs["outcome"] for step, action in actions if action.startswith("deploy-") or action == "rollback"]


def _ends(deployed: Job) -> dict[str, Expr[bool]]:
    """When each end has come."""
    back = [outcome == kind for outcome in _outcomes(deployed) for kind in _BACK]
    return {"promoted": deployed.succeeded, "failed": deployed.failed, **({"rolled-back": reduce(or_, back)} if back else {})}


def _event(deployed: Job) -> Expr[str]:
    """Which end it was."""
    back = [(outcome == kind, kind) for kind in reversed(_BACK) for outcome in _outcomes(deployed)]
    return case(*back, (deployed.succeeded, "promoted"), default="failed")


def _results(jobs: Sequence[Job | CallJob]) -> Expr[str]:
    """How the jobs ended, a line each, for the action to name those that failed."""
    values = {f"r{number}": JobResult(job, False) for number, job in enumerate(jobs)}
    return text("\n".join([f"{job.name.replace('{', '{{').replace('}', '}}')}: {{r{number}}}" for number, job in enumerate(jobs)]), **values)
