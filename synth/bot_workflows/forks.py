"""The workflows that comment on pull requests from forks. They run as the main branch has them, and take nothing from the fork's own run.

`$/` is the repository at the commit that runs, which here is one of the main branch: the action needs no checkout, and none can swap it.
"""

from __future__ import annotations

from synth.bot_workflows.commenting import SCOPES, comment
from synth.bot_workflows.pulls import MINUTES, NAME
from synth.build.jobs import Concurrency, Job
from synth.build.steps import uses
from synth.build.triggers import Input, dispatch, schedule, workflow_run
from synth.build.workflows import Workflow
from synth.expr.contexts import github
from synth.expr.tree import text
from synth.updates.values import MINTED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.bot_workflows.values import Bot

_ACTION = "$/.github/actions/comment-diff"


def sweep(bot: Bot) -> Workflow:
    """All open pull requests every quarter of an hour, or the one that somebody names."""
    number: Any = Input("pull", int, description="Number of a pull request; none: all that are open", required=False)
    asked = {"pull-request": number.otherwise("all")}
    if bot.forks == "app":
        scopes = {f"permission-{scope}": level for scope, (level, _) in SCOPES.items()}
        inputs = {"client-id": bot.client_id, "private-key": bot.private_key, **scopes}
        minted = uses(MINTED, name="Sign in as the App", inputs=inputs, outputs=["token"])
        steps = [minted, comment(bot, _ACTION, {**asked, "token": minted.outputs.token}, own_token=True)]
        job = Job("Comment", steps, environment=bot.environment, environment_deployment=False, timeout_minutes=3 * MINUTES, origin=bot.origin)
    else:
        job = Job("Comment", [comment(bot, _ACTION, asked)], timeout_minutes=3 * MINUTES, origin=bot.origin)
    return Workflow(
        "Comment on workflow changes",
        on=[schedule(bot.schedule), dispatch(number)],
        jobs=[job],
        file="ghsynth-sweep.yml",
        concurrency=Concurrency("ghsynth-sweep"),
        origin=bot.origin,
    )


def second_stage(bot: Bot) -> Workflow:
    """After the run of a fork's pull request, of which it takes no more than the commit: the pull request is looked up by it."""
    ran = github.event["workflow_run"]
    return Workflow(
        "Comment on workflow changes",
        on=[workflow_run(NAME, types=["completed"])],
        jobs=[
            Job(
                "Comment",
                [comment(bot, _ACTION, {"head": ran["head_sha"]})],
                if_=(ran["event"] == "pull_request") & (ran["head_repository"]["full_name"] != github.repository),
                timeout_minutes=MINUTES,
                origin=bot.origin,
            )
        ],
        file="ghsynth-comment.yml",
        concurrency=Concurrency(
            text("ghsynth-comment-{repository}-{branch}", repository=ran["head_repository"]["full_name"], branch=ran["head_branch"])
        ),
        origin=bot.origin,
    )
