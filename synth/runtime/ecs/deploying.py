"""Deploys a release to an ECS service, looks at it while both releases are there, goes back where it is bad: from first call to verdict."""

from __future__ import annotations

from synth.runtime.clock import chance
from synth.runtime.ecs import definition, meaning
from synth.runtime.ecs.deploy_inputs import NEVER, OFFICIAL
from synth.runtime.ecs.deployed import Deployed, Outside, Over
from synth.runtime.ecs.evidence import Evidence
from synth.runtime.ecs.going_back import Going, go_back
from synth.runtime.ecs.ladder import last, running
from synth.runtime.ecs.ports import AwsError, Denied, Expired, Unavailable
from synth.runtime.ecs.preparing import RUN_TAG, SHA_TAG, prepare, refuse, would
from synth.runtime.ecs.probing import Prober
from synth.runtime.ecs.registering import find_images, register, wanted_of
from synth.runtime.ecs.ruling import END
from synth.runtime.ecs.starting import NotFound, find_deployment
from synth.runtime.ecs.telling import seen_of
from synth.runtime.ecs.waiting import seen_service
from synth.runtime.ecs.watching import Watch
from synth.runtime.expectation import INCONCLUSIVE, PASSED, Check
from synth.runtime.verdict import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from synth.runtime.commands import Log
    from synth.runtime.ecs.deploy_inputs import Wanted
    from synth.runtime.ecs.preparing import Prepared
    from synth.runtime.ecs.situation import Restored
    from synth.runtime.ecs.values import Revision, Service
    from synth.runtime.ports import Clock
    from synth.runtime.screen import Screen

__all__ = ["Deployed", "Outside", "deploy"]
_SKEW_SECONDS = 5.0


def deploy(wanted: Wanted, outside: Outside, clock: Clock, log: Log, screen: Screen, random: Callable[[], float] = chance) -> Deployed:
    """How it ended. Nothing of AWS is raised; a cancelled job gets its answer too."""
    return Deploying(wanted, outside, clock, log, screen, random).run()


class Deploying:
    """One deployment on its way. What is known of it by the time it ends is in the value that `run` gives, however it ends."""

    def __init__(self, wanted: Wanted, outside: Outside, clock: Clock, log: Log, screen: Screen, random: Callable[[], float] = chance) -> None:
        self._wanted, self._outside, self._ecs = wanted, outside, outside.ecs
        self._clock, self._log, self._screen, self._random = clock, log, screen, random
        self._until = clock.now() + wanted.deadline
        self._prober = Prober(wanted.proof, outside.http, outside.test_http, clock, screen, random)
        self._service: Service | None = None
        self._content: dict[str, Any] | None = None
        self._evidence: Evidence | None = None
        self._watch: Watch | None = None
        self._checks: list[Check] = []
        self._restored: Restored | None = None
        self._deployment = self._target = self._previous = self._serving = ""
        self._asked = self._touched = False

    def run(self) -> Deployed:
        try:
            verdict, usage = self._deployed(), False
        except Over as over:
            verdict, usage = Verdict(over.outcome, over.reason), over.usage
        except KeyboardInterrupt:
            verdict, usage = self._cancelled(), False
        except AwsError as error:
            verdict, usage = self._cut_off(error), isinstance(error, (Expired, Denied)) and not self._touched
        return self._ended(verdict, usage)

    def _deployed(self) -> Verdict:
        if self._wanted.deploy_with == OFFICIAL:
            self._found()
            self._baseline()
        else:
            prepared = prepare(self._wanted, self._ecs, self._clock, self._until, self._log.say)
            self._service, self._previous = prepared.service, prepared.live.arn
            self._serving, self._content = prepared.live.arn, prepared.content or prepared.live.content
            if self._wanted.dry_run:
                return Verdict("inconclusive", f"dry run, nothing was touched: {would(prepared)}")
            self._baseline()  # after what was under way is over: that was not what this deployment replaces
            self._start(prepared)
        if not self._wanted.watch:
            return Verdict("inconclusive", f"{last(self._target)} is on its way as {last(self._deployment)}, not watched")
        return self._watched()

    def _baseline(self) -> None:
        """What serves before, and the alarms that are on before. What cannot be reached from here makes HTTP inconclusive; it takes nothing back."""
        self._outside.also()
        seen = self._prober.baseline()
        before = self._prober.before
        for one in seen:
            observed = f"{one.status}, version {one.version or 'unknown'}" if one.status is not None else "not reached"
            why = "" if before.right else one.why
            self._checks.append(Check(f"baseline {one.url}", PASSED if before.right else INCONCLUSIVE, observed, "right but for its version", why))
            self._log.say(f"before: {one.url} {observed}")
        if seen and not before.reached:
            silent = "what serves now cannot be reached from here: silence will prove nothing against the release"
            self._log.annotate("warning", [silent], "deploy-ecs")

    def _found(self) -> None:
        """The deployment that somebody else started for us. Raises Over."""
        service = seen_service(self._wanted, self._ecs, self._clock, self._until, self._log.say)
        refuse(service, self._wanted)
        self._service, self._deployment, self._touched = service, service.current_deployment, True
        if not self._deployment:
            raise Over("inconclusive", "the service names no service deployment to follow")
        revision = self._revision()
        self._target = revision.task_definition if revision else running(service)
        wanted = self._wanted.release.name
        if wanted and last(wanted) not in (last(self._target), last(self._target).rpartition(":")[0]):
            raise Over("superseded", f"{last(self._deployment)} brings {last(self._target)}, not {last(wanted)}")
        if self._wanted.dry_run:
            raise Over("inconclusive", f"dry run: would follow {last(self._deployment)} of {last(self._target)}")

    def _start(self, prepared: Prepared) -> None:
        """Arms, registers and updates, as far as each is needed. Raises Over."""
        before, say = prepared.service, self._log.say
        if (configuration := prepared.configuration) is not None:
            wanted_of(lambda: self._ecs.configure(before.cluster, before.name, configuration), self._clock, self._until, say)
            say(f"set the deployment configuration: {configuration}")
        if prepared.content is None:
            self._target, self._deployment, self._touched = prepared.live.arn, before.current_deployment, True
            say(f"{last(self._target)} is what the service is to run already")
            return
        find_images(self._wanted.release, self._outside.registry, say)
        new = prepared.registered or register(prepared.content, self._wanted.release, self._ecs, self._clock, self._until, self._log)
        self._target = new.arn
        self._asked = True  # whatever comes of the call: a job that is cancelled in it does not know
        after = wanted_of(lambda: self._ecs.update(before.cluster, before.name, new.arn), self._clock, self._until, say)
        self._touched = True
        say(f"deploying {last(new.arn)} after {last(prepared.live.arn)}")
        try:
            self._deployment = find_deployment(self._ecs, before, new.arn, self._clock, self._until, say, after)
        except NotFound as error:
            raise Over("superseded" if error.superseded else "inconclusive", str(error)) from None

    def _watched(self) -> Verdict:
        wanted, clock, log = self._wanted, self._clock, self._log
        evidence = self._evidence = Evidence(self._ecs, self._outside.logs, self._target, self._since(), self._screen, log.say)
        watch = self._watch = Watch(
            wanted, self._ecs, self._deployment, self._target, self._prober, evidence, clock, log, self._outside.also, self._random
        )
        step = watch.run(self._until)
        log.say(f"{step.outcome or 'bad'}: {step.why}")
        if step.kind == END and step.outcome in ("passed", "superseded", "inconclusive"):
            self._serving = self._target if step.outcome == "passed" else self._serving
            return Verdict(step.outcome, f"{step.why}{self._whose(watch) if step.outcome == 'superseded' else ''}")
        going = Going(self._deployment, self._target, self._previous, watch, evidence, self._gather)
        verdict, self._restored = go_back(step, going, wanted, self._outside, clock, log, self._random)
        self._serving = (self._restored.to if self._restored else "") or self._serving
        return verdict

    def _gather(self) -> None:
        try:
            if self._service is not None and self._evidence is not None:
                self._evidence.gather(self._service, self._content)
        except Expired as error:
            self._log.say(f"going on without more evidence: {error}")

    def _whose(self, watch: Watch) -> str:
        """The commit and the run of what took over, where its task definition says so."""
        service = watch.sight.service
        try:
            tags = self._ecs.task_definition(running(service)).tags if service else {}
        except AwsError:
            return ""
        told = [f"{name} {self._screen.show(tags[tag], 40)}" for name, tag in (("commit", SHA_TAG), ("run", RUN_TAG)) if tags.get(tag)]
        return f": {', '.join(told)}" if told else ""

    def _since(self) -> float:
        """When the release's tasks may have begun, on AWS's clock."""
        try:
            return self._ecs.deployment(self._deployment).created - _SKEW_SECONDS
        except Expired:
            raise
        except AwsError:
            return self._clock.wall() - 60.0

    def _revision(self) -> Revision | None:
        try:
            arn = self._ecs.deployment(self._deployment).target_revision
            return next(iter(self._ecs.revisions([arn])), None)
        except AwsError as error:
            self._log.say(f"going on without the service revision: {error}")
            return None

    def _cancelled(self) -> Verdict:
        """What nobody else sees to, and is in trouble, is stopped; a runner that was told to end leaves seconds for it."""
        if self._watch is None:
            on_its_way = f"{last(self._target)} is on its way; {meaning.owner_by(self._service) or 'nobody sees to it'}"
            return Verdict("inconclusive", f"cancelled; {on_its_way if self._asked or self._touched else 'nothing was deployed'}")
        owner = meaning.owner_of(self._watch.sight) or ("" if self._watch.sight.deployment else meaning.owner_by(self._service))
        if owner or self._wanted.rollback == NEVER or self._evidence is None or not self._evidence.failures:
            return Verdict("inconclusive", f"cancelled; {owner or 'ECS carries on with the deployment, and nobody sees to it'}")
        try:
            self._ecs.stop(self._deployment)
        except AwsError as error:
            return Verdict("inconclusive", f"cancelled while tasks failed; stopping the deployment failed too, nobody sees to it: {error}")
        return Verdict("inconclusive", "cancelled while tasks failed; the deployment was told to go back, and ECS carries on with that")

    def _cut_off(self, error: AwsError) -> Verdict:
        """AWS is out of reach for good: what becomes of the service is ECS's affair."""
        if not self._touched:
            return Verdict("inconclusive" if isinstance(error, Unavailable) else "failed", f"nothing was deployed: {error}")
        owner = meaning.owner_of(self._watch.sight) if self._watch else meaning.owner_by(self._service)
        return Verdict("inconclusive", f"nothing more can be seen: {error}; {owner or 'nobody sees to the deployment any more'}")

    def _ended(self, verdict: Verdict, usage: bool) -> Deployed:
        revision = self._revision() if verdict.outcome == "passed" else None
        sight = self._watch.sight if self._watch else None
        shown = sight.deployment if sight else None
        checks = [*self._checks, *(seen_of(sight, self._prober, self._wanted, self._screen) if sight else ())]
        checks += [*(self._evidence.checks() if self._evidence else ()), *(self._restored.checks if self._restored else ())]
        return Deployed(
            verdict,
            usage,
            self._deployment,
            revision.arn if revision else shown.target.revision if shown else "",
            self._target,
            self._previous,
            self._serving,
            definition.digests(revision.images) if revision else {},
            tuple(checks),
            tuple(self._watch.moments) if self._watch else (),
            self._restored,
            meaning.owner_of(sight) if sight and verdict.outcome == "inconclusive" else "",
        )
