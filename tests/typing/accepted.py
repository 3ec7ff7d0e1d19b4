"""Definitions that both type checkers accept without a word."""

from __future__ import annotations

from typing import Any, assert_type

from synth import (
    Action,
    Concurrency,
    Container,
    Expr,
    Input,
    Job,
    Matrix,
    Outputs,
    Step,
    Workflow,
    WorkflowOutput,
    WorkflowSecret,
    axis,
    call,
    call_workflow,
    case,
    contains,
    dispatch,
    from_json,
    github,
    join,
    output,
    push,
    run,
    secrets,
    strategy,
    text,
    to_json,
    uses,
)
from synth import vars as vars_
from synth.bindings import checkout, upload_artifact


class Pushed(Outputs):
    uri = output()
    digest = output("DIGEST", description="of the image")


class Grid(Matrix):
    python = axis("3.12", "3.13")
    flag = axis(True, False)
    count = axis(1, 2)
    any = axis.of(from_json(vars_.X))


pushed = run("./push.sh", name="Push", outputs=Pushed)
named = run("./tag.sh", outputs=["tag"])
assert_type(pushed, Step[Pushed])
assert_type(pushed.outputs.uri, Expr[str])
assert_type(named.outputs.tag, Expr[str])
assert_type(named.outputs["tag"], Expr[str])
assert_type(pushed.failed, Expr[bool])

# Operators
assert_type(github.ref == "x", Expr[bool])
assert_type((github.ref == "x") & ~github.ref_protected | pushed.failed, Expr[bool])
assert_type(strategy.job_index < strategy.job_total, Expr[bool])
assert_type(from_json(vars_.LIMIT) >= 3, Expr[bool])
assert_type(github.ref + "x", Expr[str])
assert_type("x" + github.ref, Expr[str])
assert_type(github.event["a"]["b"], Expr[Any])
assert_type(github.head_ref.otherwise(github.ref_name), Expr[str])
assert_type(github.head_ref.otherwise("none"), Expr[str])
assert_type(from_json(vars_.X).otherwise(5), Expr[Any])
assert_type(text("{a}-{b}", a=1, b=github.sha), Expr[str])
assert_type(contains(from_json("[]"), "x"), Expr[bool])
assert_type(join(github.event["labels"]), Expr[str])
assert_type(to_json(github.event), Expr[str])
assert_type(case((github.ref_name == "main", "a"), default="b"), Expr[str])
assert_type(case((github.ref_name == "main", 1), (pushed.failed, strategy.job_index), default=2), Expr[int])

# Matrices and inputs are expressions
grid = Grid(include=[{"python": "3.14"}], exclude=from_json(vars_.Y), fail_fast=False)
assert_type(grid.python, Expr[str])
assert_type(grid.flag, Expr[bool])
assert_type(grid.count, Expr[int])
target = Input("target")
dry = Input("dry", bool, default=False)
count = Input("count", int)
where = Input("where", options=["a", "b"], default="a")
token = WorkflowSecret("TOKEN")
url = WorkflowOutput("url", pushed.outputs.uri)
assert_type(target, Input[str])
assert_type(dry, Input[bool])
assert_type(~dry & (count > 2) & (target == "x"), Expr[bool])

# Jobs and workflows
test = Job("Test", [checkout(fetch_depth=0), run("pytest {v}", v=grid.python)], matrix=grid, runs_on=["self-hosted", grid.python])
build = Job(
    "Build",
    [checkout(), pushed, named, run("echo {a} {b} {c}", a=github.head_ref.otherwise("x"), b=5, c=None), upload_artifact(path="dist")],
    needs=[test],
    if_=test.succeeded & (github.ref_name == "main"),
    permissions={"contents": "read", "id-token": "write"},
    environment=github.head_ref.otherwise("staging"),
    environment_url=pushed.outputs.uri,
    timeout_minutes=from_json(vars_.T),
    concurrency=Concurrency(text("x-{r}", r=github.ref), cancel_in_progress=github.event_name == "pull_request"),
    services={"db": Container("postgres:17", ports=["5432:5432"], password=secrets.P, username="me")},
    outputs={"uri": pushed.outputs.uri},
    env={"A": True, "B": 1.5, "C": None, "D": github.sha},
    continue_on_error=grid.flag,
    runs_on={"group": "large"},
)
deploy = Workflow("Deploy", on=[call(target, dry, count, where, secrets=[token], outputs=[url]), dispatch(target)], jobs=[build])
called = deploy.call("Go", target("x"), dry(github.ref_protected), count(3), where("a"), token(secrets.T), needs=[build], if_=build.failed)
foreign = call_workflow("o/r/.github/workflows/x.yml@v1", "X", inputs={"a": called.output(url)}, secrets={"k": secrets.K}, outputs=["o"])
after = Job("After", [run("x {o}", o=foreign.output("o"), if_=foreign.began & called.skipped)], needs=[called, foreign, build])
setup = Action("Set up", description="d", inputs=[target], steps=[run("x {t}", t=target)], outputs={"x": github.sha})
use = setup.step(target("x"), if_=github.ref_protected)
workflow = Workflow(
    "CI", on=[push(branches=["main"])], jobs=[test, build.insert(use, after="Push").replace_step("Push", pushed), called, foreign, after]
)
bare = uses("owner/x@v1", inputs={"a": 1}, permissions={"contents": ("read", "why")}, outputs=["b"])
assert_type(bare.outputs.b, Expr[str])
