"""Records that a release was verified, in ECS's tags and in GitHub's deployments. Started by action.yml with `python3 -I`."""

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
from synth.runtime.inputs import InputError  # noqa: E402
from synth.runtime.network import Network  # noqa: E402
from synth.runtime.outputs import append, write_outputs  # noqa: E402
from synth.runtime.record.inputs import read_options  # noqa: E402
from synth.runtime.record.record_report import Told, outputs_of, report_of, summary_of  # noqa: E402
from synth.runtime.report import save  # noqa: E402
from synth.runtime.verdict import BAD_INPUT, EXIT_CODES, exit_code  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from synth.runtime.ports import Clock, Sender
    from synth.runtime.record.deployments import Deployments
    from synth.runtime.record.inputs import Options
    from synth.runtime.record.recording import Done

ACTION = "record-deployment"


def main(environment: Mapping[str, str], sender: Sender, clock: Clock, log: Log, random: Callable[[], float] = chance) -> int:
    """The exit code: see synth.runtime.verdict. Outputs, report and summary are written before, whatever it is."""
    try:
        options = read_options(environment)
    except InputError as error:
        log.annotate("error", error.problems, f"{ACTION}: bad input")
        return BAD_INPUT
    started, began = clock.wall(), clock.now()
    try:
        done = recorded(options, environment, _github(options, sender, clock, random), started)
    except InputError as error:
        log.annotate("error", error.problems, f"{ACTION}: nothing was recorded")
        return BAD_INPUT
    verdict = done.verdict
    code = 0 if options.dry_run else exit_code(verdict.outcome, options.fail_on, options.soft)
    leave(environment, Told(options, done, started, clock.now() - began), code)
    for check in done.checks:
        log.say(f"{check.name}: {check.result}, {check.observed}")
    log.say(f"{verdict.outcome}: {verdict.reason}")
    if verdict.outcome != "passed":
        log.annotate("error" if code else "warning", [verdict.reason], f"{ACTION}: {verdict.outcome}")
    else:
        missing = [f"{check.name}: {check.observed}" for check in done.checks if check.result == "inconclusive"]
        log.annotate("warning", missing, f"{ACTION}: recorded in part")
    return code


def recorded(options: Options, environment: Mapping[str, str], github: Deployments | None, now: float) -> Done:
    """Raises InputError where boto3 cannot be had and GitHub cannot be told without it."""
    from synth.runtime.record.recording import record, without_ecs

    if not options.service:
        return record(options, None, github, now)
    from synth.runtime.packages import boto3_path

    try:
        boto3_path(environment)
    except InputError as error:
        if github is None or not options.release_given:
            raise
        return without_ecs(options, github, now, str(error))
    from synth.adapters.aws.client import Clients
    from synth.adapters.aws.ecs import EcsAdapter

    clients = Clients()
    try:
        return record(options, EcsAdapter(clients), github, now)
    finally:
        clients.close()


def _github(options: Options, sender: Sender, clock: Clock, random: Callable[[], float]) -> Deployments | None:
    if not options.token:
        return None
    from synth.runtime.github_api import GitHubApi
    from synth.runtime.record.deployments import Deployments

    return Deployments(GitHubApi(sender, clock, options.api, options.token, random), options.repository, options.environment)


def leave(environment: Mapping[str, str], told: Told, code: int) -> None:
    """Writes report, outputs and summary to where the runner wants them."""
    report = save(environment.get("RUNNER_TEMP") or environment.get("TMPDIR") or "/tmp", ACTION, report_of(told, code))
    write_outputs(environment.get("GITHUB_OUTPUT", ""), outputs_of(told, report))
    append(environment.get("GITHUB_STEP_SUMMARY", ""), summary_of(told))


def start() -> int:
    """`main` in the real world. A fault of this program is inconclusive: exit code 6, with its traceback."""
    import signal

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    log = Log(print)
    clock = RealClock()
    try:
        return main(os.environ, Network(clock), clock, log)
    except KeyboardInterrupt:
        log.annotate("warning", ["cancelled before the release was recorded in both places"], ACTION)
        return EXIT_CODES["inconclusive"]
    except Exception as error:
        import traceback

        for line in "".join(traceback.format_tb(error.__traceback__)).splitlines():
            log.say(line)
        log.annotate("error", [f"{ACTION} itself failed: {type(error).__name__}"], ACTION)
        return EXIT_CODES["inconclusive"]


if __name__ == "__main__":
    sys.exit(start())
