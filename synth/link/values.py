"""Values: texts, conditions, mappings and pinned references as a workflow file has them."""

from __future__ import annotations

from synth import model
from synth.build.jobs import JobResult
from synth.build.steps import StepOutcome
from synth.expr.functions import StatusCall
from synth.expr.literal import ExpressionError
from synth.expr.tree import AND, Binary, Expr, bracketed
from synth.link.references import References

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, TypeAlias

    from synth.build.jobs import CallJob, Job
    from synth.build.triggers import Input
    from synth.model import Origin

    Pin: TypeAlias = Callable[[str], model.Uses | None]  # "owner/repo@v1" or "image:tag" -> what to write, None when it is not locked


class Values(References):
    """Writes values at the place that References is at."""

    def __init__(self, title: str, jobs: Sequence[Job | CallJob], inputs: Sequence[Input[Any]], origin: Origin, pin: Pin) -> None:
        super().__init__(title, jobs, inputs, origin)
        self.pin = pin
        self.way = type(self), pin  # what the writing of a part depends on beside the part: an action says more of a step than a job

    def value(self, value: Any) -> Any:
        """A value as the file has it; expressions become `${{ }}`."""
        if isinstance(value, Expr):
            return self.written(value)
        if isinstance(value, str):
            return self.text(value)
        if value is None or isinstance(value, (bool, int)):
            return value
        if isinstance(value, (list, tuple)):
            return [self.value(v) for v in value]
        if isinstance(value, dict):
            return self.values(value)
        if not isinstance(value, float) or value != value or abs(value) == float("inf"):
            self.problem(f"{value!r} has no form in a workflow file: give text, a number, True, False or an expression")
        return value

    def values(self, given: Mapping[str, Any] | None) -> dict[str, Any] | None:
        if given is None:
            return None
        return {name: self.value(value) for name, value in given.items()}

    def environment(self, given: Mapping[str, Any] | Expr[Any] | None) -> dict[str, Any] | str | None:
        """Variables, or the expression that gives them all."""
        return self.written(given) if isinstance(given, Expr) else self.values(given)

    def text(self, value: str | Expr[Any] | None) -> str | None:
        if isinstance(value, Expr):
            return self.written(value)
        if value is not None and not isinstance(value, str):
            self.problem(f"{value!r} is no text: write it in quotes")
            return str(value)
        if value is not None and "${{" in value:
            self.problem(
                f"{value!r} holds ${{{{ }}}}: give the expression as a value (github.sha, text('...{{x}}', x=...)), or raw(...) to take it unchecked"
            )
        return value

    def condition(self, value: Any, of: str) -> str | None:
        """An `if`, without `${{ }}`. What asks for a failed or skipped step or job gets the `!cancelled()` without which GitHub would not look."""
        if value is None or value is True:
            return None
        if value is False:
            return "false"
        if not isinstance(value, Expr):
            self.problem(f"the condition of {of} is {value!r}: give an expression, for example github.ref_name == 'main'")
            return None
        if value.kind not in ("truth", "any"):
            self.problem(f"the condition of {of} is {value!r}, which is a {value.kind}, and any text but '' counts as true: compare it, == '...'")
            return None
        try:
            if may_follow_failure(value) and not has_status(value):
                return f"!cancelled() && {bracketed(value, AND, self.resolve)}"
            return value.source(self.resolve)
        except ExpressionError as error:
            self.problem(str(error))
            return None

    def pinned(self, reference: str, origin: Origin | None = None) -> model.Uses:
        if reference.startswith(("./", "$/")):
            return model.Uses(reference)
        found = self.pin(reference)
        if found is None:
            self.problem(
                f"{reference} is not in .github/ghsynth.lock: run 'ghsynth lock {reference}'",
                origin,
            )
            return model.Uses(reference)
        return found


def may_follow_failure(expression: Expr[Any]) -> bool:
    """Whether it can hold although a step or job that it reads did not succeed: unless it is `.succeeded`, alone or joined by `&`."""
    if isinstance(expression, Binary):
        if expression.operator == "&&":
            return may_follow_failure(expression.left) or may_follow_failure(expression.right)
        if expression.operator == "==" and isinstance(expression.left, (JobResult, StepOutcome)):
            return not expression.left.succeeded
    return any([isinstance(reference, (JobResult, StepOutcome)) for reference in expression.refs])


def has_status(expression: Expr[Any]) -> bool:
    """Whether a status function stands in it, which switches GitHub's implied success() off."""
    return isinstance(expression, StatusCall) or any([has_status(child) for child in expression.children()])
