"""Takes an ECS service back to its last known good release, and proves that it serves. Started by action.yml with `python3 -I`."""

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
from synth.runtime.ecs.rollback_inputs import Asked, read_asked  # noqa: E402
from synth.runtime.ecs.rollback_report import RolledBack, outputs_of, report_of, summary_of  # noqa: E402
from synth.runtime.inputs import InputError  # noqa: E402
from synth.runtime.network import Network  # noqa: E402
from synth.runtime.outputs import append, write_outputs  # noqa: E402
from synth.runtime.report import save  # noqa: E402
from synth.runtime.screen import Screen  # noqa: E402
from synth.runtime.verdict import BAD_INPUT, EXIT_CODES, exit_code  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from synth.runtime.ecs.situation import Restored
    from synth.runtime.ports import Clock, Http

ACTION = "rollback"


def main(environment: Mapping[str, str], http: Http, clock: Clock, log: Log, random: Callable[[], float] = chance) -> int:
    """The exit code: see synth.runtime.verdict. Outputs, report and summary are written before, whatever it is."""
    try:
        asked = read_asked(environment)
        from synth.runtime.ecs.ports import AwsError
        from synth.runtime.packages import boto3_path

        boto3_path(environment)
    except InputError as error:
        log.annotate("error", error.problems, f"{ACTION}: bad input")
        return BAD_INPUT
    started, began = clock.wall(), clock.now()
    try:
        restored = undo(asked, http, clock, log, random)
    except AwsError as error:
        log.annotate("error", [f"nothing was changed: {error}"], f"{ACTION}: cannot see the service")
        return BAD_INPUT
    code = 0 if asked.mode == "dry-run" else exit_code(restored.outcome, asked.fail_on, asked.soft)
    leave(environment, RolledBack(asked.situation, asked.mode, restored, started, clock.now() - began), code)
    log.say(f"{restored.outcome}: {restored.reason}")
    if restored.outcome != "passed":
        log.annotate("error" if code else "warning", [restored.reason], f"{ACTION}: {restored.outcome}")
    return code


def undo(asked: Asked, http: Http, clock: Clock, log: Log, random: Callable[[], float]) -> Restored:
    """Raises AwsError when nothing can be seen of the service."""
    from synth.adapters.aws.client import Clients
    from synth.adapters.aws.ecs import EcsAdapter
    from synth.adapters.aws.images import EcrAdapter
    from synth.adapters.aws.targets import TargetsAdapter
    from synth.runtime.ecs.leaving import deregister
    from synth.runtime.ecs.restoring import restore
    from synth.runtime.ecs.second_look import second_look
    from synth.runtime.ecs.situation import Ports, Settings
    from synth.runtime.layers.ports import Ports as Looked

    clients = Clients()
    try:
        ecs, targets = EcsAdapter(clients), TargetsAdapter(clients)
        screen = Screen(asked.health.secrets if asked.health else ())
        judge = second_look(asked, Looked(http, ecs, targets), clock, screen, log, random)
        settings = Settings(asked.mode, asked.deadline, asked.candidates, asked.restore_images, verify=judge, random=random)
        restored = restore(asked.situation, Ports(ecs, targets, EcrAdapter(clients)), clock, settings, log.say)
        if asked.deregister_failed:
            deregister(restored, ecs, asked.situation, log.say)
        return restored
    finally:
        clients.close()


def leave(environment: Mapping[str, str], done: RolledBack, code: int) -> None:
    """Writes report, outputs and summary to where the runner wants them."""
    report = save(environment.get("RUNNER_TEMP") or environment.get("TMPDIR") or "/tmp", ACTION, report_of(done, code))
    write_outputs(environment.get("GITHUB_OUTPUT", ""), outputs_of(done, report))
    append(environment.get("GITHUB_STEP_SUMMARY", ""), summary_of(done))


def start() -> int:
    """`main` in the real world. A fault of this program leaves the service to whoever reads the log: exit code 4, with its traceback."""
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
        log.annotate("error", [f"{ACTION} itself failed, look at the service now: {type(error).__name__}"], ACTION)
        return EXIT_CODES["rollback-failed"]


if __name__ == "__main__":
    sys.exit(start())
