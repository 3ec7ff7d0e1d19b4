"""No workflow starts with rights for what a stranger did.

`pull_request_target`, `workflow_run` and `issue_comment` run with the repository's secrets and a token that writes, on account of people who
may do neither. A step that takes their code, branch name or artifact hands these over. `pull_request` does most jobs; a workflow that must
stay carries its reason in a comment `# ghsynth: ignore[dangerous-triggers] why`. https://securitylab.github.com/resources/github-actions-preventing-pwn-requests
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.yaml.place import Spot
from synth.yaml.tree import Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "policy"
SEVERITY = "error"
BAD = """
name: Label
on: pull_request_target
permissions: {}
concurrency:
  group: label-${{ github.event.number }}
jobs:
  label:
    name: Label
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - run: ./label
"""
GOOD = """
name: Label
on: pull_request
permissions: {}
concurrency:
  group: label-${{ github.event.number }}
jobs:
  label:
    name: Label
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - run: ./label
"""
DANGEROUS = {
    "pull_request_target": "runs with secrets and a token that writes, for pull requests of strangers",
    "workflow_run": "runs with secrets and a token that writes, after runs that strangers started",
    "issue_comment": "runs with secrets and a token that writes, for comments of strangers",
}


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    if workflow is None:
        return
    for i, event in enumerate(workflow.on):
        if event in DANGEROUS:
            where = places.key(workflow, "on", event)
            if isinstance(where, Spot) and isinstance(where.node, Sequence):
                where = places.at(workflow, "on", i)
            yield Found(where, f"'{event}' {DANGEROUS[event]}", "use 'pull_request', or say in a comment why it is safe here")
