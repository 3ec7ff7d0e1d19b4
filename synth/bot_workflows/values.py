"""`Bot`: what a repository decides about the comments on its pull requests, and the workflows that this becomes."""

from __future__ import annotations

import re

from synth.build.origin import here
from synth.model import Origin
from synth.problems import DefinitionError, Problem
from synth.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from synth.build.steps import Text
    from synth.build.workflows import Workflow

FORKS = ("summary", "sweep", "workflow-run", "app")
VENDORED = "comment-diff"
OWN = f".github/actions/{VENDORED}"
_OWN = f"/{OWN}@"
_REFERENCE = re.compile(r"[\w.-]+/[\w.-]+(?:/[\w.-]+)*@[\w./-]+")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_QUARTERLY = "7,22,37,52 * * * *"  # not on the hour, when GitHub delays and drops schedules


@record
class Bot:
    """One comment on each pull request that says what it changes in workflows and actions: `bot = Bot()` beside the pipeline.

    `action` is the action that comments on pull requests of the repository itself, by owner/repository/path@commit: a mirror of ghsynth's, or the
    repository's own copy at a commit of the main branch, which `ghsynth bot init` names. Without one these have a summary alone.

    `forks` says how pull requests from forks are told of, whose token may not write: `summary` in the run's summary; `sweep` by a scheduled run,
    which comments on all; `workflow-run` by a second workflow, which zizmor objects to; `app` by a scheduled run with a GitHub App, whose `client_id`
    is such as `vars.BOT_CLIENT_ID` and whose `private_key` is such as `secrets.BOT_KEY` of the environment called `environment`.

    `fail_on="danger"` makes the check fail where something became dangerous. `drift` adds a job that fails where generated files are not what the
    definition says. `version` is the release of ghsynth that the runner takes from PyPI; the one that generates, unless given.
    """

    forks: Literal["summary", "sweep", "workflow-run", "app"] = "summary"
    action: str | None = None
    fail_on: Literal["nothing", "danger"] = "nothing"
    drift: bool = True
    schedule: str = _QUARTERLY
    client_id: Text | None = None
    private_key: Text | None = None
    environment: str = "workflow-bot"
    version: str | None = None
    origin: Origin = field(default_factory=here, init=False)

    def workflows(self) -> list[Workflow]:
        """The workflows that do it. Raises DefinitionError for values that make no sense."""
        if problems := self._problems():
            raise DefinitionError([Problem(self.origin, f"Bot: {message}") for message in problems])
        from synth.bot_workflows.forks import second_stage, sweep
        from synth.bot_workflows.pulls import pulls

        more = {"sweep": sweep, "app": sweep, "workflow-run": second_stage}
        return [pulls(self), *([more[self.forks](self)] if self.forks in more else [])]

    def shipped(self) -> tuple[str, ...]:
        """The actions of ghsynth's that the repository keeps a copy of: where one is used, or is to be once it has a commit."""
        return () if self.forks == "summary" and self.action is not None and _OWN not in self.action else (VENDORED,)

    def notes(self) -> list[str]:
        """What has to be done in GitHub for the workflows to mean what they say."""
        found = []
        if self.action is None and self.forks in ("summary", "workflow-run"):
            found.append(
                "pull requests of the repository itself have no comment yet, since it must come from an action at a commit that none of them can "
                "change: merge this, then run 'ghsynth bot init' again, which names the commit"
            )
        if self.forks == "app":
            found.append(
                f"environment '{self.environment}' holds the App's key: Settings > Environments > {self.environment}; "
                "the App needs read access to contents and write access to pull requests"
            )
        if self.forks == "workflow-run":
            found.append("zizmor reports dangerous-triggers for ghsynth-comment.yml, as for each workflow_run; docs/bot.md says why it is safe")
        return found

    def _problems(self) -> list[str]:
        found = []
        if self.forks not in FORKS:
            found.append(f"forks is {self.forks!r}: give {', '.join(FORKS)}")
        if self.fail_on not in ("nothing", "danger"):
            found.append(f"fail_on is {self.fail_on!r}: give nothing or danger")
        if self.action is not None and (wrong := wrong_action(self.action)):
            found.append(f"action is {self.action!r}{wrong}")
        if (self.forks == "app") != (self.client_id is not None) or (self.client_id is None) != (self.private_key is None):
            found.append("forks='app' goes with both client_id= and private_key=, and no other does")
        if isinstance(self.private_key, str):
            found.append("private_key is a plain text: put the key into a secret and write secrets.NAME")
        return found


def wrong_action(action: str) -> str:
    """Why the reference cannot be used; nothing where it can."""
    if action.startswith(("./", "$/")):
        return ", which on a pull request is what the pull request says: give owner/repository/path@commit"
    if not _REFERENCE.fullmatch(action):
        return ": give owner/repository/path@commit"
    if _OWN in action and not _COMMIT.fullmatch(action.rpartition("@")[2]):
        return ": the repository's own copy goes by a whole commit of its main branch, 40 characters"
    return ""
