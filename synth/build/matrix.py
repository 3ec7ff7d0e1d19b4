"""The matrix of a job: axes as attributes of a class, each of them the expression that reads its value."""

from __future__ import annotations

from synth.expr.literal import ExpressionError
from synth.expr.tree import Expr, Reference, kind_of
from synth.nearest import nearest
from synth.typed import Generic, overload

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, TypeVar

    T = TypeVar("T")
else:
    T = None


class Axis(Reference[T]):
    """The value of an axis in the job that runs."""

    __slots__ = ("matrix", "name")

    def __init__(self, matrix: Matrix, name: str, values: Sequence[Any] | Expr[Any]) -> None:
        kinds = {"any"} if isinstance(values, Expr) else {_kind(v) for v in values}
        super().__init__(kinds.pop() if len(kinds) == 1 else "any")  # type: ignore[arg-type]  # kind_of gives kinds
        self.matrix = matrix
        self.name = name

    @property
    def what(self) -> str:
        return f"axis '{self.name}' of {type(self.matrix).__name__}"


class axis(Generic[T]):  # noqa: N801  # reads as a function, like dataclasses.field
    """Declares an axis: `python = axis("3.12", "3.13")`, or `axis.of(from_json(...))` for values that an expression gives.

    The axis is called as the attribute, with `-` for `_`, unless `name` says otherwise.
    """

    def __init__(self, *values: T, name: str | None = None) -> None:
        if not values:
            raise ExpressionError("an axis needs at least one value: axis('3.12', '3.13')")
        self.values: Sequence[T] | Expr[Any] = values
        self.name = name or ""

    @classmethod
    def of(cls, values: Expr[Any], name: str | None = None) -> axis[Any]:
        made = cls.__new__(cls)
        made.values = values
        made.name = name or ""
        return made

    def __set_name__(self, owner: type[Matrix], attribute: str) -> None:
        self.name = self.name or attribute.replace("_", "-")

    @overload
    def __get__(self, instance: None, owner: type[Matrix]) -> axis[T]: ...
    @overload
    def __get__(self, instance: Matrix, owner: type[Matrix]) -> Expr[T]: ...
    def __get__(self, instance: Matrix | None, owner: type[Matrix]) -> axis[T] | Expr[T]:
        return self if instance is None else Axis(instance, self.name, self.values)


class Matrix:
    """A job runs once for each combination of the axes.

    `class Grid(Matrix): python = axis("3.12", "3.13"); os = axis("ubuntu-24.04", "ubuntu-24.04-arm")` declares two axes;
    `grid = Grid(exclude=[{"python": "3.12", "os": "ubuntu-24.04-arm"}])` leaves one combination out, and
    `Job("Test", [...], matrix=grid, runs_on=grid.os)` runs in the others.
    """

    def __init__(
        self,
        *,
        include: Sequence[Mapping[str, Any]] | Expr[Any] = (),
        exclude: Sequence[Mapping[str, Any]] | Expr[Any] = (),
        fail_fast: bool | None = None,
        max_parallel: int | None = None,
    ) -> None:
        self.include = include
        self.exclude = exclude
        self.fail_fast = fail_fast
        self.max_parallel = max_parallel
        axes = self.axes
        if not isinstance(exclude, Expr):
            for cell in exclude:
                for name, value in cell.items():
                    if name not in axes:
                        raise ExpressionError(f"{type(self).__name__} has no axis '{name}' to exclude{nearest(name, axes)}")
                    values = axes[name]
                    if not isinstance(values, Expr) and value not in values:
                        raise ExpressionError(f"axis '{name}' of {type(self).__name__} has no value {value!r} to exclude; it has {list(values)}")

    @property
    def axes(self) -> dict[str, Sequence[Any] | Expr[Any]]:
        """Each axis with its values, in the order of declaration."""
        return {a.name: a.values for c in reversed(type(self).__mro__) for a in vars(c).values() if isinstance(a, axis)}

    if not TYPE_CHECKING:

        def __getattr__(self, name):
            if name.startswith("__"):
                raise AttributeError(name)
            attributes = [k for c in type(self).__mro__ for k, v in vars(c).items() if isinstance(v, axis)]
            raise AttributeError(f"{type(self).__name__} has no axis '{name}'{nearest(name, attributes)}")


def _kind(value: Any) -> str:
    return "any" if isinstance(value, (dict, list, tuple)) else kind_of(value)
