"""Production region by region, so that a bad release meets one of them."""

from __future__ import annotations

from functools import reduce
from operator import or_

from synth.build.jobs import Concurrency, Job
from synth.build.origin import here, standing_at
from synth.expr import cancelled
from synth.link.names import file_name
from synth.model import Origin
from synth.pipeline import Environment, Health, LogScan, Service, StageError
from synth.record import field, record, replace, settable
from synth.stages.deploy import Deploy
from synth.stages.of_bake import asked_again, back_minutes, baked, measured, taken_back
from synth.stages.of_window import JOB, checked, going_on
from synth.stages.push import signed_in
from synth.windows import Window

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Literal

    from synth.build.workflows import Workflow
    from synth.pipeline import Pipeline, Progress
    from synth.rollout import Strategy

_AROUND_MINUTES = 10


@record
class Regions:
    """Deploys to one region after the other, in the order given, each verified and baked before the next.

    The bake asks the region's address for `bake_minutes`; with `metrics`, rules of the action verify-metrics, it watches those. A region that
    does not hold is restored, and the later ones are not deployed to. Earlier ones stay as they are, or with `restore="all"` are taken back
    too, the newest first; not where the release never came to the later one, as after a person's no.

    `windows` are when a region may be deployed to: one for all, or one for each. It is asked before the wait for a person and after it. Outside,
    the run fails, and a workflow beside it goes on with the newest that was refused; its button takes the reason of who cannot wait. A hotfix
    leaves the bakes out and keeps the windows, and has that button too.
    """

    environments: Sequence[Environment] = field(kw_only=False)
    service: Service = field(kw_only=False)
    health: Health = field(kw_only=False)
    strategy: Strategy | None = None
    windows: Window | Sequence[Window] | None = None
    bake_minutes: int = 30
    metrics: Sequence[Mapping[str, Any]] = ()
    restore: Literal["failed", "all"] = "failed"
    alarms: Sequence[str] = ()
    logs: LogScan | None = None
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        self._check()
        made: list[Job] = []
        for deploy, window in zip(self.deploys(), self._windows(), strict=True):
            progress = self._deployed(progress, deploy, window)
            assert isinstance(progress.last, Job)
            made.append(progress.last)
        return progress.but(jobs=(*progress.jobs, *self._restored(made))) if self.restore == "all" else progress

    def deploys(self) -> list[Deploy]:
        """The deployments without their bakes."""
        given: dict[str, Any] = {"strategy": self.strategy, "alarms": self.alarms, "logs": self.logs}
        with standing_at(self.origin):
            return [Deploy(to, self.service, self.health, **given) for to in self.environments]

    def unbaked(self) -> Regions:
        """What a hotfix does."""
        strategy = self.strategy
        if strategy is not None:
            none = {name: 0 for name in ("step_minutes", "bake_minutes") if name in settable(type(strategy))}
            strategy = replace(strategy, **none)
        return replace(self, bake_minutes=0, metrics=(), strategy=strategy)

    def beside(self, pipeline: Pipeline) -> list[Workflow]:
        """The workflow that goes on once a window opens."""
        windows = [(to, window) for to, window in zip(self.environments, self._windows(), strict=True) if window is not None]
        if not windows:
            return []
        with standing_at(self.origin):
            return [going_on(pipeline, windows, file_name(pipeline.workflow()).rpartition("/")[2], self.origin)]

    def notes(self) -> list[str]:
        """What has to be known of what GitHub does."""
        asked = [to.name for to in self.environments[:-1] if to.approval] if self.restore == "all" else []
        return [f"a person is asked before '{name}' is taken back too: its environment waits for one before every job" for name in asked]

    def _check(self) -> None:
        if not self.environments:
            raise StageError("it names no region: give it environments")
        if self.bake_minutes < 0 or (self.metrics and not self.bake_minutes):
            raise StageError(f"bake_minutes={self.bake_minutes} leaves no time to look")
        if isinstance(self.windows, (list, tuple)) and len(self.windows) != len(self.environments):
            raise StageError(f"there are {len(self.windows)} windows for {len(self.environments)} regions: give one for each, or one for all")
        for window in {id(one): one for one in self._windows() if one is not None}.values():
            try:
                window.check()
            except ValueError as error:
                raise StageError(str(error)) from None

    def _windows(self) -> list[Window | None]:
        if self.windows is None or isinstance(self.windows, Window):
            return [self.windows for _ in self.environments]
        return [*self.windows]

    def _deployed(self, progress: Progress, deploy: Deploy, window: Window | None) -> Progress:
        """The progress with one region. Its window is asked by a job of its own, and once more after the wait for a person."""
        to, minutes = deploy.environment, self.bake_minutes
        if window is not None and progress.last is not None:
            waits = [progress.last, *progress.checks]
            progress = progress.check(Job(JOB + to.name, [checked(to, window)], needs=waits, timeout_minutes=5, origin=self.origin))
        if minutes:
            watching = measured("Bake", self.metrics, minutes) if self.metrics else asked_again(to, self.health, minutes)
            progress = baked(progress, deploy, watching, minutes)
        else:
            progress = deploy.after(progress)
        job = progress.last
        if window is None or not to.approval or not isinstance(job, Job):
            return progress
        again = job.replace(steps=[checked(to, window), *job.steps])
        return progress.but(jobs=tuple([again if one is job else one for one in progress.jobs]), last=again)

    def _restored(self, made: Sequence[Job]) -> list[Job]:
        """A job for each region but the last, which takes it back where the release failed in a later one."""
        jobs: list[Job] = []
        for at in reversed(range(len(made) - 1)):
            to, here_it_is = self.environments[at], made[at]
            failed = reduce(or_, [job.failed & (job.step("Deploy").outputs.outcome != "") for job in made[at + 1 :]])
            minutes = back_minutes(self.health) + _AROUND_MINUTES
            arn = here_it_is.step("Deploy").outputs["service-deployment-arn"]
            jobs.append(
                Job(
                    f"Take back {to.name}",
                    [signed_in(to.role_for("rollback"), to.region, minutes), taken_back(to, self.service, self.health, arn)],
                    needs=jobs[-1:],
                    if_=~cancelled() & here_it_is.succeeded & failed,
                    environment=to.name,
                    environment_url=to.url,
                    concurrency=Concurrency(f"deploy-{self.service.name}-{to.name}"),
                    timeout_minutes=minutes,
                    origin=self.origin,
                )
            )
        return jobs
