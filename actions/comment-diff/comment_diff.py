"""Tells pull requests what they change in workflows, and runs nothing of them. Started by action.yml with `python3 -I`."""

from __future__ import annotations

import os
import sys

# A copy in a user's repository has the runtime in a folder beside it; a checkout of ghsynth has it two folders up. With -I neither the working
# directory nor PYTHONPATH is on the path: the repository that is being deployed could fill both.
_ACTIONS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_RUNTIME = os.path.join(_ACTIONS, "ghsynth-runtime")
sys.path.insert(0, _RUNTIME if os.path.isdir(_RUNTIME) else os.path.dirname(_ACTIONS))

from synth.bot.ending import Ended, outputs_of, report_of, summaries_of  # noqa: E402
from synth.bot.inputs import read_options  # noqa: E402
from synth.bot.packages import PackageError, have_yaml  # noqa: E402
from synth.bot.telling import told_all  # noqa: E402
from synth.runtime.clock import RealClock, chance  # noqa: E402
from synth.runtime.commands import Log  # noqa: E402
from synth.runtime.github_api import GitHubApi, GitHubError  # noqa: E402
from synth.runtime.inputs import InputError  # noqa: E402
from synth.runtime.network import Network  # noqa: E402
from synth.runtime.outputs import append, write_outputs  # noqa: E402
from synth.runtime.report import save  # noqa: E402
from synth.runtime.verdict import BAD_INPUT, EXIT_CODES  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from synth.bot.inputs import Options
    from synth.runtime.ports import Clock, Sender

ACTION = "comment-diff"
NEEDS = "contents: read, pull-requests: write"
LARGEST_ANSWER = 100 << 20  # a hundred of the longest comments, in the widest spelling that JSON has
MOST_ANNOTATIONS = 9  # GitHub shows ten of a step, and one says why there is no comment


def main(environment: Mapping[str, str], sender: Sender, clock: Clock, write: Callable[[str], object], random: Callable[[], float] = chance) -> int:
    """0, whatever came of it, unless inputs are wrong (2), or with `fail-on: danger` it is a danger (1) or not known (6)."""
    log = Log(write)
    try:
        options = read_options(environment)
    except InputError as error:
        log.annotate("error", error.problems, f"{ACTION}: bad input")
        return BAD_INPUT
    started, began = clock.wall(), clock.now()
    ended = _done(options, environment, GitHubApi(sender, clock, options.api, options.token, random, NEEDS), clock)
    strict = options.fail_on == "danger"
    code = EXIT_CODES[ended.outcome(strict)]
    report = save(
        environment.get("RUNNER_TEMP") or environment.get("TMPDIR") or "/tmp",
        ACTION,
        report_of(ended, strict, code, started, clock.now() - began),
    )
    write_outputs(environment.get("GITHUB_OUTPUT", ""), outputs_of(ended, strict, report))
    append(environment.get("GITHUB_STEP_SUMMARY", ""), summaries_of(ended, options.wish))
    _say(ended, strict, log, write)
    return code


def _done(options: Options, environment: Mapping[str, str], api: GitHubApi, clock: Clock) -> Ended:
    try:
        have_yaml(environment)
        return Ended(told=tuple(told_all(api, options, clock.sleep)))
    except (GitHubError, PackageError) as error:
        return Ended(trouble=str(error))


def _say(ended: Ended, strict: bool, log: Log, write: Callable[[str], object]) -> None:
    """The log, and where no comment could be written, the gravest changes as annotations, which need no permission."""
    from synth.compare.render.annotations import annotations

    for line in ended.lines():
        log.say(line)
    trouble = ended.problems()
    log.annotate("error" if strict and ended.trouble else "warning", trouble[:1], ACTION)
    refused = next((one.comparison for one in ended.told if one.refused and one.comparison is not None), None)
    if refused is not None:
        for line in annotations(refused, most=MOST_ANNOTATIONS).splitlines():
            write(line)


def start() -> int:
    """`main` in the real world. A fault of this program is inconclusive: exit code 6, with its traceback."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    clock = RealClock()
    try:
        return main(os.environ, Network(clock, largest=LARGEST_ANSWER), clock, print)
    except Exception as error:
        import traceback

        log = Log(print)
        for line in "".join(traceback.format_tb(error.__traceback__)).splitlines():
            log.say(line)
        log.annotate("error", [f"{ACTION} itself failed: {type(error).__name__}"], ACTION)
        return EXIT_CODES["inconclusive"]


if __name__ == "__main__":
    sys.exit(start())
