"""Tells Sentry that a version was deployed. Started by action.yml with `python3 -I`."""

from __future__ import annotations

import os
import sys

# A copy in a user's repository has the runtime in a folder beside it; a checkout of ghsynth has it two folders up. With -I neither the working
# directory nor PYTHONPATH is on the path: the repository that is being deployed could fill both.
_ACTIONS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_RUNTIME = os.path.join(_ACTIONS, "ghsynth-runtime")
sys.path.insert(0, _RUNTIME if os.path.isdir(_RUNTIME) else os.path.dirname(_ACTIONS))

from synth.runtime.clock import RealClock, chance  # noqa: E402
from synth.runtime.commands import Log  # noqa: E402
from synth.runtime.inputs import InputError, Inputs  # noqa: E402
from synth.runtime.network import Network  # noqa: E402
from synth.runtime.notify.delivery import Delivery, Undelivered  # noqa: E402
from synth.runtime.outputs import append, write_outputs  # noqa: E402
from synth.runtime.report import save  # noqa: E402
from synth.runtime.screen import Screen  # noqa: E402
from synth.runtime.sentry.inputs import Options, read_options  # noqa: E402
from synth.runtime.sentry.release import Sentry  # noqa: E402
from synth.runtime.summary import cell  # noqa: E402
from synth.runtime.verdict import BAD_INPUT, EXIT_CODES  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from synth.runtime.ports import Clock, Sender

ACTION = "sentry-release"


def main(environment: Mapping[str, str], sender: Sender, clock: Clock, log: Log, random: Callable[[], float] = chance) -> int:
    """0, whatever came of it, unless inputs are wrong (2) or `fail-on-error` is set and Sentry could not be told (1)."""
    started, began = clock.wall(), clock.now()
    try:
        options = read_options(Inputs(environment), environment, started)
    except InputError as error:
        log.annotate("error", error.problems, f"{ACTION}: bad input")
        return BAD_INPUT
    outcome, said = _told(options, Delivery(sender, clock, random=random))
    log.say(f"{outcome}: {said}")
    if outcome == "failed":
        log.annotate("error" if options.fail_on_error else "warning", [said], ACTION)
    code = EXIT_CODES["failed"] if outcome == "failed" and options.fail_on_error else 0
    _leave(environment, options, outcome, said, started, clock.now() - began, code)
    return code


def _told(options: Options, delivery: Delivery) -> tuple[str, str]:
    """The outcome, and what was done, in words that nothing secret is in."""
    one, screen = options.marking, Screen([options.marking.token])
    if options.dry_run:
        return "passed", f"dry run: would mark {one.version} as deployed to {one.environment}"
    sentry, done = Sentry(one, delivery), [""][:0]
    try:
        done.append(sentry.release())
        done.append(sentry.deploy())
    except Undelivered as error:
        return "failed", screen.show(", ".join([*done, str(error)]))
    except (AttributeError, KeyError, TypeError) as error:  # an answer of another shape than is documented
        return "failed", f"Sentry's answer could not be read: {type(error).__name__}"
    return "passed", screen.show(", ".join(done))


def _leave(environment: Mapping[str, str], options: Options, outcome: str, said: str, started: float, seconds: float, code: int) -> None:
    import time

    one = options.marking
    content = {
        "outcome": outcome,
        "reason": said,
        "exit-code": code,
        "started-at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(started)),
        "duration-seconds": round(seconds, 3),
        "version": one.version,
        "environment": one.environment,
        "projects": list(one.projects),
    }
    report = save(environment.get("RUNNER_TEMP") or environment.get("TMPDIR") or "/tmp", ACTION, content)
    write_outputs(environment.get("GITHUB_OUTPUT", ""), {"outcome": outcome, "version": one.version, "report": report})
    sign = "🔖" if outcome == "passed" else "⚠️"
    append(environment.get("GITHUB_STEP_SUMMARY", ""), f"{sign} **Sentry** {cell(said)}\n")


def start() -> int:
    """`main` in the real world. A fault of this program never stops a deployment."""
    import signal

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    log = Log(print)
    clock = RealClock()
    try:
        return main(os.environ, Network(clock), clock, log)
    except KeyboardInterrupt:
        log.annotate("warning", ["cancelled before Sentry was told"], ACTION)
        return EXIT_CODES["inconclusive"]
    except Exception as error:
        import traceback

        for line in "".join(traceback.format_tb(error.__traceback__)).splitlines():
            log.say(line)
        log.annotate("warning", [f"{ACTION} itself failed: {type(error).__name__}"], ACTION)
        return 0


if __name__ == "__main__":
    sys.exit(start())
