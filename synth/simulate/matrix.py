"""The jobs of a matrix, as GitHub makes them: all combinations without those of `exclude`, then `include`.

actions/runner, src/Sdk/WorkflowParser/Conversion/MatrixBuilder.cs: entries are compared leaf by leaf with the `==` of expressions.
"""

from __future__ import annotations

from itertools import product

from synth.expr.values import equal, text_of
from synth.model import Matrix, Strategy
from synth.simulate.partly import part
from synth.simulate.texts import filled
from synth.simulate.unknown import Open, Unknown, hides

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, TypeAlias

    from synth.simulate.partly import Partly

    Combination: TypeAlias = tuple[dict[str, Any], dict[str, Any]]

MOST = 256
_NO_AXES = ("include", "exclude")


class MatrixError(Exception):
    """A matrix that GitHub refuses when the job is to begin; the message says why."""


def combinations(strategy: Any, partly: Partly) -> list[Combination] | None:
    """The values of each job, those that its name shows and all; empty without a matrix, None where it is unknown at this point.

    Raises MatrixError and EvaluationError.
    """
    matrix = _plain(filled(strategy, partly) if isinstance(strategy, str) else strategy, partly)
    if matrix is None:
        return []
    if isinstance(matrix, (Unknown, Open)) or (isinstance(matrix, dict) and any([_vague(one) for one in matrix.values()])):
        return None
    if not isinstance(matrix, dict):
        raise MatrixError("the matrix is no mapping")
    made = _combined(matrix)
    if not made:
        raise MatrixError("the matrix is empty, so that there is no job to run")
    return made


def _plain(strategy: Any, partly: Partly) -> Any:
    """The matrix as a mapping, its expressions evaluated."""
    matrix = strategy.matrix if isinstance(strategy, Strategy) else strategy.get("matrix") if isinstance(strategy, dict) else strategy
    if not isinstance(matrix, Matrix):
        return filled(matrix, partly)
    read: dict[str, Any] = dict(matrix.axes)
    read |= {name: value for name, value in (("include", matrix.include), ("exclude", matrix.exclude)) if value is not None}
    return filled(read, partly)


def _vague(part_of: Any) -> bool:
    return isinstance(part_of, (Unknown, Open)) or (isinstance(part_of, list) and any([hides(one) for one in part_of]))


def _combined(matrix: dict[str, Any]) -> list[Combination]:
    axes = {name: values for name, values in matrix.items() if name.lower() not in _NO_AXES}
    size = 1
    for name, values in axes.items():
        if not isinstance(values, list):
            raise MatrixError(f"'{name}' of the matrix is no list")
        if not values:
            raise MatrixError(f"'{name}' of the matrix has no values")
        size *= len(values)
    if size > 100 * MOST:  # of which `exclude` might take away
        raise MatrixError(f"the matrix has {size} combinations, and GitHub runs {MOST} at most")
    excluded, included = _entries(matrix, "exclude"), _entries(matrix, "include")
    for entry in excluded:
        if unknown := [name for name in entry if name not in axes]:
            raise MatrixError(f"'{unknown[0]}' of 'exclude' is no key of the matrix")
    made = [dict(zip(axes, values, strict=True)) for values in product(*axes.values())] if axes else []
    kept = [one for one in made if not any([_fits(entry, one) for entry in excluded])]
    originals, alone = [dict(one) for one in kept], list[dict[str, "Any"]]()
    for entry in included:
        filter_ = {name: value for name, value in entry.items() if name in axes}
        fitting = [number for number, one in enumerate(originals) if _fits(filter_, one)]
        for number in fitting:
            kept[number].update({name: value for name, value in entry.items() if name not in axes})
        if not fitting:
            alone.append({**filter_, **{name: value for name, value in entry.items() if name not in axes}})
    if len(kept) + len(alone) > MOST:
        raise MatrixError(f"the matrix gives {len(kept) + len(alone)} jobs, and GitHub runs {MOST} at most")
    return [*zip(originals, kept, strict=True), *[(one, one) for one in alone]]


def _entries(matrix: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = matrix.get(key)
    entries = found if isinstance(found, list) else [] if found in (None, "") else [found]
    if any([not isinstance(entry, dict) or not entry for entry in entries]):
        raise MatrixError(f"'{key}' of the matrix holds what is no mapping of values")
    return entries


def _fits(entry: dict[str, Any], combination: dict[str, Any]) -> bool:
    return all([_nested(combination, way, wanted) for way, wanted in _leaves(entry)])


def _nested(combination: dict[str, Any], way: tuple[Any, ...], wanted: Any) -> bool:
    value: Any = combination
    for key in way:
        value = part(value, key, "")
    return equal(value, wanted)


def _leaves(entry: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The way to each leaf, and its value."""
    pairs: Iterable[tuple[Any, Any]] = entry.items() if isinstance(entry, dict) else enumerate(entry)
    for name, value in pairs:
        if isinstance(value, (dict, list)):
            yield from _leaves(value, (*way, name))
        else:
            yield (*way, name), value


def leg_name(name: str, values: dict[str, Any]) -> str:
    """The job's name with the values behind it, as GitHub shows it where the name holds no expression."""
    words = [word for value in values.values() for word in _words(value) if word]
    return f"{name} ({', '.join(words)})" if words else name


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _words(one)
    elif isinstance(value, list):
        for one in value:
            yield from _words(one)
    elif value is not None:
        yield text_of(value)
