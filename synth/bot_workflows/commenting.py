"""The step that comments: an action of a fixed commit, which reads both versions from GitHub as data. No job that has it has anything else."""

from __future__ import annotations

from synth.build.steps import uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from synth.bot_workflows.values import Bot
    from synth.build.steps import NamedOutputs, Step, Value

SCOPES = {
    "contents": ("read", "read both versions of the workflows"),
    "pull-requests": ("write", "write the comment, and keep it current"),
}


def comment(bot: Bot, action: str, inputs: Mapping[str, Value] | None = None, *, own_token: bool = False) -> Step[NamedOutputs]:
    """The step that comments, with these inputs beside those that the bot has; `own_token` where one of them is another token than GitHub's."""
    given = {**({} if bot.fail_on == "nothing" else {"fail-on": bot.fail_on}), **(inputs or {})}
    return uses(action, name="Comment on what changes", inputs=given or None, permissions=None if own_token else SCOPES)


def released() -> str:
    """The release of ghsynth that runs here."""
    from importlib.metadata import version

    return version("ghsynth")
