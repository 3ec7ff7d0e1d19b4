"""Records and checks approvals, expires stale ones, and shows an approver the evidence. Started by action.yml with `python3 -I`."""

from __future__ import annotations

import os
import sys

# A copy in a user's repository has the runtime in a folder beside it; a checkout of ghsynth has it two folders up. With -I neither the working
# directory nor PYTHONPATH is on the path: the repository that is being deployed could fill both.
_ACTIONS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_RUNTIME = os.path.join(_ACTIONS, "ghsynth-runtime")
sys.path.insert(0, _RUNTIME if os.path.isdir(_RUNTIME) else os.path.dirname(_ACTIONS))

from synth.runtime.approval.ended import Told, outputs_of, report_of, summary_of  # noqa: E402
from synth.runtime.approval.inputs import AUDIT, EXPIRE, VERIFY, read_options  # noqa: E402
from synth.runtime.clock import RealClock, chance  # noqa: E402
from synth.runtime.commands import Log  # noqa: E402
from synth.runtime.github_api import GitHubApi  # noqa: E402
from synth.runtime.inputs import InputError  # noqa: E402
from synth.runtime.network import Network  # noqa: E402
from synth.runtime.outputs import append, write_outputs  # noqa: E402
from synth.runtime.report import save  # noqa: E402
from synth.runtime.verdict import BAD_INPUT, EXIT_CODES  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from synth.runtime.approval.ended import Ended
    from synth.runtime.approval.inputs import Options
    from synth.runtime.ports import Clock, Sender

ACTION = "approval-audit"


def main(environment: Mapping[str, str], sender: Sender, clock: Clock, log: Log, random: Callable[[], float] = chance) -> int:
    """The exit code: see synth.runtime.verdict. Outputs, report and summary are written before, whatever it is."""
    try:
        options = read_options(environment)
    except InputError as error:
        log.annotate("error", error.problems, f"{ACTION}: bad input")
        return BAD_INPUT
    started, began = clock.wall(), clock.now()
    ended = done(options, GitHubApi(sender, clock, options.api, options.token, random), started)
    verdict = ended.verdict
    code = 0 if options.dry_run else EXIT_CODES[verdict.outcome]
    leave(environment, Told(options, ended, started, clock.now() - began), code)
    for check in ended.checks:
        log.say(f"{check.name}: {check.result}, {check.observed}")
    if ended.entry:
        log.say(f"the chain ends with entry {ended.entry['number']}, {ended.entry['hash']}")
    log.say(f"{verdict.outcome}: {verdict.reason}")
    if verdict.outcome != "passed":
        log.annotate("error" if code else "warning", [verdict.reason], f"{ACTION}: {verdict.outcome}")
    return code


def done(options: Options, api: GitHubApi, now: float) -> Ended:
    """What the mode does. Modules are imported by the one that needs them."""
    from synth.runtime.approval.kept import DeploymentChain, FileChain
    from synth.runtime.approval.waiting import GitHubRuns

    runs = GitHubRuns(api, options.repository)
    place = DeploymentChain(api, options.repository, options.environment, options.chain)
    kept = FileChain(options.previous) if options.previous else place
    if options.mode == AUDIT:
        from synth.runtime.approval.auditing import audit

        return audit(options, runs, kept, now)
    if options.mode == VERIFY:
        from synth.runtime.approval.verifying import verify

        return verify(options, kept)
    if options.mode == EXPIRE:
        from synth.runtime.approval.expiring import expire

        return expire(options, runs, now)
    from synth.runtime.approval.evidence import evidence

    return evidence(options, api)


def leave(environment: Mapping[str, str], told: Told, code: int) -> None:
    """Writes report, outputs and summary to where the runner wants them."""
    report = save(environment.get("RUNNER_TEMP") or environment.get("TMPDIR") or "/tmp", ACTION, report_of(told, code))
    write_outputs(environment.get("GITHUB_OUTPUT", ""), outputs_of(told, report))
    append(environment.get("GITHUB_STEP_SUMMARY", ""), summary_of(told))


def start() -> int:
    """`main` in the real world. A fault of this program is inconclusive: exit code 6, with its traceback."""
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
        log.annotate("error", [f"{ACTION} itself failed: {type(error).__name__}"], ACTION)
        return EXIT_CODES["inconclusive"]


if __name__ == "__main__":
    sys.exit(start())
