"""The workflow of each pull request: a summary where there can be no comment, the comment where there can, and the files that drifted."""

from __future__ import annotations

from synth.bindings import checkout
from synth.bot_workflows.commenting import comment, released
from synth.build.jobs import Concurrency, Job
from synth.build.steps import run
from synth.build.triggers import pull_request
from synth.build.workflows import Workflow
from synth.expr.contexts import github
from synth.expr.tree import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.bot_workflows.values import Bot

NAME = "Workflow changes"
FILE = "ghsynth-diff.yml"
PATHS = (".github/workflows/**", ".github/actions/**", ".github/bindings/**", ".github/ghsynth*", ".github/*.py", "**/action.yml", "**/action.yaml")
MINUTES = 5


def pulls(bot: Bot) -> Workflow:
    """Never `pull_request_target`, which would run with the rights of the main branch what a stranger wrote."""
    pull = github.event["pull_request"]
    home = pull["head"]["repo"]["full_name"]
    jobs = [_summary(bot) if bot.action is None else _summary(bot).replace(if_=home != github.repository)]
    if bot.action is not None:
        group = Concurrency(text("ghsynth-comment-{number}", number=pull["number"]))  # a write that is cut off leaves a second comment
        steps = [comment(bot, bot.action)]
        jobs.append(Job("Comment", steps, if_=home == github.repository, concurrency=group, timeout_minutes=MINUTES, origin=bot.origin))
    if bot.drift:
        jobs.append(_drift(bot))
    return Workflow(
        NAME,
        on=[pull_request(paths=PATHS)],
        jobs=jobs,
        file=FILE,
        concurrency=Concurrency(text("ghsynth-diff-{number}", number=pull["number"])),
        origin=bot.origin,
    )


def _summary(bot: Bot) -> Job:
    """What GitHub checks out is a merge: its first parent is the main branch, and the difference is the pull request. Both are read as data."""
    command = f"pipx run ghsynth=={bot.version or released()} diff HEAD^1 HEAD"
    tell = run(
        f"""
        {command} --format markdown >> "$GITHUB_STEP_SUMMARY"
        {command} --format github{"" if bot.fail_on == "nothing" else f" --fail-on {bot.fail_on}"}
        """,
        name="Say what changes",
    )
    return Job("Summary", [checkout(fetch_depth=2), tell], timeout_minutes=MINUTES, origin=bot.origin)


def _drift(bot: Bot) -> Job:
    """Here alone Python of the pull request runs, with a token that reads this repository and nothing else in reach."""
    command = f"pipx run ghsynth=={bot.version or released()} diff HEAD --drift --format github --fail-on caution"
    tell = run(command, name="Compare with the definition")
    return Job("Drift", [checkout(), tell], timeout_minutes=MINUTES, origin=bot.origin)
