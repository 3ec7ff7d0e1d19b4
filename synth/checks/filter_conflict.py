"""An event is filtered by what it takes or by what it leaves out, not by both.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#onpushbranchestagsbranches-ignoretags-ignore
"""

from __future__ import annotations

from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
name: Test
on:
  push:
    branches: [main]
    branches-ignore: [old]
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - run: make test
"""
GOOD = BAD.replace("\n    branches-ignore: [old]", "").replace("[main]", "[main, '!old']")


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    for event, trigger in workflow.on.items() if workflow is not None else ():
        assert workflow is not None
        for name in ("branches", "tags", "paths"):
            if getattr(trigger, name) and getattr(trigger, f"{name}_ignore"):
                where = workflow.origin
                if where is not None:
                    one, other = where.key("on", event, name), where.key("on", event, f"{name}-ignore")
                    where = max(one, other, key=lambda origin: origin.line)
                yield Found(
                    where,
                    f"the event '{event}' has both '{name}' and '{name}-ignore'",
                    f"keep '{name}', and exclude with patterns that begin with '!'",
                )
