"""How two environments of a pipeline differ. Alike in all but configuration and scale, what one shows holds for the other.

The number of tasks is the service's own: a deployment leaves it as it is, and the definition does not name it.
"""

from __future__ import annotations

from synth.explain.explaining import environments
from synth.explain.kinds import LOOKING, kind_of, places
from synth.expr import Expr
from synth.nearest import nearest
from synth.pipeline import Environment
from synth.problems import DefinitionError, Problem
from synth.record import Record, fields, record, settable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from synth.pipeline import Pipeline

CONFIGURATION, SCALE, APPROVAL, BEHAVIOUR, STAGE, TEST = "configuration", "scale", "approval", "behaviour", "stage", "test"
NONE = "-"
_ALLOWED = (CONFIGURATION, SCALE, APPROVAL, TEST)
_CONFIGURATION = {
    "region",
    "cluster",
    "role",
    "roles",
    "url",
    "test_url",
    "alarms",
    "logs.group",
}  # addresses and names; what they lead to may be alike
_PROVING = {"test_url", "alarms"}  # where only one of them has it, only one is proved by it
_SILENT = {"origin", "environment", "environments", "name", "timeout_minutes"}
_OF_CONTAINER = ("variables", "secrets")


@record
class Difference(Record):
    """A setting that is not the same.

    `kind` is configuration, scale, approval, behaviour (what is done in another way), stage (for one only), or test (one that looks at one only).
    """

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
    def others(self) -> tuple[Difference, ...]:
        """What is neither configuration nor scale nor approval. A test of one of them changes neither."""
        return tuple([row for row in self.rows if row.kind not in _ALLOWED])

    @property
    def identical(self) -> bool:
        """Whether nothing but configuration, scale and approval differs."""
        return not self.others

    @property
    def verdict(self) -> str:
        if self.identical:
            return f"{self.first} and {self.second} differ in configuration, approval and scale only{self._tests()}"
        named = list(dict.fromkeys([row.of if row.kind == STAGE else f"{row.setting} of {row.of}" for row in self.others]))
        return f"{self.first} and {self.second} differ in other things too, which one of them cannot prove for the other: {', '.join(named)}"

    def _tests(self) -> str:
        rows = [row for row in self.rows if row.kind == TEST]
        sides = [(self.first, [row.of for row in rows if row.second == NONE]), (self.second, [row.of for row in rows if row.first == NONE])]
        return "".join([f"; {name} alone is looked at by {', '.join(found)}" for name, found in sides if found])


def compared(pipeline: Pipeline, first: str, second: str) -> Comparison:
    """Raises DefinitionError for an environment that no stage of the pipeline names."""
    known = {place.name: place for place in environments(pipeline)}
    for name in (first, second):
        if name not in known:
            raise DefinitionError([Problem(pipeline.origin, f"pipeline '{pipeline.name}' has no environment '{name}'{nearest(name, known)}")])
    rows = list(_unlike("environment", known[first], known[second]))
    ones, others = _stages(pipeline, first), _stages(pipeline, second)
    for key in dict.fromkeys([*ones, *others]):
        one, other = ones.get(key), others.get(key)
        if one is None or other is None:
            kind = TEST if kind_of(one or other) in LOOKING else STAGE
            rows.append(Difference(of=key, setting="stage", first=_there(one), second=_there(other), kind=kind))
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
        if any([isinstance(place, Environment) and place.name == environment for place in places(stage)]):
            service = getattr(stage, "service", None)
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
        if setting in _OF_CONTAINER:
            yield from _of_container(of, setting, one or {}, other or {})
            continue
        if _shown(one) == _shown(other):
            continue
        if setting == "scale":
            yield Difference(of=of, setting=setting, first=_shown(one), second=_shown(other), kind=SCALE)
            continue
        if type(one) is type(other) and hasattr(type(one), "_fields"):
            yield from _unlike(of, one, other, f"{setting}.")
            continue
        missing = setting in _PROVING and not (one and other)
        kind = APPROVAL if setting == "approval" else CONFIGURATION if setting in _CONFIGURATION and not missing else BEHAVIOUR
        yield Difference(of=of, setting=setting.replace("_", "-"), first=_shown(one), second=_shown(other), kind=kind)


def _of_container(of: str, setting: str, first: Mapping[str, Any], second: Mapping[str, Any]) -> Iterator[Difference]:
    """Name by name. A secret is shown by where it is kept."""
    for name in dict.fromkeys([*first, *second]):
        one, other = _kept(first.get(name)), _kept(second.get(name))
        if one != other:
            yield Difference(of=of, setting=f"{setting}.{name}", first=one, second=other, kind=CONFIGURATION)


def _kept(value: Any) -> str:
    """A variable's text, or where a secret is kept."""
    if not hasattr(type(value), "_fields"):
        return _shown(value)
    return " ".join([type(value).__name__, *[str(part) for name in fields(type(value)) if (part := getattr(value, name)) is not None]])


def _shown(value: Any) -> str:
    if value is None:
        return NONE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join([_shown(one) for one in value]) or "-"
    if hasattr(type(value), "_fields"):
        given = [f"{name}={_shown(getattr(value, name))}" for name in fields(type(value)) if name not in _SILENT]
        return f"{type(value).__name__}({', '.join(given)})"
    return value.source() if isinstance(value, Expr) else str(value)


def _there(stage: Any) -> str:
    return NONE if stage is None else "yes"
