"""Deploys a release to machines over SSH, verifies it, and restores the previous one when it is bad. Started by action.yml with `python3 -I`."""

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
from synth.runtime.ec2.course import Course, Place  # noqa: E402
from synth.runtime.ec2.inputs import read_wanted  # noqa: E402
from synth.runtime.ec2.ssh import Ssh  # noqa: E402
from synth.runtime.ec2.telling import Over, outputs_of, report_of, summary_of  # noqa: E402
from synth.runtime.inputs import InputError  # noqa: E402
from synth.runtime.network import Network  # noqa: E402
from synth.runtime.outputs import append, write_outputs  # noqa: E402
from synth.runtime.report import save  # noqa: E402
from synth.runtime.screen import Screen  # noqa: E402
from synth.runtime.verdict import BAD_INPUT, EXIT_CODES, Verdict, exit_code  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from synth.runtime.ec2.inputs import Wanted
    from synth.runtime.network import Route
    from synth.runtime.ports import Clock, Http

ACTION = "deploy-ec2"


def main(environment: Mapping[str, str], network: Callable[[Route], Http], clock: Clock, log: Log, random: Callable[[], float] = chance) -> int:
    """The exit code: see synth.runtime.verdict. Outputs, report and summary are written before, whatever it is."""
    try:
        wanted = read_wanted(environment)
    except InputError as error:
        log.annotate("error", error.problems, f"{ACTION}: bad input")
        return BAD_INPUT
    started, began, options = clock.wall(), clock.now(), wanted.options
    if options.dry_run:
        for host in wanted.hosts:
            log.say(f"dry run: would bring {wanted.release} to {wanted.directory} on {host}, and ask {options_address(wanted, host)}")
        places = [Place(host, "untouched", "", "", "dry run") for host in wanted.hosts]
        leave(environment, Over(wanted, places, Verdict("inconclusive", "dry run: nothing was changed"), started, 0.0), 0)
        return 0
    places, verdict = deploy(environment, wanted, network, clock, log, random)
    code = exit_code(verdict.outcome, options.fail_on, options.soft)
    leave(environment, Over(wanted, places, verdict, started, clock.now() - began), code)
    log.say(f"{verdict.outcome}: {verdict.reason}")
    if verdict.outcome != "passed":
        log.annotate("error" if code else "warning", [verdict.reason], f"{ACTION}: {verdict.outcome}")
    return code


def deploy(
    environment: Mapping[str, str], wanted: Wanted, network: Callable[[Route], Http], clock: Clock, log: Log, random: Callable[[], float]
) -> tuple[list[Place], Verdict]:
    """Runs the course; the key is on the disk meanwhile and no longer, however it ends."""
    screen = Screen(wanted.secrets)
    folder = environment.get("RUNNER_TEMP", "")
    ssh = Ssh(folder, wanted.user, wanted.port, wanted.key, wanted.known_hosts, screen, wanted.connect_seconds, wanted.command_seconds)
    course = Course(wanted, ssh, network, clock, screen, log, random)
    try:
        verdict = course.run()
    except KeyboardInterrupt:
        verdict = course.cancelled()
    finally:
        ssh.close()
    return list(course.places.values()), verdict


def options_address(wanted: Wanted, host: str) -> str:
    return str(wanted.health[host].plan.targets[0].address)


def leave(environment: Mapping[str, str], done: Over, code: int) -> None:
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
        return main(os.environ, lambda route: Network(clock, route), clock, log)
    except Exception as error:
        import traceback

        for line in "".join(traceback.format_tb(error.__traceback__)).splitlines():
            log.say(line)
        log.annotate("error", [f"{ACTION} itself failed; look at what the hosts run: {type(error).__name__}"], ACTION)
        return EXIT_CODES["inconclusive"]


if __name__ == "__main__":
    sys.exit(start())
