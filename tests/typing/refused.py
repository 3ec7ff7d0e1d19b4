"""More that type checkers refuse. The comments are their complete messages for the line above; a line without them is accepted."""
# ruff: noqa: B015

from __future__ import annotations

from synth import Concurrency, Input, Job, Matrix, Workflow, WorkflowSecret, axis, case, contains, from_json, github, run, strategy, text


class Grid(Matrix):
    python = axis("3.12", "3.13")


grid = Grid()
a = github.ref_protected

github.ref & a
# mypy: Invalid self argument "Expr[str]" to attribute function "__and__" with type "Callable[[Expr[bool], Expr[bool]], Expr[bool]]" [misc]
# pyright: Operator "&" not supported for types "Expr[str]" and "Expr[bool]"
a & github.ref
# mypy: Unsupported operand types for & ("Expr[bool]" and "Expr[str]") [operator]
# pyright: Operator "&" not supported for types "Expr[bool]" and "Expr[str]"
~github.ref
# mypy: Invalid self argument "Expr[str]" to attribute function "__invert__" with type "Callable[[Expr[bool]], Expr[bool]]" [misc]
# pyright: Operator "~" not supported for type "Expr[str]"
a | True
# mypy: Unsupported operand types for | ("Expr[bool]" and "bool") [operator]
# pyright: Operator "|" not supported for types "Expr[bool]" and "Literal[True]"
github.ref < "x"
# mypy: Unsupported operand types for > ("str" and "Expr[str]") [operator]
# pyright: Operator "<" not supported for types "Expr[str]" and "Literal['x']"
strategy.job_index < "1"
# mypy: Unsupported operand types for < ("Expr[int]" and "str") [operator]
# pyright: Operator "<" not supported for types "Expr[int]" and "Literal['1']"
github.ref + 1
# mypy: Unsupported operand types for + ("Expr[str]" and "int") [operator]
# pyright: Operator "+" not supported for types "Expr[str]" and "Literal[1]"
1 + github.ref
# mypy: Unsupported operand types for + ("int" and "Expr[str]") [operator]
# pyright: Operator "+" not supported for types "Literal[1]" and "Expr[str]"

github.head_ref.otherwise(5)
# mypy: Argument 1 to "otherwise" of "Expr" has incompatible type "int"; expected "str | Expr[str]" [arg-type]
# pyright: Argument of type "Literal[5]" cannot be assigned to parameter "default" of type "str | Expr[str]" in function "otherwise"
github.ref.upper()
# mypy: "Expr[str]" has no attribute "upper" [attr-defined]
# pyright: Cannot access attribute "upper" for class "Expr[str]"
github.event.pull_request
# mypy: "Expr[Any]" has no attribute "pull_request" [attr-defined]
# pyright: Cannot access attribute "pull_request" for class "Expr[Any]"
strategy.job_idx
# mypy: "Strategy" has no attribute "job_idx"; maybe "job_index"? [attr-defined]
# pyright: Cannot access attribute "job_idx" for class "Strategy"
contains(["a"], github.ref)
# mypy: Argument 1 to "contains" has incompatible type "list[str]"; expected "str | Expr[Any]" [arg-type]
# pyright: Argument of type "list[str]" cannot be assigned to parameter "search" of type "str | Expr[Any]" in function "contains"
case((github.ref, "x"), default="y")
# mypy: Argument 1 to "case" has incompatible type "tuple[Expr[str], str]"; expected "tuple[Expr[bool], str | Expr[str]]" [arg-type]
# pyright: Argument of type "tuple[Expr[str], Literal['x']]" cannot be assigned to parameter "branches" of type "tuple[Expr[bool], T@case | Expr[T@case]]" in function "case"
text("{x}", x=None)
# mypy: Argument "x" to "text" has incompatible type "None"; expected "str | float | Expr[Any]" [arg-type]
# pyright: Argument of type "None" cannot be assigned to parameter "x" of type "str | float | Expr[Any]" in function "text"
from_json(5)
# mypy: Argument 1 to "from_json" has incompatible type "int"; expected "str | Expr[str]" [arg-type]
# pyright: Argument of type "Literal[5]" cannot be assigned to parameter "value" of type "str | Expr[str]" in function "from_json"
grid.pyhton
# mypy: "Grid" has no attribute "pyhton"; maybe "python"? [attr-defined]
# pyright: Cannot access attribute "pyhton" for class "Grid"
run("x", if_="github.ref == 'x'")
# mypy: No overload variant of "run" matches argument types "str", "str" [call-overload]
# pyright: Argument of type "Literal['github.ref == \'x\'']" cannot be assigned to parameter "if_" of type "Truth | None" in function "run"
run("x", name=github.ref)
# mypy: No overload variant of "run" matches argument types "str", "Expr[str]" [call-overload]
# pyright: Argument of type "Expr[str]" cannot be assigned to parameter "name" of type "str | None" in function "run"
run("x", continue_on_error="yes")
# mypy: No overload variant of "run" matches argument types "str", "str" [call-overload]
# pyright: Argument of type "Literal['yes']" cannot be assigned to parameter "continue_on_error" of type "Truth | None" in function "run"
run("x {y}", y=["a"])
# mypy: No overload variant of "run" matches argument types "str", "list[str]" [call-overload]
# pyright: Argument of type "list[str]" cannot be assigned to parameter "y" of type "Value" in function "run"
run("x", outputs=["a"]).failed.succeeded
# mypy: "Expr[bool]" has no attribute "succeeded" [attr-defined]
# pyright: Cannot access attribute "succeeded" for class "Expr[bool]"
run("x").outcome
# mypy: "Step[NamedOutputs]" has no attribute "outcome" [attr-defined]
# pyright: Cannot access attribute "outcome" for class "Step[NamedOutputs]"
Job("A")
# mypy: Missing positional argument "steps" in call to "Job" [call-arg]
# pyright: Argument missing for parameter "steps"
Job("A", [run("x")], run_on="x")
# mypy: Unexpected keyword argument "run_on" for "Job"; did you mean "runs_on"? [call-arg]
# pyright: No parameter named "run_on"
Job("A", [run("x")], permissions={"content": "read"})
# mypy: Argument "permissions" to "Job" has incompatible type "dict[str, str]"; expected "Literal['read-all', 'write-all'] | Permissions | None" [arg-type]
# pyright: Argument of type "dict[str, str]" cannot be assigned to parameter "permissions" of type "Permissions | Literal['read-all', 'write-all'] | None" in function "__init__"
Job("A", [run("x")], permissions={"id-token": "read"})
# mypy: Argument "permissions" to "Job" has incompatible type "dict[str, str]"; expected "Literal['read-all', 'write-all'] | Permissions | None" [arg-type]
# pyright: Argument of type "dict[str, str]" cannot be assigned to parameter "permissions" of type "Permissions | Literal['read-all', 'write-all'] | None" in function "__init__"
Job("A", [run("x")], timeout_minutes="5")
# mypy: Argument "timeout_minutes" to "Job" has incompatible type "str"; expected "int | float | Expr[int] | Expr[float]" [arg-type]
# pyright: Argument of type "Literal['5']" cannot be assigned to parameter "timeout_minutes" of type "Number" in function "__init__"
Job("A", [run("x")], concurrency="x")
# mypy: Argument "concurrency" to "Job" has incompatible type "str"; expected "Concurrency | None" [arg-type]
# pyright: Argument of type "Literal['x']" cannot be assigned to parameter "concurrency" of type "Concurrency | None" in function "__init__"
Job("A", ["echo x"])
# mypy: List item 0 has incompatible type "str"; expected "Step[Any]" [list-item]
# pyright: Argument of type "list[str]" cannot be assigned to parameter "steps" of type "Sequence[Step[Any]]" in function "__init__"
Workflow("A", on=["push"])
# mypy: List item 0 has incompatible type "str"; expected "Trigger" [list-item]
# pyright: Argument of type "list[str]" cannot be assigned to parameter "on" of type "Sequence[Trigger]" in function "__init__"
Concurrency()
# mypy: Missing positional argument "group" in call to "Concurrency" [call-arg]
# pyright: Argument missing for parameter "group"
Input("x", int, default="y")
# mypy: Argument 2 to "Input" has incompatible type "type[int]"; expected "type[str]" [arg-type]
# pyright: No overloads for "__init__" match the provided arguments
# pyright: Argument of type "Literal['y']" cannot be assigned to parameter "default" of type "T@Input | None" in function "__init__"
Input("x", int)("y")
# mypy: Argument 1 to "__call__" of "Input" has incompatible type "str"; expected "int | Expr[int]" [arg-type]
# pyright: Argument of type "Literal['y']" cannot be assigned to parameter "value" of type "int | Expr[int]" in function "__call__"
Input("x", bool, options=["a"])
# mypy: Argument 2 to "Input" has incompatible type "type[bool]"; expected "type[str]" [arg-type]
# pyright: Argument of type "type[bool]" cannot be assigned to parameter "type" of type "type[str]" in function "__init__"
WorkflowSecret("x")("plain")
# mypy: Argument 1 to "__call__" of "WorkflowSecret" has incompatible type "str"; expected "Expr[str]" [arg-type]
# pyright: Argument of type "Literal['plain']" cannot be assigned to parameter "value" of type "Expr[str]" in function "__call__"
