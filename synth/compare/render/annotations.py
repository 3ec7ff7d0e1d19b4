"""The gravest changes as workflow commands, which GitHub shows beside the lines of a pull request.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
A step has room for 10 of each kind and a job for 50; GitHub drops the others without a word.
"""

from synth.compare.render.grouped import Group, grouped, number
from synth.compare.render.plain import sentence
from synth.compare.render.visible import clipped, one_line, visible
from synth.compare.values import Comparison

_COMMANDS = {"danger": "error", "caution": "warning"}
_LONGEST = 1_000


def annotations(comparison: Comparison, most: int = 10) -> str:
    """A line for each, the last for those that there is no room for. What only informs is not among them: the comment has it."""
    groups = [group for group in grouped(comparison) if group.severity in _COMMANDS]
    if len(groups) <= most:
        return "".join([_annotation(group) for group in groups])
    shown = [_annotation(group) for group in groups[: most - 1]]
    left = number(len(groups) - len(shown), "more change is", "more changes are")
    return "".join([*shown, f"::warning title=ghsynth diff::{left} in the job's summary\n"])


def _annotation(group: Group) -> str:
    change = group.first
    line = f",line={change.new.line}" if change.new is not None and change.new.line else ""
    properties = f"file={_property(change.where.file)}{line},title={_property(f'{change.severity} {change.kind}')}"
    others = len(group.changes) - 1
    inside = " > ".join([part for part in (change.where.job, change.where.step) if part])
    said = [
        f"{clipped(one_line(inside), 100)}: {sentence(change.says)}" if inside else sentence(change.says),
        sentence(change.why),
        f"and in {number(others, 'more place')}" if others else "",
    ]
    message = clipped("\n".join([part for part in said if part]), _LONGEST)
    return f"::{_COMMANDS[change.severity]} {properties}::{_data(message)}\n"


def _data(text: str) -> str:
    return visible(text, keep="\n").replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
