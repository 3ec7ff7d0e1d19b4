"""No job needs itself, directly or through others, and one job at least needs none.

Such jobs would wait for one another for ever; GitHub refuses the file (actions/runner, src/Sdk/WorkflowParser).
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.yaml.tree import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "grammar"
SEVERITY = "error"
BAD = """
on: push
jobs:
  build:
    needs: test
    runs-on: ubuntu-latest
    steps:
      - run: make
  test:
    needs: build
    runs-on: ubuntu-latest
    steps:
      - run: make test
"""
GOOD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
  test:
    needs: build
    runs-on: ubuntu-latest
    steps:
      - run: make test
"""


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    if workflow is None or not _has_jobs(subject):
        return
    names = {name.lower(): name for name in workflow.jobs}
    needs = {name.lower(): [needed.lower() for needed in getattr(job, "needs", None) or ()] for name, job in workflow.jobs.items()}
    waiting = _waiting(needs)
    if len(waiting) == len(needs):
        message = f"no job can begin: {_words([names[name] for name in _cycle(waiting)])}" if waiting else "the workflow has no job"
        yield Found(places.at(workflow, "jobs"), message, "leave out 'needs' in the job that is to be first" if waiting else "add one")
        return
    for name in waiting:
        job = workflow.jobs[names[name]]
        for i, needed in enumerate(needs[name]):
            if needed in waiting and _leads(needed, name, waiting):
                message = (
                    f"job '{names[name]}' needs '{names[needed]}', which needs it in turn" if name != needed else f"job '{names[name]}' needs itself"
                )
                yield Found(places.at(job, "needs", i), message, "leave out one of the two")


def _has_jobs(subject: Subject) -> bool:
    """Whether the file says what its jobs are, be it that there is none; a file without `jobs` lacks that, and no cycle is to blame."""
    root = subject.document and subject.document.root
    return not isinstance(root, Mapping) or isinstance(root.get("jobs"), Mapping)


def _waiting(needs: dict[str, list[str]]) -> dict[str, list[str]]:
    """The jobs that never begin, with what they wait for."""
    left = {name: [needed for needed in needed_ones if needed in needs] for name, needed_ones in needs.items()}
    while True:
        ready = [name for name, needed in left.items() if not any([one in left for one in needed])]
        if not ready:
            return left
        for name in ready:
            del left[name]


def _leads(begin: str, end: str, waiting: dict[str, list[str]]) -> bool:
    """Whether the one needs the other, directly or not."""
    seen, new = set(), [begin]
    while new:
        name = new.pop()
        if name == end:
            return True
        if name not in seen:
            seen.add(name)
            new += [needed for needed in waiting[name] if needed in waiting]
    return False


def _cycle(waiting: dict[str, list[str]]) -> list[str]:
    """One way round, from a job back to it."""
    walked: list[str] = []
    name = next(iter(waiting), "")
    while name and name not in walked:
        walked.append(name)
        name = next((needed for needed in waiting[name] if needed in waiting), "")
    return [*walked[walked.index(name) :], name] if name else []


def _words(cycle: list[str]) -> str:
    return " needs ".join([f"'{name}'" for name in cycle])
