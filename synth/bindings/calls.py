"""Calls of a repository's own reusable workflows: what the generated functions for them stand on."""

from __future__ import annotations

from synth.build.jobs import CallJob
from synth.build.origin import here

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, TypeVar

    from synth.build.jobs import Job
    from synth.build.steps import Value
    from synth.expr.tree import Expr

    C = TypeVar("C", bound=CallJob)

__all__ = ["CallJob", "called"]


def called(
    kind: type[C],
    reference: str,
    name: str,
    inputs: Mapping[str, Value],
    secrets: Mapping[str, Expr[str] | None],
    outputs: Sequence[str],
    needs: Sequence[Job | CallJob],
    **settings: Any,
) -> C:
    """A job of that kind that calls the workflow; None among inputs and secrets leaves one to the workflow."""
    return kind(
        name=name,
        calls=reference,
        inputs={key: value for key, value in inputs.items() if value is not None},
        secrets={key: value for key, value in secrets.items() if value is not None},
        declared=outputs,
        needs=needs,
        origin=here(),
        **settings,
    )
