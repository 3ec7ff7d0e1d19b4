"""Deploys a release to an ECS service, proves it while the old one runs, goes back where it is bad. Started by action.yml with `python3 -I`."""

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
from synth.runtime.ecs.deploy_inputs import Wanted, read_wanted  # noqa: E402
from synth.runtime.inputs import InputError, Inputs  # noqa: E402
from synth.runtime.network import Network  # noqa: E402
from synth.runtime.outputs import append, write_outputs  # noqa: E402
from synth.runtime.packages import boto3_path  # noqa: E402
from synth.runtime.report import save  # noqa: E402
from synth.runtime.screen import Screen  # noqa: E402
from synth.runtime.verdict import BAD_INPUT, EXIT_CODES, exit_code  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import NoReturn

    from synth.runtime.ecs.deploy_report import Done
    from synth.runtime.ecs.deployed import Deployed
    from synth.runtime.network import Route
    from synth.runtime.ports import Clock, Http

ACTION = "deploy-ecs"


def main(environment: Mapping[str, str], network: Callable[[Route], Http], clock: Clock, log: Log, random: Callable[[], float] = chance) -> int:
    """The exit code: see synth.runtime.verdict. Outputs, report and summary are written before, whatever it is."""
    try:
        wanted = read_wanted(Inputs(environment), environment)
        boto3_path(environment)
    except InputError as error:
        log.annotate("error", error.problems, f"{ACTION}: bad input")
        return BAD_INPUT
    from synth.runtime.ecs.deploy_report import Done

    started, began = clock.wall(), clock.now()
    deployed = put(wanted, network, clock, log, random)
    verdict = deployed.verdict
    code = BAD_INPUT if deployed.usage else 0 if wanted.dry_run else exit_code(verdict.outcome, wanted.fail_on, wanted.soft)
    leave(environment, Done(wanted, deployed, started, clock.now() - began), code)
    log.say(f"{verdict.outcome}: {verdict.reason}")
    if verdict.outcome != "passed":
        log.annotate("error" if code else "warning", [verdict.reason], f"{ACTION}: {verdict.outcome}")
    return code


def put(wanted: Wanted, network: Callable[[Route], Http], clock: Clock, log: Log, random: Callable[[], float]) -> Deployed:
    """The deployment, with boto3 for AWS."""
    from synth.adapters.aws.client import Clients
    from synth.adapters.aws.cloudwatch import AlarmsAdapter
    from synth.adapters.aws.ecs import EcsAdapter
    from synth.adapters.aws.images import EcrAdapter
    from synth.adapters.aws.logs import LogsAdapter
    from synth.adapters.aws.targets import TargetsAdapter
    from synth.runtime.ecs.deployed import Outside
    from synth.runtime.ecs.deploying import deploy
    from synth.runtime.ecs.looking import also_bad
    from synth.runtime.ecs.second_chance import judge_of
    from synth.runtime.layers.ports import Ports

    clients = Clients(wanted.region)
    try:
        screen, http = Screen(wanted.proof.secrets), network(wanted.proof.route)
        looked = Ports(http, EcsAdapter(clients), TargetsAdapter(clients), AlarmsAdapter(clients), LogsAdapter(clients))
        outside = Outside(
            EcsAdapter(clients),
            TargetsAdapter(clients),
            EcrAdapter(clients),
            http,
            network(wanted.proof.test_route),
            LogsAdapter(clients),
            judge_of(wanted, looked, clock, screen, log, random),
            also_bad(wanted, looked, clock, screen, log),
        )
        return deploy(wanted, outside, clock, log, screen, random)
    finally:
        clients.close()


def leave(environment: Mapping[str, str], done: Done, code: int) -> None:
    """Writes report, outputs and summary to where the runner wants them."""
    from synth.runtime.ecs.deploy_report import outputs_of, report_of, summary_of

    report = save(environment.get("RUNNER_TEMP") or environment.get("TMPDIR") or "/tmp", ACTION, report_of(done, code))
    write_outputs(environment.get("GITHUB_OUTPUT", ""), outputs_of(done, report))
    append(environment.get("GITHUB_STEP_SUMMARY", ""), summary_of(done))


def start() -> int:
    """`main` in the real world. A fault of this program is no evidence against the release: exit code 6, with its traceback in the log."""
    import signal

    def cancelled(number: int, frame: object) -> NoReturn:
        """Once: a runner sends SIGINT, and SIGTERM while the first is still being answered."""
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, cancelled)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    log = Log(print)
    clock = RealClock()
    try:
        return main(os.environ, lambda route: Network(clock, route), clock, log)
    except Exception as error:
        import traceback

        for line in "".join(traceback.format_tb(error.__traceback__)).splitlines():
            log.say(line)
        log.annotate("error", [f"{ACTION} itself failed, which says nothing about the release: {type(error).__name__}"], ACTION)
        return EXIT_CODES["inconclusive"]


if __name__ == "__main__":
    sys.exit(start())
