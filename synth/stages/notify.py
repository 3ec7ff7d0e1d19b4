"""People are told what happens to a release: when it starts, waits, is live, fails, or is taken back."""

from __future__ import annotations

from synth.build.origin import here
from synth.destinations import Monday, PagerDuty, Slack, SlackWebhook
from synth.model import Origin
from synth.pipeline import StageError
from synth.problems import DefinitionError, Problem
from synth.record import field, record
from synth.stages.telling import ENDS, Telling, first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from synth.build.workflows import Workflow
    from synth.destinations import Destination
    from synth.pipeline import Pipeline, Progress

EVENTS = ("started", "waiting", *ENDS)


@record
class Notify:
    """Tells Slack, PagerDuty and Monday what happens to a release of the main branch. Put it last: `Notify(Slack("C0123456789"), PagerDuty())`.

    A moment of the run at which something can be told is a job: its begin, each wait for a person, the end of each deployment, and the first
    failure of anything else. The end of a deployment is one job whatever it was, and nothing else shares one, because a job runs once and a message
    that waited for the rest of the run would come too late. `security` is told on its own, and at once, when a scan fails.

    The secrets are in a GitHub environment of these jobs' own, `environment`, so that no scanner and no deployment has them. No other job waits
    for one of these, and none of them fails the run. `events` leaves out what nobody wants to know; `service` is what people call it.
    What a person rejected wakes nobody: the end of a deployment that waited is looked up, which takes `actions: read`.
    """

    to: Sequence[Destination]
    security: Destination | None = None
    events: Sequence[Literal["started", "waiting", "promoted", "failed", "rolled-back"]] = ("started", "waiting", "promoted", "failed", "rolled-back")
    environment: str = "notifications"
    service: str | None = None
    origin: Origin = field(default_factory=here, init=False)

    def __init__(
        self,
        *destinations: Destination,
        to: Sequence[Destination] = (),
        security: Destination | None = None,
        events: Sequence[Literal["started", "waiting", "promoted", "failed", "rolled-back"]] = (),
        environment: str = "notifications",
        service: str | None = None,
    ) -> None:  # one that takes destinations one after another
        fields = {"to": (*destinations, *to), "security": security, "events": tuple(events) or EVENTS, "environment": environment, "service": service}
        object.__setattr__(self, "__dict__", {**fields, "origin": here()})

    def after(self, progress: Progress) -> Progress:
        self._check(progress)
        jobs = Telling(self, progress).jobs()
        if not jobs:
            raise StageError(
                "none of its events can happen here: 'waiting' takes an environment with approval=True, and 'rolled-back' one to restore"
            )
        return progress.but(jobs=(*progress.jobs, *jobs))

    def beside(self, pipeline: Pipeline) -> list[Workflow]:
        """None. Raises DefinitionError where later stages add jobs, of which nobody would be told."""
        last = pipeline.progress().jobs[-1]
        if last.origin != self.origin:
            raise DefinitionError(
                [Problem(self.origin, f"stage Notify: nobody would be told of '{last.name}', a job after it: put Notify at the end")]
            )
        return []

    def notes(self) -> list[str]:
        """What has to be set in GitHub before anybody is told."""
        names = sorted({one.secret for one in (*self.to, *([self.security] if self.security else []))})
        where = f"Settings > Environments > {self.environment}"
        held = f"the secret {names[0]}" if len(names) == 1 else f"the secrets {', '.join(names)}"
        return [f"environment '{self.environment}' holds {held}; let only the main branch use it, and give it no reviewers: {where}"]

    def _check(self, progress: Progress) -> None:
        if not progress.deployed:
            raise StageError("there is no release to tell of yet: put Deploy before it")
        if not self.to and self.security is None:
            raise StageError("it tells nobody: give it Slack(...), SlackWebhook(...), PagerDuty(...) or Monday(...)")
        for kinds, what in (((Slack, SlackWebhook), "Slack"), ((PagerDuty,), "PagerDuty"), ((Monday,), "Monday")):
            if len([one for one in self.to if isinstance(one, kinds)]) > 1:
                raise StageError(f"it tells {what} twice: one is enough, and security= is another for scans")
        if isinstance(self.security, Monday):
            raise StageError("Monday is told of promotions only: give security= Slack(...), SlackWebhook(...) or PagerDuty(...)")
        if self.security is not None and not progress.scans:
            raise StageError("there is no scan to tell security of: put TrivyScan or DependencyCheck before it, or leave security out")
        if wrong := [name for name in self.events if name not in EVENTS]:
            raise StageError(f"there is no event '{wrong[0]}'; there are {', '.join(EVENTS)}")
        pager = first(self.to, PagerDuty)
        if pager is not None and not set(ENDS) <= set(self.events):
            raise StageError(f"PagerDuty needs all of {', '.join(ENDS)} among events: an incident that is opened has to be resolved")
        if first(self.to, Monday) is not None and "promoted" not in self.events:
            raise StageError("Monday is told of promotions: put 'promoted' among events")
        if place := [one.name for one in progress.deployed if one.name == self.environment]:
            raise StageError(f"environment '{place[0]}' is deployed to: the secrets of notifications belong to one of their own")
        known = [one.name for one in progress.deployed]
        if pager is not None and (unknown := [name for name in pager.environments if name not in known]):
            raise StageError(f"PagerDuty is to be told of environment '{unknown[0]}', which is not deployed to; there are {', '.join(known)}")
