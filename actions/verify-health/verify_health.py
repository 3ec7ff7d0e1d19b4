"""Proves that a release is healthy and is the one that was meant. Started by action.yml with `python3 -I`."""

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
from synth.runtime.health_report import Verified, expiring, outputs_of, report_of, summary_of  # noqa: E402
from synth.runtime.inputs import InputError, Inputs  # noqa: E402
from synth.runtime.layers import baseline  # noqa: E402
from synth.runtime.layers.inputs import Asked, read_asked  # noqa: E402
from synth.runtime.layers.ports import Ports  # noqa: E402
from synth.runtime.layers.verification import Judged  # noqa: E402
from synth.runtime.layers.verifying import Verifier  # noqa: E402
from synth.runtime.network import Network  # noqa: E402
from synth.runtime.outputs import append, write_outputs  # noqa: E402
from synth.runtime.report import save  # noqa: E402
from synth.runtime.screen import Screen  # noqa: E402
from synth.runtime.verdict import BAD_INPUT, EXIT_CODES, Verdict, exit_code  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from synth.runtime.layers.baseline import Baseline
    from synth.runtime.network import Route
    from synth.runtime.ports import Clock, Http

ACTION = "verify-health"


def main(environment: Mapping[str, str], network: Callable[[Route], Http], clock: Clock, log: Log, random: Callable[[], float] = chance) -> int:
    """The exit code: see synth.runtime.verdict. Outputs, report and summary are written before, whatever it is."""
    try:
        asked = read_asked(Inputs(environment))
    except InputError as error:
        log.annotate("error", error.problems, f"{ACTION}: bad input")
        return BAD_INPUT
    options, started = asked.options, clock.wall()
    screen = Screen(options.secrets)
    if options.dry_run:
        for line in intended(asked):
            log.say(f"dry run: would {line}")
        leave(environment, Verified(options.plan, [], Verdict("inconclusive", "dry run: nothing was asked"), started, 0.0), 0)
        return 0
    for line in intended(asked):
        log.say(f"will {line}" if not line.startswith("ask ") else f"asking {line[4:]}")
    http = network(options.route)
    if asked.record:
        return record(environment, asked, http, clock, screen, log)
    judged = verify(environment, asked, http, clock, screen, log, random)
    done = Verified(options.plan, judged.rounds, judged.verdict, judged.started, judged.seconds, judged.layers, serving(asked, judged))
    code = exit_code(done.verdict.outcome, options.fail_on, options.soft)
    leave(environment, done, code)
    log.say(f"{done.verdict.outcome}: {done.verdict.reason}")
    if done.verdict.outcome != "passed":
        log.annotate("error" if code else "warning", [done.verdict.reason], f"{ACTION}: {done.verdict.outcome}")
    log.annotate("warning", expiring(done), f"{ACTION}: certificate")
    return code


def intended(asked: Asked) -> list[str]:
    """What is to be done, a line each."""
    plan, wanted = asked.options.plan, asked.verification
    if asked.record:
        return [f"ask {target.address} once, and record what answers" for target in plan.targets]
    lines = [f"ask {one.address} until {plan.consecutive} right answers in a row, for at most {plan.deadline:g} s" for one in plan.targets]
    if asked.needs_aws:
        what = [f"service {wanted.service} in cluster {wanted.cluster}" if wanted.service else "", *wanted.target_groups, *wanted.alarms]
        lines.append(f"look at {', '.join([one for one in what if one])} for at most {plan.deadline:g} s")
    if wanted.bake:
        lines.append(f"look on for {wanted.bake:g} s once all is proved")
    return lines


def verify(environment: Mapping[str, str], asked: Asked, http: Http, clock: Clock, screen: Screen, log: Log, random: Callable[[], float]) -> Judged:
    """Looks until there is a verdict. A job that is cancelled meanwhile still gets its outputs."""
    ports, close = seen_through(environment, asked, http)
    verifier = Verifier(asked.verification, ports, clock, screen, log, asked.baseline, random=random)
    try:
        return verifier.run()
    except KeyboardInterrupt:
        return verifier.judged(Verdict("inconclusive", f"cancelled after {len(verifier.sights)} tries"))
    finally:
        close()


def seen_through(environment: Mapping[str, str], asked: Asked, http: Http) -> tuple[Ports, Callable[[], None]]:
    """What is looked at, and what ends that. boto3 is imported only where AWS is to be asked."""
    if not asked.needs_aws:
        return Ports(http), lambda: None
    from synth.runtime.packages import boto3_path

    boto3_path(environment)
    from synth.adapters.aws.client import Clients
    from synth.adapters.aws.ecs import EcsAdapter
    from synth.adapters.aws.targets import TargetsAdapter

    clients = Clients()
    ports = Ports(http, EcsAdapter(clients), TargetsAdapter(clients))
    if asked.verification.alarms:
        from synth.adapters.aws.cloudwatch import AlarmsAdapter

        ports = ports._replace(alarms=AlarmsAdapter(clients))
    if asked.verification.logs is not None:
        from synth.adapters.aws.logs import LogsAdapter

        ports = ports._replace(logs=LogsAdapter(clients))
    return ports, clients.close


def serving(asked: Asked, judged: Judged) -> list[str]:
    """What runs, in words, for line one of the summary."""
    known = {check.name: check.observed for layer, check in judged.layers if layer == "ecs"}
    if not asked.verification.service:
        return []
    if "running tasks" not in known:
        return [f"Service {asked.verification.service} could not be seen"]
    release = f", {known['task definition']}" if "task definition" in known else ""
    return [f"Service {asked.verification.service} runs {known['running tasks']} tasks{release}"]


def record(environment: Mapping[str, str], asked: Asked, http: Http, clock: Clock, screen: Screen, log: Log) -> int:
    """Takes the baseline. Whatever it is, the step is green: a deployment may be the repair."""
    plan, began, started = asked.options.plan, clock.now(), clock.wall()
    found = baseline.taken(plan, http, clock, screen)
    bad = [f"{one.url}: {one.why}" for one in found.answers if one.kind != "right"]
    told = [f"{one.url}: {one.kind}, {one.status or 'no answer'}" + (f", version {one.version}" if one.version else "") for one in found.answers]
    for line in told:
        log.say(f"before the deployment {line}")
    reason = f"recorded {'; '.join(told)}"
    log.annotate("warning", bad, f"{ACTION}: baseline")
    verdict = Verdict("inconclusive" if bad else "passed", reason)
    leave(environment, Verified(plan, [], verdict, started, clock.now() - began), 0, found)
    return 0


def leave(environment: Mapping[str, str], done: Verified, code: int, before: Baseline | None = None) -> None:
    """Writes report, outputs and summary to where the runner wants them."""
    report = save(environment.get("RUNNER_TEMP") or environment.get("TMPDIR") or "/tmp", ACTION, report_of(done, code))
    outputs = {**outputs_of(done, report), "baseline": baseline.written(before) if before is not None else ""}
    write_outputs(environment.get("GITHUB_OUTPUT", ""), outputs)
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
        return main(os.environ, lambda route: Network(clock, route), clock, log)
    except InputError as error:  # boto3 cannot be had
        log.annotate("error", error.problems, f"{ACTION}: cannot start")
        return BAD_INPUT
    except Exception as error:
        import traceback

        for line in "".join(traceback.format_tb(error.__traceback__)).splitlines():
            log.say(line)
        log.annotate("error", [f"{ACTION} itself failed, which says nothing about the release: {type(error).__name__}"], ACTION)
        return EXIT_CODES["inconclusive"]


if __name__ == "__main__":
    sys.exit(start())
