"""Expressions can be read, name what is there where they stand, and give what the place takes.

Each fault has a rule of its own; the places and what is available in them: https://docs.github.com/actions/reference/workflows-and-actions/contexts
"""

from __future__ import annotations

from synth.checks.scope import Scopes
from synth.checks.subject import Found
from synth.expr.availability import ACTION_IF
from synth.expr.check import faults, type_of
from synth.expr.condition import condition_faults
from synth.expr.embedded import embedded, is_whole
from synth.expr.types import ANY, NUMBER, TEXT, TRUTH
from synth.expr.untrusted import untrusted
from synth.model import CallJob, Job, RunnerGroup, Workflow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from synth.checks.subject import Subject
    from synth.expr.fault import Fault
    from synth.expr.types import Type
    from synth.model.shape import Shape
    from synth.yaml.load import Written

LEVEL = "grammar"
SEVERITY = "error"
EXAMPLE = "unknown-context"  # the rule that BAD is found by
BAD = """
name: Test
on: push
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - run: echo "$BRANCH"
        env:
          BRANCH: ${{ guthub.ref_name }}
"""
GOOD = """
name: Test
on: push
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - run: echo "$BRANCH"
        env:
          BRANCH: ${{ github.ref_name }}
"""
_LEVELS = {"error": "grammar", "warning": "lint"}


def check(subject: Subject) -> Iterator[Found]:
    scopes = Scopes(subject)
    for written in subject.written:
        if written.shape.available is None:
            continue
        if written.shape.available is ACTION_IF and "${{" in written.value:
            message = f"'{written.path[-1]}' takes an expression without ${{{{ }}}}"
            yield Found(written.spot, message, "take ${{ and }} away", rule="expression-in-brackets")
            continue
        if written.shape.condition:
            for fault in condition_faults(written.value):  # of the whole condition: it is found where it begins
                yield Found(written.spot, fault.message, fault.remedy, fault.severity, rule=fault.rule, level=_LEVELS[fault.severity])
        expressions, broken = embedded(written.value)
        for fault in broken:
            yield _found(written, fault, 0)
        if written.shape.condition and "${{" not in written.value:
            if written.value.strip():
                yield from _of_expression(written, written.value, 0, True, scopes)
            continue
        whole = is_whole(written.value, expressions)
        for one in expressions:
            yield from _of_expression(written, one.text, one.start, whole, scopes)
            yield from _called_input(subject, written, one.text, one.start, whole, scopes)
            if _is_script(subject, written):
                for source in untrusted(one.text):
                    yield Found(
                        written.spot.inside(one.start + source.start),
                        f"a stranger decides {source.path}, and here it becomes code",
                        "give it to the script as an environment variable",
                        "warning",
                        rule="untrusted-input",
                        level="lint",
                    )


def _of_expression(written: Written, text: str, offset: int, whole: bool, scopes: Scopes) -> Iterator[Found]:
    assert written.shape.available is not None
    scope: Mapping[str, Type] = scopes.at(written.path)
    for fault in faults(text, written.shape.available, scope, _wanted_default(scopes, written.path) or _wanted(written.shape), whole):
        yield _found(written, fault, offset)


def _found(written: Written, fault: Fault, offset: int) -> Found:
    where = written.spot.inside(offset + fault.start)
    return Found(where, fault.message, fault.remedy, fault.severity, rule=fault.rule, level=_LEVELS[fault.severity])


def _wanted(shape: Shape) -> str:
    """The kinds that the place takes."""
    if shape.condition:
        return "condition"
    if shape.anything:
        return "any"
    kinds = {"text": shape.text, "truth": shape.truth, "number": shape.number, "list": shape.items is not None, "object": shape.mapping}
    if shape.makes is RunnerGroup:
        kinds["object"] = False  # a group cannot come from an expression
    return "|".join([kind for kind, taken in kinds.items() if taken]) or "any"


def _wanted_default(scopes: Scopes, path: Sequence[str | int]) -> str | None:
    """What the default of an input of workflow_call has to be."""
    if path[:3] != ("on", "workflow_call", "inputs") or path[-1] != "default" or not isinstance(scopes.part, Workflow):
        return None
    declared = (scopes.part.on["workflow_call"].inputs or {}).get(str(path[3])) if "workflow_call" in scopes.part.on else None
    kinds: dict[str | None, str] = {"boolean": "truth", "number": "number"}
    return kinds.get(declared.type) if declared is not None else None


def _called_input(subject: Subject, written: Written, text: str, offset: int, whole: bool, scopes: Scopes) -> Iterator[Found]:
    """Whether the value that a job gives to the workflow it calls has the kind of that input."""
    path = written.path
    if not (whole and len(path) == 4 and path[0] == "jobs" and path[2] == "with" and isinstance(subject.part, Workflow)):
        return
    job = subject.part.jobs.get(str(path[1]))
    called = subject.around.workflow(job.uses.reference) if isinstance(job, CallJob) else None
    trigger = called.on.get("workflow_call") if called is not None else None
    declared = ((trigger and trigger.inputs) or {}).get(str(path[3]))
    if declared is None:
        return
    given = type_of(text, scopes.at(path))
    takes = {"string": (TEXT, NUMBER), "number": (NUMBER,), "boolean": (TRUTH,)}.get(declared.type or "", ())
    if takes and given != ANY and given not in takes:
        yield Found(
            written.spot.inside(offset),
            f"the called workflow's input '{path[3]}' is a {declared.type}, and this gives {given}",
            "give a value of that type",
            "warning",
            rule="call-input-type",
            level="lint",
        )


def _is_script(subject: Subject, written: Written) -> bool:
    """Whether the text becomes code: of a shell, or of actions/github-script."""
    path = written.path
    if path[-1] == "run":
        return "steps" in path
    if path[-1] != "script" or len(path) < 2 or path[-2] != "with":
        return False
    step: object = subject.part
    jobs = subject.part.jobs if isinstance(subject.part, Workflow) else {}
    job = jobs.get(str(path[1])) if path[0] == "jobs" else None
    steps = job.steps if isinstance(job, Job) else getattr(step, "steps", ())
    numbers = [part for part in path if isinstance(part, int)]
    if not numbers or numbers[0] >= len(steps):
        return False
    found = steps[numbers[0]]
    if len(numbers) > 1 and found.parallel:
        found = found.parallel[numbers[1]]
    return found.uses is not None and found.uses.reference.startswith("actions/github-script@")
