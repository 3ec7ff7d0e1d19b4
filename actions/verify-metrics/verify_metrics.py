"""Watches a release's metrics, alarms and logs, and says whether they hold. Started by action.yml with `python3 -I`."""

from __future__ import annotations

import os
import sys

# A copy in a user's repository has the runtime in a folder beside it; a checkout of ghsynth has it two folders up. With -I neither the working
# directory nor PYTHONPATH is on the path: the repository that is being deployed could fill both.
_ACTIONS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_RUNTIME = os.path.join(_ACTIONS, "ghsynth-runtime")
sys.path.insert(0, _RUNTIME if os.path.isdir(_RUNTIME) else os.path.dirname(_ACTIONS))

from synth.runtime.clock import RealClock  # noqa: E402
from synth.runtime.commands import Log  # noqa: E402
from synth.runtime.inputs import InputError, Inputs  # noqa: E402
from synth.runtime.metrics.inputs import intended, read_asked  # noqa: E402
from synth.runtime.metrics.metrics_report import outputs_of, report_of, summary_of  # noqa: E402
from synth.runtime.metrics.watching import Watched, Watcher  # noqa: E402
from synth.runtime.outputs import append, write_outputs  # noqa: E402
from synth.runtime.report import save  # noqa: E402
from synth.runtime.screen import Screen  # noqa: E402
from synth.runtime.verdict import BAD_INPUT, EXIT_CODES, Verdict, exit_code  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from synth.runtime.metrics.plan import Plan
    from synth.runtime.metrics.ports import Ports
    from synth.runtime.ports import Clock

ACTION = "verify-metrics"


def main(environment: Mapping[str, str], clock: Clock, log: Log) -> int:
    """The exit code: see synth.runtime.verdict. Outputs, report and summary are written before, whatever it is."""
    try:
        asked = read_asked(Inputs(environment))
    except InputError as error:
        log.annotate("error", error.problems, f"{ACTION}: bad input")
        return BAD_INPUT
    for line in intended(asked.plan):
        log.say(f"{'dry run: would' if asked.dry_run else 'will'} {line}")
    if asked.dry_run:
        nothing = Verdict("inconclusive", "dry run: nothing was asked")
        leave(environment, Watched(asked.plan, nothing, (), clock.wall(), clock.wall(), 0.0), 0)
        return 0
    try:
        ports, close = seen_through(environment)
    except InputError as error:  # boto3 cannot be had
        log.annotate("error", error.problems, f"{ACTION}: cannot start")
        return BAD_INPUT
    try:
        done = watch(asked.plan, ports, clock, log)
    finally:
        close()
    code = exit_code(done.verdict.outcome, asked.fail_on, asked.soft)
    leave(environment, done, code)
    log.say(f"{done.verdict.outcome}: {done.verdict.reason}")
    if done.verdict.outcome != "passed":
        log.annotate("error" if code else "warning", [done.verdict.reason], f"{ACTION}: {done.verdict.outcome}")
    return code


def watch(plan: Plan, ports: Ports, clock: Clock, log: Log) -> Watched:
    """Looks until there is a verdict. A job that is cancelled meanwhile still gets its outputs."""
    watcher = Watcher(plan, ports, clock, Screen(), log)
    try:
        return watcher.run()
    except KeyboardInterrupt:
        return watcher.watched(Verdict("inconclusive", f"cancelled after {len(watcher.looks)} looks"))


def seen_through(environment: Mapping[str, str]) -> tuple[Ports, Callable[[], None]]:
    """What is looked at, and what ends that. boto3 is imported here, after the inputs have been validated. Raises InputError."""
    from synth.runtime.metrics.ports import Ports
    from synth.runtime.packages import boto3_path

    boto3_path(environment)
    from synth.adapters.aws.client import Clients
    from synth.adapters.aws.cloudwatch import AlarmsAdapter
    from synth.adapters.aws.log_events import LogEventsAdapter
    from synth.adapters.aws.metrics import MetricsAdapter

    clients = Clients()
    return Ports(MetricsAdapter(clients), AlarmsAdapter(clients), LogEventsAdapter(clients)), clients.close


def leave(environment: Mapping[str, str], done: Watched, code: int) -> None:
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
    try:
        return main(os.environ, RealClock(), log)
    except Exception as error:
        import traceback

        for line in "".join(traceback.format_tb(error.__traceback__)).splitlines():
            log.say(line)
        log.annotate("error", [f"{ACTION} itself failed, which says nothing about the release: {type(error).__name__}"], ACTION)
        return EXIT_CODES["inconclusive"]


if __name__ == "__main__":
    sys.exit(start())
