"""One try: an address is asked once, and what came back is an Observation."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.address import redirected
from synth.runtime.expectation import FAILED, INCONCLUSIVE, REACHABLE, Check, Expectation
from synth.runtime.ports import Garbled, Unreachable
from synth.runtime.screen import Screen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.address import Address
    from synth.runtime.ports import Answer, Clock, Http
    from synth.runtime.version import VersionPath

MOST_REDIRECTS = 5
RIGHT, WRONG, UNREACHED, CUT_SHORT = "right", "wrong", "unreached", "cut-short"


class Target(NamedTuple):
    """What to ask, and what to want of it. `version` pairs where the version stands with the one that has to."""

    address: Address
    expect: Expectation = Expectation()
    version: tuple[VersionPath, str] | None = None
    headers: tuple[tuple[str, str], ...] = ()
    follow_same_host: bool = False


class Observation(NamedTuple):
    """What one try saw. `kind` is right, wrong (it answered, but not as wanted), unreached, or cut-short: the deadline left it less than
    its timeout, so that silence proves nothing. `at_seconds` counts from the start; `milliseconds` is the health exchange's alone."""

    url: str
    at_seconds: float
    kind: str
    milliseconds: float
    checks: tuple[Check, ...] = ()
    status: int | None = None
    version: str = ""
    certificate_expires: float | None = None

    @property
    def why(self) -> str:
        """What is not right, in words; empty when all is."""
        return "; ".join([check.why + (f" ({check.evidence})" if check.evidence else "") for check in self.checks if check.result != "passed"])


def observe(target: Target, http: Http, clock: Clock, screen: Screen, at_seconds: float, timeout: float, left: float) -> Observation:
    """Asks once, for at most `timeout` seconds and never longer than the `left` ones. The version's own exchange shares them."""
    began = clock.now()
    until = began + min(timeout, left)
    url = str(target.address)
    try:
        answer = _answer(target.address, target, http, clock, until)
        milliseconds = (clock.now() - began) * 1000
    except Garbled as error:
        spent = (clock.now() - began) * 1000
        return Observation(url, at_seconds, WRONG, spent, (Check("protocol", FAILED, screen.show(str(error)), "HTTP"),))
    except Unreachable as error:
        kind = CUT_SHORT if error.timed_out and left < timeout else UNREACHED
        return Observation(url, at_seconds, kind, (clock.now() - began) * 1000, (_silence(REACHABLE, error, screen),))
    checks = target.expect.checks(answer, screen)
    version = ""
    cut = False
    if target.version is not None:
        place, wanted = target.version
        try:
            told = answer if place.path is None else _answer(target.address.beside(place.path), target, http, clock, until)
            version, check = place.check(told, wanted, screen)
        except Garbled as error:
            check = Check("version", FAILED, f"none: {screen.show(str(error))}", screen.show(wanted))
        except Unreachable as error:
            check, cut = _silence("version", error, screen), error.timed_out and left < timeout
        checks.append(check)
    kind = _kind([check.result for check in checks], cut)
    return Observation(url, at_seconds, kind, milliseconds, tuple(checks), answer.status, version, answer.certificate_expires)


def _answer(address: Address, target: Target, http: Http, clock: Clock, until: float) -> Answer:
    for _ in range(MOST_REDIRECTS):
        answer = _asked(address, target, http, clock, until)
        onward = answer.header("Location") if target.follow_same_host and answer.status in (301, 302, 303, 307, 308) else None
        if onward is None:
            return answer
        try:
            next_address = redirected(address, onward)
        except ValueError:
            return answer
        if not address.same_host(next_address):
            return answer  # another host might be anybody's, and would get the headers: the redirect itself is the answer
        address = next_address
    return _asked(address, target, http, clock, until)


def _asked(address: Address, target: Target, http: Http, clock: Clock, until: float) -> Answer:
    left = until - clock.now()
    if left <= 0:
        raise Unreachable("no time was left", timed_out=True)
    return http.get(address, target.headers, left)


def _silence(name: str, error: Unreachable, screen: Screen) -> Check:
    return Check(name, INCONCLUSIVE, screen.show(str(error)), "an answer")


def _kind(results: list[str], cut: bool) -> str:
    if FAILED in results:
        return WRONG
    if cut:
        return CUT_SHORT
    return UNREACHED if INCONCLUSIVE in results else RIGHT
