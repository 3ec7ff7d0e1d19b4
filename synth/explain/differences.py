"""How two environments of a pipeline differ. Alike in all but configuration and scale, what one shows holds for the other.

Scale is the service's own: a deployment leaves the number of tasks as it is, and the definition does not name it.
"""

from __future__ import annotations

from synth.explain.explaining import environments
from synth.nearest import nearest
from synth.pipeline import Environment
from synth.problems import DefinitionError, Problem
from synth.record import Record, fields, record, settable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.pipeline import Pipeline

CONFIGURATION, APPROVAL, BEHAVIOUR = "configuration", "approval", "behaviour"
_CONFIGURATION = {"region", "cluster", "role", "url", "test_url", "alarms", "logs.group"}  # addresses and names; what they lead to may be alike
_PROVING = {"test_url", "alarms"}  # where only one of them has it, only one is proved by it
_SILENT = {"origin", "environment", "name", "timeout_minutes"}


@record
class Difference(Record):
    """A setting that is not the same. `kind` is configuration, approval, or behaviour: what is done in another way, or in one of them only."""

    of: str
    setting: str
    first: str
    second: str
    kind: str


@record
class Comparison(Record):
    first: str
    second: str
    rows: tuple[Difference, ...] = ()

    @property
    def identical(self) -> bool:
        """Whether nothing but configuration, scale and approval differs."""
        return not any([row.kind == BEHAVIOUR for row in self.rows])

    @property
    def verdict(self) -> str:
        count = len([row for row in self.rows if row.kind == BEHAVIOUR])
        if not count:
            return f"{self.first} and {self.second} differ in configuration, approval and scale only"
        what = "1 difference of" if count == 1 else f"{count} differences of"
        return f"{self.first} and {self.second}: {what} behaviour, which one of them cannot prove for the other"


def compared(pipeline: Pipeline, first: str, second: str) -> Comparison:
    """Raises DefinitionError for an environment that no stage of the pipeline names."""
    places = {place.name: place for place in environments(pipeline)}
    for name in (first, second):
        if name not in places:
            raise DefinitionError([Problem(pipeline.origin, f"pipeline '{pipeline.name}' has no environment '{name}'{nearest(name, places)}")])
    rows = list(_unlike("environment", places[first], places[second]))
    ones, others = _stages(pipeline, first), _stages(pipeline, second)
    for key in dict.fromkeys([*ones, *others]):
        one, other = ones.get(key), others.get(key)
        if one is None or other is None:
            rows.append(Difference(of=key, setting="stage", first=_there(one), second=_there(other), kind=BEHAVIOUR))
        else:
            rows += _unlike(key, one, other)
    return Comparison(first=first, second=second, rows=tuple(rows))


def as_text(comparison: Comparison) -> str:
    """A line for each difference, aligned, and what they come to."""
    cells = [("", "", comparison.first, comparison.second, ""), *[(r.of, r.setting, r.first, r.second, r.kind) for r in comparison.rows]]
    widths = [max([len(row[at]) for row in cells]) for at in range(5)]
    lines = ["  ".join([cell.ljust(width) for cell, width in zip(row, widths, strict=True)]).rstrip() for row in cells] if comparison.rows else []
    return "\n".join([*lines, comparison.verdict]) + "\n"


def _stages(pipeline: Pipeline, environment: str) -> dict[str, Any]:
    """The stages that name the environment, by their kind and service, numbered where these are equal."""
    found: dict[str, Any] = {}
    for stage in pipeline.stages:
        place, service = getattr(stage, "environment", None), getattr(stage, "service", None)
        if isinstance(place, Environment) and place.name == environment:
            label = type(stage).__name__ + (f" {service.name}" if service is not None and hasattr(service, "name") else "")
            count = len([key for key in found if key.rpartition(" #")[0] == label or key == label])
            found[label if not count else f"{label} #{count + 1}"] = stage
    return found


def _unlike(of: str, first: Any, second: Any, within: str = "") -> Iterator[Difference]:
    for name in settable(type(first)):
        if name in _SILENT:
            continue
        one, other = getattr(first, name, None), getattr(second, name, None)
        setting = within + name
        if _shown(one) == _shown(other):
            continue
        if type(one) is type(other) and hasattr(type(one), "_fields"):
            yield from _unlike(of, one, other, f"{setting}.")
            continue
        missing = setting in _PROVING and not (one and other)
        kind = APPROVAL if setting == "approval" else CONFIGURATION if setting in _CONFIGURATION and not missing else BEHAVIOUR
        yield Difference(of=of, setting=setting.replace("_", "-"), first=_shown(one), second=_shown(other), kind=kind)


def _shown(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join([_shown(one) for one in value]) or "-"
    if hasattr(type(value), "_fields"):
        given = [f"{name}={_shown(getattr(value, name))}" for name in fields(type(value)) if name not in _SILENT]
        return f"{type(value).__name__}({', '.join(given)})"
    return str(value)


def _there(stage: Any) -> str:
    return "-" if stage is None else "yes"
