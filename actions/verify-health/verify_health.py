"""Proves over HTTP that a release is healthy and is the one that was meant. Started by action.yml with `python3 -I`."""

from __future__ import annotations

import os
import sys

# A copy in a user's repository carries its runtime; a checkout of ghsynth has it two folders up. With -I neither the working directory nor
# PYTHONPATH is on the path: the repository that is being deployed could fill both.
_HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, _HERE if os.path.isdir(os.path.join(_HERE, "synth")) else os.path.dirname(os.path.dirname(_HERE)))

from synth.runtime.clock import RealClock, chance  # noqa: E402
from synth.runtime.commands import Log  # noqa: E402
from synth.runtime.health_inputs import Options, read_options  # noqa: E402
from synth.runtime.health_report import Verified, expiring, line_of, outputs_of, report_of, summary_of  # noqa: E402
from synth.runtime.inputs import InputError, Inputs  # noqa: E402
from synth.runtime.network import Network  # noqa: E402
from synth.runtime.outputs import append, write_outputs  # noqa: E402
from synth.runtime.report import save  # noqa: E402
from synth.runtime.screen import Screen  # noqa: E402
from synth.runtime.verdict import BAD_INPUT, EXIT_CODES, Verdict, exit_code  # noqa: E402
from synth.runtime.watch import judge, streak, watch  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from synth.runtime.ports import Clock, Http
    from synth.runtime.watch import Round

ACTION = "verify-health"


def main(environment: Mapping[str, str], http: Http, clock: Clock, log: Log, random: Callable[[], float] = chance) -> int:
    """The exit code: see synth.runtime.verdict. Outputs, report and summary are written before, whatever it is."""
    try:
        options = read_options(Inputs(environment))
    except InputError as error:
        log.annotate("error", error.problems, f"{ACTION}: bad input")
        return BAD_INPUT
    started = clock.wall()
    if options.dry_run:
        plan = options.plan
        for target in plan.targets:
            log.say(f"dry run: would ask {target.address} until {plan.consecutive} right answers in a row, for at most {plan.deadline:g} s")
        leave(environment, Verified(plan, [], Verdict("inconclusive", "dry run: nothing was asked"), started, 0.0), 0)
        return 0
    done = verify(options, http, clock, log, started, random)
    code = exit_code(done.verdict.outcome, options.fail_on, options.soft)
    leave(environment, done, code)
    log.say(f"{done.verdict.outcome}: {done.verdict.reason}")
    if done.verdict.outcome != "passed":
        log.annotate("error" if code else "warning", [done.verdict.reason], f"{ACTION}: {done.verdict.outcome}")
    log.annotate("warning", expiring(done), f"{ACTION}: certificate")
    return code


def verify(options: Options, http: Http, clock: Clock, log: Log, started: float, random: Callable[[], float]) -> Verified:
    """Asks until there is a verdict. A job that is cancelled meanwhile still gets its outputs."""
    plan, began = options.plan, clock.now()
    rounds: list[Round] = []
    for target in plan.targets:
        log.say(f"asking {target.address} until {plan.consecutive} right answers in a row, for at most {plan.deadline:g} s")
    try:
        for seen in watch(plan, http, clock, Screen(options.secrets), random):
            rounds.append(seen)
            in_a_row = streak(rounds, plan.consecutive)
            for one in seen:
                log.say(line_of(one, in_a_row, plan.consecutive))
        verdict = judge(plan, rounds)
    except KeyboardInterrupt:
        verdict = Verdict("inconclusive", f"cancelled after {len(rounds)} tries")
    return Verified(plan, rounds, verdict, started, clock.now() - began)


def leave(environment: Mapping[str, str], done: Verified, code: int) -> None:
    """Writes report, outputs and summary to where the runner wants them."""
    report = save(environment.get("RUNNER_TEMP") or environment.get("TMPDIR") or "/tmp", ACTION, report_of(done, code))
    write_outputs(environment.get("GITHUB_OUTPUT", ""), outputs_of(done, report))
    append(environment.get("GITHUB_STEP_SUMMARY", ""), summary_of(done))


def start() -> int:
    """`main` in the real world. A fault of this program is no evidence against the release: exit code 6, with its traceback in the log."""
    import signal

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    log = Log(print)
    clock = RealClock()
    try:
        return main(os.environ, Network(clock), clock, log)
    except Exception as error:
        import traceback

        for line in "".join(traceback.format_tb(error.__traceback__)).splitlines():
            log.say(line)
        log.annotate("error", [f"{ACTION} itself failed, which says nothing about the release: {type(error).__name__}"], ACTION)
        return EXIT_CODES["inconclusive"]


if __name__ == "__main__":
    sys.exit(start())
