"""The rules for a job that comments: each says what it forbids, and the workflows of `Bot` break none."""

from __future__ import annotations

import pytest

from synth import Bot, model, secrets, vars
from synth.bindings.lock import builtin
from synth.link import link
from synth.validate import loaded
from tests.bot.security import problems

GOOD = """\
name: Comment
on: pull_request
permissions: {}
jobs:
  comment:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: read
      pull-requests: write
    steps:
      - uses: octo-org/ghsynth/actions/comment-diff@0123456789abcdef0123456789abcdef01234567
  drift:
    runs-on: ubuntu-24.04
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@v7
      - run: make
"""
USED = "octo-org/ghsynth/actions/comment-diff@0123456789abcdef0123456789abcdef01234567"


def read(text: str) -> model.Workflow:
    part = loaded(text, ".github/workflows/comment.yml").part
    assert isinstance(part, model.Workflow)
    return part


def test_a_job_as_it_should_be() -> None:
    assert [] == problems(read(GOOD))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("on: pull_request\n", "on: pull_request_target\n", "the workflow starts on pull_request_target"),
        ("    timeout-minutes: 5\n", "", "job 'comment' has no timeout"),
        ("contents: read\n      pull", "contents: write\n      pull", "job 'comment' may write contents"),
        ("runs-on: ubuntu-24.04\n    t", "runs-on: ubuntu-24.04\n    container: alpine\n    t", "job 'comment' has a container"),
        ("runs-on: ubuntu-24.04\n    t", "runs-on: ubuntu-24.04\n    env: {A: b}\n    t", "job 'comment' has variables"),
        (USED, f"{USED}\n      - run: make", "job 'comment' has a step that runs a script"),
        (USED, f"{USED}\n        env: {{A: b}}", "job 'comment' has a step that has variables"),
        (USED, "octo-org/x@v1", "job 'comment' has a step that uses octo-org/x@v1, which is no commit"),
        (USED, "./x", "job 'comment' has a step that uses ./x, which the pull request can change"),
        (USED, "$/x", "job 'comment' has a step that uses $/x, which the pull request can change"),
        (USED, f"actions/checkout@{'0' * 40}", "job 'comment' has a step that uses actions/checkout"),
        (USED, f"actions/download-artifact@{'0' * 40}", "job 'comment' has a step that uses actions/download-artifact"),
        (USED, f"actions/cache/restore@{'0' * 40}", "job 'comment' has a step that uses actions/cache/restore"),
        (USED, f"{USED}\n        with: {{token: '${{{{ secrets.X }}}}'}}", "job 'comment' has a step that is given secrets.X"),
        (
            USED,
            f"{USED}\n        with: {{head: '${{{{ github.event.pull_request.title }}}}'}}",
            "job 'comment' has a step that is given github.event.pull_request.title",
        ),
        (
            "permissions:\n      contents: read\n      pull-requests: write",
            "permissions: write-all",
            "job 'comment' does not name its permissions",
        ),
    ],
)
def test_what_it_must_not_have(old: str, new: str, problem: str) -> None:
    assert GOOD.count(old)
    assert [problem] == problems(read(GOOD.replace(old, new, 1)))


@pytest.mark.parametrize("forks", ["summary", "sweep", "workflow-run", "app"])
def test_the_workflows_of_a_bot_keep_to_it(forks: str) -> None:
    app = {"client_id": vars.BOT_ID, "private_key": secrets.BOT_KEY} if forks == "app" else {}
    bot = Bot(forks=forks, action=f"octo-org/hello/.github/actions/comment-diff@{'0' * 40}", version="1.0.0", **app)  # type: ignore[arg-type]  # one of its choices
    assert [] == [problem for workflow in bot.workflows() for problem in problems(link(workflow, builtin().pin))]
