"""The course of a deployment to one machine after the other: looked at, filled, switched, verified, and restored when it is bad."""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

from synth.runtime.ec2 import layout
from synth.runtime.ec2.ports import Unreached
from synth.runtime.health_report import line_of
from synth.runtime.screen import Screen
from synth.runtime.verdict import Verdict
from synth.runtime.watch import judge, kind_of, streak, watch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.runtime.commands import Log
    from synth.runtime.ec2.inputs import Wanted
    from synth.runtime.ec2.ports import Ended, Shell
    from synth.runtime.health_inputs import Options
    from synth.runtime.network import Route
    from synth.runtime.ports import Clock, Http
    from synth.runtime.watch import Round

TRIES_TO_RESTORE = 3
_PAUSE_SECONDS = 5


class Place(NamedTuple):
    """A host and what became of it. `result` is a verdict's outcome or `untouched`; `serves` the release that `current` links to, if known."""

    host: str
    result: str
    serves: str
    previous: str
    why: str


class Stopped(Exception):  # noqa: N818  # the end of a course, not a fault of the program
    """The deployment to a host is over before it was verified."""

    def __init__(self, outcome: str, why: str) -> None:
        self.verdict = Verdict(outcome, why)
        super().__init__(why)


class Course:
    """`places` and `verdict` say at any moment how things stand, also when the job is cancelled."""

    def __init__(
        self, wanted: Wanted, shell: Shell, network: Callable[[Route], Http], clock: Clock, screen: Screen, log: Log, random: Callable[[], float]
    ) -> None:
        self._wanted, self._shell, self._network, self._clock = wanted, shell, network, clock
        self._screen, self._log, self._random = screen, log, random
        self.places = {host: Place(host, "untouched", "", "", "") for host in wanted.hosts}
        self._at = self._unverified = ""  # the host, and the release that it runs unproved

    def run(self) -> Verdict:
        """Brings the release to all hosts, up to the first one on which it fails."""
        for host in self._wanted.hosts:
            self._at = host
            try:
                self._deploy(host)
            except Stopped as end:
                self._unverified = ""
                self._put(host, result=end.verdict.outcome, why=end.verdict.reason)
                return Verdict(end.verdict.outcome, f"{host}: {end.verdict.reason}{self._elsewhere(host)}")
            self._put(host, result="passed", why="verified")
        return Verdict("passed", f"{self._wanted.release} serves, verified, on {', '.join(self._wanted.hosts)}")

    def cancelled(self) -> Verdict:
        """What is to be said when the job ends in the middle: what the host runs, and who has to see to it."""
        if not self._unverified:
            return Verdict("inconclusive", f"cancelled: no host runs what is not verified{self._elsewhere('')}")
        place = self.places[self._at]
        back = f"deploy again, or go back to {place.previous}" if place.previous else "deploy again, for there is no release before"
        why = f"cancelled while {self._unverified} on {place.host} was not verified: nothing watches it now; whoever cancelled has to {back}"
        self._put(place.host, result="inconclusive", why=why)
        return Verdict("inconclusive", why + self._elsewhere(place.host))

    def _deploy(self, host: str) -> None:
        wanted = self._wanted
        found = self._looked(host)
        previous = found.previous(wanted.release)
        self._put(host, serves=found.current, previous=previous)
        self._log.say(f"{host}: runs {found.current or 'nothing'}, last verified {found.good or 'nothing'}")
        answered = self._answers(host)
        if wanted.release in (found.current, found.good):
            self._log.say(f"{host}: has {wanted.release} already")
        else:
            self._filled(host)
        self._put(host, serves=wanted.release)
        self._unverified = wanted.release
        verdict = self._tried(host, answered)
        if verdict.outcome != "passed":
            self._back(host, previous, verdict, found.good == previous)
        self._unverified = ""
        try:
            self._checked(self._shell.run(host, layout.settle(wanted)), "marking it as verified")
        except (Unreached, Stopped) as error:
            self._log.annotate("warning", [f"{host}: the release is good, but old ones could not be removed: {error}"], "deploy-ec2")

    def _looked(self, host: str) -> layout.Standing:
        try:
            ended = self._shell.run(host, layout.look(self._wanted.directory))
        except Unreached as error:
            raise Stopped("inconclusive", f"not reached, nothing was changed there: {error}") from None
        if ended.code == layout.CURRENT_IS_NO_LINK:
            raise Stopped("failed", f"{self._wanted.directory}/current is no symbolic link: move it to releases/ and link to it; nothing was changed")
        self._checked(ended, "looking")
        return layout.standing(ended.said)

    def _filled(self, host: str) -> None:
        wanted = self._wanted
        script = layout.unpack(wanted, _digest(wanted.file)) if wanted.file else layout.describe(wanted)
        try:
            self._checked(self._shell.run(host, script, wanted.file), "unpacking, before anything was switched")
        except Unreached as error:
            raise Stopped("inconclusive", f"lost while the release was copied, nothing was switched: {error}") from None
        self._log.say(f"{host}: {wanted.release} is in {wanted.directory}/releases")

    def _tried(self, host: str, answered: bool) -> Verdict:
        """Switches to the release and verifies it. What answered before and is silent now has failed."""
        try:
            ended = self._shell.run(host, layout.switch(self._wanted, self._wanted.release))
        except Unreached as error:
            return Verdict("failed", f"lost during the restart: {error}")
        if ended.code:
            return Verdict("failed", self._said(ended, "the restart"))
        self._log.say(f"{host}: switched to {self._wanted.release}")
        verdict = self._verified(host, self._wanted.health[host])
        if verdict.outcome == "inconclusive" and answered:
            return Verdict("failed", f"it answered before the deployment: {verdict.reason}")
        return verdict

    def _back(self, host: str, previous: str, bad: Verdict, known: bool) -> None:
        """Restores the previous release, or says why not. Always raises Stopped."""
        wanted = self._wanted
        if bad.outcome == "inconclusive":
            raise Stopped("inconclusive", f"{wanted.release} was left running, for it answered neither before nor after: {bad.reason}")
        if not previous:
            raise Stopped("failed", f"{bad.reason}; there is no previous release, so {wanted.release} was left")
        self._log.annotate("warning", [f"{host}: {bad.reason}; going back to {previous}"], "deploy-ec2: restoring")
        why = self._switched_back(host, previous)
        if why:
            raise Stopped("rollback-failed", f"{bad.reason}; {previous} could not be restored: {why}")
        self._put(host, serves=previous)
        self._unverified = previous
        verdict = self._verified(host, self._for_previous(host, previous, known))
        if verdict.outcome != "passed":
            raise Stopped("rollback-failed", f"{bad.reason}; {previous} was restored but is not healthy: {verdict.reason}")
        raise Stopped("rolled-back", f"{bad.reason}; {previous} serves again, verified")

    def _switched_back(self, host: str, previous: str) -> str:
        """Why it could not be done; empty when it was. A connection that is lost meanwhile is tried again."""
        why = ""
        for left in reversed(range(TRIES_TO_RESTORE)):
            try:
                ended = self._shell.run(host, layout.switch(self._wanted, previous))
                return self._said(ended, "the restart") if ended.code else ""
            except Unreached as error:
                why = str(error)
            if left:
                self._clock.sleep(_PAUSE_SECONDS)
        return why

    def _for_previous(self, host: str, previous: str, known: bool) -> Options:
        """Versions are ids of releases where they were for this release; of one that ghsynth did not verify, the version is not known."""
        options = self._wanted.health[host]
        targets = []
        for one in options.plan.targets:
            same = known and one.version is not None and one.version[1] == self._wanted.release
            targets.append(one._replace(version=(one.version[0], previous) if same and one.version else None))
        return options._replace(plan=options.plan._replace(targets=tuple(targets)))

    def _answers(self, host: str) -> bool:
        options = self._wanted.health[host]
        plan = options.plan._replace(deadline=options.plan.timeout)
        seen = next(watch(plan, self._network(options.route), self._clock, self._screen, self._random))
        return all([one.status is not None for one in seen])

    def _verified(self, host: str, options: Options) -> Verdict:
        rounds: list[Round] = []
        for seen in watch(options.plan, self._network(options.route), self._clock, self._screen, self._random):
            rounds.append(seen)
            in_a_row = streak(rounds, options.plan.consecutive)
            for one in seen:
                self._log.say(line_of(one, in_a_row, options.plan.consecutive))
        self._log.say(f"{host}: last try {kind_of(rounds[-1])}")
        return judge(options.plan, rounds)

    def _checked(self, ended: Ended, what: str) -> None:
        if ended.code:
            raise Stopped("failed", self._said(ended, what))

    def _said(self, ended: Ended, what: str) -> str:
        lines = [line.strip() for line in ended.complained.splitlines() if line.strip()]
        last = f": {self._screen.show(lines[-1])}" if lines else ""
        return f"{what} failed{'' if ended.code == layout.RESTART_FAILED else f' with {ended.code}'}{last}"

    def _elsewhere(self, host: str) -> str:
        done = [one.host for one in self.places.values() if one.result == "passed" and one.host != host]
        return f"; {', '.join(done)} keep {self._wanted.release}" if done else ""

    def _put(self, host: str, **changes: str) -> None:
        self.places[host] = self.places[host]._replace(**changes)


def _digest(path: str) -> str:
    found = sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            found.update(block)
    return found.hexdigest()
