"""Eleven mistakes that people make with generators of workflows. Each is found by mypy, by pyright, or by an exception with advice.

The comments are the complete messages of the type checkers for the line above; a line without them is accepted.
"""

from __future__ import annotations

from synth import Job, Outputs, Workflow, github, output, push, run
from synth.bindings import checkout, upload_artifact
from synth.link import link
from synth.model import Uses


class Pushed(Outputs):
    digest = output()


pushed = run("./push.sh", name="Push", outputs=Pushed)
build = Job("Build", [pushed])
main = github.ref_name == "main"


def misspelt_step_output() -> None:
    run("echo {d}", d=pushed.outputs.digset)
    # mypy: "Pushed" has no attribute "digset"; maybe "digest"? [attr-defined]
    # pyright: Cannot access attribute "digset" for class "Pushed"


def step_output_as_condition() -> None:
    step = run("./deploy.sh", if_=pushed.outputs.digest)
    # mypy: Argument "if_" to "run" has incompatible type "Expr[str]"; expected "bool | Expr[bool] | None" [arg-type]
    # pyright: Argument of type "Expr[str]" cannot be assigned to parameter "if_" of type "Truth | None" in function "run"
    _linked(Job("Build", [pushed, step]))


def misspelt_job_status() -> None:
    run("./tell.sh", if_=build.faild)
    # mypy: "Job" has no attribute "faild" [attr-defined]
    # pyright: Cannot access attribute "faild" for class "Job"


def text_joined_with_and() -> None:
    run("./deploy.sh", if_=main & github.ref)
    # mypy: Unsupported operand types for & ("Expr[bool]" and "Expr[str]") [operator]
    # pyright: Operator "&" not supported for types "Expr[bool]" and "Expr[str]"


def misspelt_property() -> None:
    run("echo {r}", r=github.reff)
    # mypy: "Github" has no attribute "reff"; maybe "ref"? [attr-defined]
    # pyright: Cannot access attribute "reff" for class "Github"


def misspelt_action_input() -> None:
    checkout(fetch_dpth=0)
    # mypy: Unexpected keyword argument "fetch_dpth" for "checkout"; did you mean "fetch_depth"? [call-arg]
    # pyright: No parameter named "fetch_dpth"


def missing_action_input() -> None:
    upload_artifact(name="dist")
    # mypy: Missing named argument "path" for "upload_artifact" [call-arg]
    # pyright: Argument missing for parameter "path"


def needs_of_an_unknown_job() -> None:
    _linked(Job("Deploy", [run("./deploy.sh")], needs=["biuld"]))
    # mypy: List item 0 has incompatible type "str"; expected "Job | CallJob" [list-item]
    # pyright: Argument of type "list[str]" cannot be assigned to parameter "needs" of type "Sequence[Job | CallJob]" in function "__init__"


def misspelt_permission() -> None:
    _linked(Job("Deploy", [run("./deploy.sh")], permissions={"contents": "wirte"}))
    # mypy: Argument "permissions" to "Job" has incompatible type "dict[str, str]"; expected "Literal['read-all', 'write-all'] | Permissions | None" [arg-type]
    # pyright: Argument of type "dict[str, str]" cannot be assigned to parameter "permissions" of type "Permissions | Literal['read-all', 'write-all'] | None" in function "__init__"


def python_if() -> None:
    if main:
        # pyright: Invalid conditional operand of type "Expr[bool]"
        run("./deploy.sh")


def python_and() -> None:
    run("./deploy.sh", if_=main and pushed.succeeded)


def _linked(*jobs: Job) -> None:
    link(Workflow("CI", on=[push()], jobs=jobs), Uses)


MISTAKES = [
    misspelt_step_output,
    step_output_as_condition,
    misspelt_job_status,
    text_joined_with_and,
    misspelt_property,
    misspelt_action_input,
    missing_action_input,
    needs_of_an_unknown_job,
    misspelt_permission,
    python_if,
    python_and,
]
