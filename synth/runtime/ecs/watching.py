"""Looks at a deployment and at what it serves, turn by turn, until a rule ends it; answers the PAUSE hooks on the way."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.clock import chance
from synth.runtime.ecs import meaning
from synth.runtime.ecs.following import Follower, Sight
from synth.runtime.ecs.ladder import awaiting, last
from synth.runtime.ecs.ports import AwsError, Conflict, Denied, Expired, Missing, Refused
from synth.runtime.ecs.probing import PRODUCTION, TEST, listening
from synth.runtime.ecs.ruling import BACK, END, GO_ON, LEFT_ALONE, PROCEED, Known, Step, rule
from synth.runtime.ecs.status import unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.runtime.commands import Log
    from synth.runtime.ecs.deploy_inputs import Wanted
    from synth.runtime.ecs.evidence import Evidence
    from synth.runtime.ecs.looking import Also
    from synth.runtime.ecs.ports import Ecs
    from synth.runtime.ecs.probing import Prober
    from synth.runtime.ports import Clock

_LEAST_SLEEP = 0.05
_LATE_LINES_SECONDS = 60.0
MOST_MOMENTS = 200


class Moment(NamedTuple):
    """A change that was seen. `at` is in seconds since the watch began."""

    at: float
    what: str


class Watch:
    """One deployment. `sight` is what was seen last, and `moments` are the changes so far, also after the watch was interrupted."""

    def __init__(
        self,
        wanted: Wanted,
        ecs: Ecs,
        arn: str,
        target: str,
        prober: Prober,
        evidence: Evidence,
        clock: Clock,
        log: Log,
        also: Also,
        random: Callable[[], float] = chance,
    ) -> None:
        self._wanted, self._ecs, self._arn, self._clock, self._log = wanted, ecs, arn, clock, log
        self._prober, self._evidence, self._also = prober, evidence, also
        self._follower = Follower(ecs, arn, clock, self._warn, target, random)
        self._began = clock.now()
        self.cluster, self.service = self._follower.cluster, self._follower.name
        self._paused: tuple[str, float] = ("", 0.0)
        self._weight: tuple[float | None, float] = (None, clock.now())
        self._done_at: float | None = None
        self._answered: set[str] = set()
        self._told: set[str] = set()
        self.sight = Sight(clock.now())
        self.moments: list[Moment] = []

    def run(self, deadline: float) -> Step:
        """How it ended: a step of kind `end` or `back`. `deadline` is on the clock's `now`. Raises Expired, and Denied where nothing may be seen."""
        while True:
            if self._clock.now() >= self._follower.due:
                self._look()
            where = listening(self.sight, self._clock.now() - self._weight[1], self._pace())
            if (where.production or where.test) and self._clock.now() >= self._prober.due:
                self._prober.probe(where)
            step = rule(self._known(deadline), self._wanted)
            if (step.kind == GO_ON or step.outcome == "passed") and (why := self._also()):
                step = Step(BACK, why)
            if step.outcome == "passed" and self._also.silent:
                step = self._waiting_for_logs(step)
            if step.kind in (BACK, END):
                return step
            if step.kind == PROCEED:
                self._proceed(step.hook)
                continue
            if step.kind == LEFT_ALONE:
                self._leave(step)
            due = min(self._follower.due, self._prober.due) if where.production or where.test else self._follower.due
            self._clock.sleep(max(min(due, max(deadline, self._clock.now())) - self._clock.now(), _LEAST_SLEEP))

    def _waiting_for_logs(self, step: Step) -> Step:
        """Lines arrive late. A release that logs nothing at all is not proved, however well it answers."""
        if self._clock.now() - (self._done_at or self._began) < _LATE_LINES_SECONDS:
            return Step(GO_ON)
        return Step(END, f"{step.why}; {self._also.silent}: not proved", "inconclusive")

    def until_back(self, deadline: float) -> str:
        """What is meant once ECS has gone back by itself, or the deadline is reached."""
        while meaning.meaning(self.sight) == meaning.RETURNING and self._follower.due < deadline:
            self._clock.sleep(max(self._follower.due - self._clock.now(), _LEAST_SLEEP))
            self._look()
        return meaning.meaning(self.sight)

    def _look(self) -> None:
        before, self.sight = self.sight, self._follower.look()
        now = self._clock.now()
        self._tell(before)
        deployment, service = self.sight.deployment, self.sight.service
        if service is not None:
            self._evidence.look(service, self._counted())
        if deployment is None:
            return
        if deployment.target.production_weight != self._weight[0]:
            self._weight = (deployment.target.production_weight, now)
        hook = awaiting(deployment)
        if hook is not None and hook.id != self._paused[0]:
            self._paused = (hook.id, now)
        if self._done_at is None and meaning.meaning(self.sight) == meaning.DONE:
            self._done_at = now
            self._prober.due = now
            if service is not None:
                self._follower.due = min(self._follower.due, now + 1.0)  # the service's own counts may be older than the deployment's end

    def _counted(self) -> int:
        service, deployment = self.sight.service, self.sight.deployment
        failed = max([one.failed for one in service.rollouts if one.task_definition == self._evidence.target], default=0) if service else 0
        return max(failed, deployment.breaker.failures if deployment and deployment.breaker else 0)

    def _known(self, deadline: float) -> Known:
        return Known(
            self._clock.now(),
            deadline,
            self.sight,
            self._prober.of(PRODUCTION),
            self._prober.of(TEST),
            self._prober.before,
            self._evidence.crash,
            len(self._evidence.failures),
            self._paused[1],
            self._weight[1],
            self._done_at or 0.0,
            frozenset(self._answered),
            [self._prober.latencies.get(str(one.address), []) for one in self._wanted.proof.production],
        )

    def _pace(self) -> float:
        return self._wanted.proof.plan.interval if self._wanted.proof.plan else 5.0

    def _proceed(self, hook: str) -> None:
        """Lets the deployment go on. An answer that got lost is given again at the next turn: answering twice is refused, not harmful."""
        shown = self.sight.deployment
        stage = shown.stage if shown else ""
        try:
            self._ecs.proceed(self._arn, hook, "CONTINUE")
        except Expired:
            raise
        except Denied as error:
            self._warn(f"the PAUSE hook at {stage} is left to somebody who may answer it: {error}")
        except (Conflict, Refused, Missing) as error:
            self._log.say(f"the PAUSE hook at {stage} was answered meanwhile: {error}")
        except AwsError as error:
            self._log.say(f"once more: {error}")
            self._clock.sleep(1.0)
            return
        else:
            self._note(f"verified, continued past the PAUSE hook{f' at {stage}' if stage else ''}")
        self._answered.add(hook)
        self._follower.due = min(self._follower.due, self._clock.now() + 1.0)

    def _leave(self, step: Step) -> None:
        if step.hook not in self._told:
            self._told.add(step.hook)
            answer = f"aws ecs continue-service-deployment --service-deployment-arn {self._arn} --hook-id {step.hook} --action CONTINUE"
            self._warn(f"{last(self._arn)} {step.why}; {answer}")

    def _tell(self, before: Sight) -> None:
        """Each change once: what ECS says, what it says that nobody here knows, and that it says nothing."""
        sight, shown = self.sight, self.sight.deployment
        if sight.trouble and sight.trouble != before.trouble:
            self._log.say(f"no answer for now: {sight.trouble}")
        if shown is None:
            return
        if (strange := unknown(shown.status, shown.stage)) and strange not in self._told:
            self._told.add(strange)
            self._warn(f"ECS names {strange}, which is not known here: waiting for one that is")
        line = _line(sight)
        if line != _line(before):
            self._note(line)

    def _note(self, what: str) -> None:
        at = self._clock.now() - self._began
        self._log.say(f"{at:7.1f} s  {what}")
        if len(self.moments) < MOST_MOMENTS:
            self.moments.append(Moment(round(at, 1), what))

    def _warn(self, message: str) -> None:
        self._log.annotate("warning", [message], "deploy-ecs")


def _line(sight: Sight) -> str:
    """What ECS says, in a line that changes when something happens."""
    shown = sight.deployment
    if shown is None:
        return ""
    words = [last(shown.arn), shown.status, shown.stage]
    words += [f"{shown.target.running} of {shown.target.requested} tasks run"]
    if shown.target.production_weight is not None:
        words.append(f"{shown.target.production_weight:g} % of traffic")
    if shown.breaker and shown.breaker.failures:
        words.append(f"{shown.breaker.failures} failures of {shown.breaker.threshold}")
    return " ".join([word for word in words if word])
