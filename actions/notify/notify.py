"""Tells people what happened to a release. Started by action.yml with `python3 -I`."""

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
from synth.runtime.github_api import GitHubApi  # noqa: E402
from synth.runtime.inputs import InputError, Inputs  # noqa: E402
from synth.runtime.network import Network  # noqa: E402
from synth.runtime.notify.delivery import Delivery, Undelivered  # noqa: E402
from synth.runtime.notify.event import Told  # noqa: E402
from synth.runtime.notify.inputs import Options, read_options  # noqa: E402
from synth.runtime.notify.rejection import rejected  # noqa: E402
from synth.runtime.outputs import append, write_outputs  # noqa: E402
from synth.runtime.report import save  # noqa: E402
from synth.runtime.screen import Screen  # noqa: E402
from synth.runtime.summary import cell, table  # noqa: E402
from synth.runtime.verdict import BAD_INPUT, EXIT_CODES  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from synth.runtime.ports import Clock, Sender

ACTION = "notify"


def main(environment: Mapping[str, str], sender: Sender, clock: Clock, log: Log, random: Callable[[], float] = chance) -> int:
    """0, whatever came of it, unless inputs are wrong (2) or `fail-on-error` is set and somebody could not be told (1)."""
    try:
        options = read_options(Inputs(environment), environment)
    except InputError as error:
        log.annotate("error", error.problems, f"{ACTION}: bad input")
        return BAD_INPUT
    started, began = clock.wall(), clock.now()
    if options.record is not None and not options.dry_run:
        api = GitHubApi(sender, clock, options.record.api, options.record.token, random)
        options = options._replace(happening=rejected(options.happening, options.record, api, log))
    told = _dry(options) if options.dry_run else _told(options, Delivery(sender, clock, random=random), clock)
    failed = [one for one in told if one.result == "failed"]
    for one in told:
        log.say(f"{one.channel}: {one.result}, {one.what}")
    if not told:
        log.say("nobody to tell: no channel has its credentials")
    level = "error" if options.fail_on_error else "warning"
    log.annotate(level, [f"{one.channel} was not told: {one.what}" for one in failed], ACTION)
    code = EXIT_CODES["failed"] if failed and options.fail_on_error else 0
    _leave(environment, options, told, started, clock.now() - began, code)
    return code


def _told(options: Options, delivery: Delivery, clock: Clock) -> list[Told]:
    """Each channel is told, whatever came of the others."""
    import time

    happening, screen = options.happening, Screen(options.secrets)
    slack, pagerduty, monday = options.slack, options.pagerduty, options.monday
    ways: list[tuple[str, Callable[[], Told]]] = []
    if pagerduty is not None and happening.kind != "rejected":  # first: it wakes people, and nothing changed where a person said no
        ways.append(("pagerduty", lambda: pagerduty.tell(happening, delivery)))
    if slack is not None:
        ways.append(("slack", lambda: slack.tell(happening, delivery)))
    if monday is not None:
        day = time.strftime("%Y-%m-%d", time.gmtime(clock.wall()))
        ways.append(("monday", lambda: monday.tell(happening, delivery, day)))
    return [_tried(name, tell, screen) for name, tell in ways]


def _tried(name: str, tell: Callable[[], Told], screen: Screen) -> Told:
    try:
        return tell()
    except Undelivered as error:
        return Told(name, "failed", screen.show(str(error)))
    except (KeyError, TypeError, IndexError) as error:  # an answer of another shape than is documented
        return Told(name, "failed", f"its answer could not be read: {type(error).__name__}")


def _dry(options: Options) -> list[Told]:
    channels = {"pagerduty": options.pagerduty, "slack": options.slack, "monday": options.monday}
    return [Told(name, "skipped", f"dry run: would say that {options.happening.sentence}") for name, one in channels.items() if one is not None]


def _leave(environment: Mapping[str, str], options: Options, told: list[Told], started: float, seconds: float, code: int) -> None:
    import time

    happening, failed = options.happening, [one for one in told if one.result == "failed"]
    content = {
        "outcome": "failed" if failed else "passed",
        "reason": "; ".join([f"{one.channel}: {one.what}" for one in failed]) or ("everybody was told" if told else "nobody was to be told"),
        "exit-code": code,
        "started-at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(started)),
        "duration-seconds": round(seconds, 3),
        "event": happening.kind,
        "said": happening.sentence,
        "channels": [{"channel": one.channel, "result": one.result, "what": one.what} for one in told],
    }
    report = save(environment.get("RUNNER_TEMP") or environment.get("TMPDIR") or "/tmp", ACTION, content)
    outputs = {"slack-ts": "", "slack-channel": "", "pd-dedup-key": "", "monday-item": ""}
    for one in told:
        outputs |= one.outputs
    write_outputs(environment.get("GITHUB_OUTPUT", ""), {"outcome": str(content["outcome"]), "report": report, **outputs})
    rows = [(one.channel, one.result, one.what) for one in told]
    summary = f"{happening.sign} **{cell(happening.sentence)}**\n\n" + (table(("channel", "result", "what"), rows) if rows else "Nobody was told.\n")
    append(environment.get("GITHUB_STEP_SUMMARY", ""), summary)


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
        log.annotate("warning", ["cancelled before everybody was told"], ACTION)
        return EXIT_CODES["inconclusive"]
    except Exception as error:
        import traceback

        for line in "".join(traceback.format_tb(error.__traceback__)).splitlines():
            log.say(line)
        log.annotate("warning", [f"{ACTION} itself failed: {type(error).__name__}"], ACTION)
        return 0


if __name__ == "__main__":
    sys.exit(start())
