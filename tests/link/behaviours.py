"""One definition for each behaviour of link. The files in `golden` are what becomes of them; each function is called as its file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from synth import (
    Action,
    Branding,
    Concurrency,
    Container,
    DockerRuns,
    Input,
    Job,
    Matrix,
    NodeRuns,
    Outputs,
    RunnerGroup,
    Snapshot,
    Workflow,
    WorkflowOutput,
    WorkflowSecret,
    always,
    axis,
    call,
    call_workflow,
    cancel,
    cancelled,
    case,
    contains,
    dispatch,
    event,
    failure,
    from_json,
    github,
    output,
    parallel,
    pull_request,
    push,
    raw,
    run,
    runner,
    schedule,
    secrets,
    success,
    text,
    uses,
    wait,
    wait_all,
    workflow_run,
)
from synth import vars as vars_

BEHAVIOURS: dict[str, Callable[[], Workflow | Action]] = {}
MAIN = push(branches=["main"])


def behaviour(function: Callable[[], Workflow | Action]) -> Callable[[], Workflow | Action]:
    BEHAVIOURS[function.__name__] = function
    return function


@behaviour
def ids_only_where_something_refers() -> Workflow:
    """A step has an id when a later one reads it; equal names are told apart; an action's id is its name."""
    version = run('echo "tag=1" >> "$GITHUB_OUTPUT"', name="Find the version", outputs=["tag"])
    again = run('echo "tag=2" >> "$GITHUB_OUTPUT"', name="Find the version", outputs=["tag"])
    nameless = run('echo "x=3" >> "$GITHUB_OUTPUT"', outputs=["x"])
    login = uses("owner/sub.folder/login@v1", outputs=["registry"])
    use = run("echo {a} {b} {c} {d}", a=version.outputs.tag, b=again.outputs.tag, c=nameless.outputs.x, d=login.outputs.registry)
    return Workflow("Ids", on=[MAIN], jobs=[Job("Build", [run("true", name="Unread"), version, again, nameless, login, use, run("true")])])


@behaviour
def outputs_across_jobs() -> Workflow:
    """A job that reads another's step needs it, through an output that is written once however often it is read."""
    push_image = run("./push.sh", name="Push image", outputs=["digest", "image-uri"])
    build = Job("Build", [push_image])
    scan = Job("Scan", [run("./scan.sh {uri}", uri=push_image.outputs.image_uri)])
    deploy = Job(
        "Deploy",
        [run("./deploy.sh {image}", image=text("{uri}@{digest}", uri=push_image.outputs["image-uri"], digest=push_image.outputs.digest))],
        needs=[scan],
        if_=(push_image.outputs.digest != "") & push_image.succeeded,
    )
    return Workflow("Across jobs", on=[MAIN], jobs=[build, scan, deploy])


@behaviour
def outputs_through_three_jobs() -> Workflow:
    """Each reader needs each giver itself, in the order of the file whatever the order of reading."""
    one = run("./one.sh", name="One", outputs=["a"])
    two = run("./two.sh {a}", name="Two", a=one.outputs.a, outputs=["b"])
    three = run("./three.sh {b} {a}", name="Three", b=two.outputs.b, a=one.outputs.a)
    return Workflow("Three", on=[MAIN], jobs=[Job("Third", [three]), Job("Second", [two]), Job("First", [one])])


@behaviour
def outputs_that_a_job_names() -> Workflow:
    """A name that the job gives is used by whoever reads the same value, and `output` reads it by name."""
    version = run("./version.sh", name="Version", outputs=["tag", "major"])
    build = Job("Build", [version], outputs={"version": version.outputs.tag, "label": text("v{tag}", tag=version.outputs.tag)})
    use = Job("Use", [run("echo {a} {b} {c}", a=version.outputs.tag, b=build.output("label"), c=version.outputs.major)])
    return Workflow("Named outputs", on=[MAIN], jobs=[use, build])


@behaviour
def names_that_are_taken() -> Workflow:
    """Outputs whose names would be the same get different ones, and what a job names itself stays as it is."""
    version = run("./version.sh", name="version", outputs=["tag", "Tag"])
    other = run("./other.sh", name="other", outputs=["x"])
    short = run("./a.sh", name="a", outputs=["b-c"])
    long = run("./b.sh", name="a b", outputs=["c"])
    give = Job("Give", [version, other, short, long], outputs={"version-tag": other.outputs.x})
    take = run(
        "echo {a} {b} {c} {d} {e}",
        a=version.outputs["tag"],
        b=version.outputs["Tag"],
        c=give.output("version-tag"),
        d=short.outputs["b-c"],
        e=long.outputs.c,
    )
    return Workflow("Taken", on=[MAIN], jobs=[Job("Take", [take]), give])


@behaviour
def typed_outputs() -> Workflow:
    """Outputs of a class, with `-` for `_`, and under another name."""

    class Pushed(Outputs):
        image_uri = output()
        sum = output("SHA256")

    pushed = run("./push.sh", name="Push", outputs=Pushed)
    return Workflow("Typed", on=[MAIN], jobs=[Job("Push", [pushed, run("echo {a} {b}", a=pushed.outputs.image_uri, b=pushed.outputs.sum)])])


@behaviour
def conditions_on_what_failed() -> Workflow:
    """What asks for a failed or skipped step or job gets `!cancelled()`, without which GitHub would skip it before looking."""
    test = run("npm test", name="Test")
    build = Job(
        "Build",
        [
            test,
            run("./report.sh", name="On failure", if_=test.failed),
            run("./report.sh", name="On failure on main", if_=test.failed & (github.ref_name == "main")),
            run("./report.sh", name="On failure or on main", if_=test.failed | (github.ref_name == "main")),
            run("./report.sh", name="When it began", if_=test.began),
            run("./report.sh", name="On success", if_=test.succeeded),
        ],
    )
    deploy = Job("Deploy", [run("./deploy.sh")], needs=[build])
    return Workflow(
        "Failures",
        on=[MAIN],
        jobs=[
            build,
            deploy,
            Job("Tell", [run("./tell.sh {s}", s=case((deploy.failed, "failed"), (deploy.skipped, "skipped"), default="fine"))], if_=deploy.failed),
            Job("Clean", [run("./clean.sh")], if_=deploy.began),
            Job("After", [run("./after.sh")], if_=deploy.succeeded),
            Job("After both", [run("./after.sh")], if_=build.succeeded & deploy.succeeded & (github.ref_name == "main")),
            Job("After one", [run("./after.sh")], if_=build.succeeded | deploy.succeeded),
            Job("After none", [run("./after.sh")], if_=~deploy.succeeded),
            Job("Elsewhere", [run("./after.sh")], if_=test.failed),
        ],
    )


@behaviour
def conditions_with_a_status_function() -> Workflow:
    """A status function switches GitHub's implied success() off already, so nothing is added."""
    test = run("npm test", name="Test")
    build = Job(
        "Build",
        [
            test,
            run("./a.sh", if_=always() & test.failed),
            run("./b.sh", if_=failure() & test.failed),
            run("./c.sh", if_=~cancelled() & ~test.skipped),
            run("./d.sh", if_=always()),
            run("./e.sh", if_=success() | test.failed),
        ],
    )
    return Workflow("Status", on=[MAIN], jobs=[build, Job("Tell", [run("./tell.sh")], if_=(build.failed | build.skipped) & ~cancelled())])


@behaviour
def conditions() -> Workflow:
    """Conditions stand without `${{ }}`, constants are decided, and a literal with `${{` cannot make the whole a text."""
    return Workflow(
        "Conditions",
        on=[MAIN],
        jobs=[
            Job(
                "Build",
                [
                    run("./a.sh", if_=True),
                    run("./b.sh", if_=False),
                    run("./c.sh", if_=contains(github.event["head_commit"]["message"], "it's ${{ 'all' }}: #1")),
                    run("./d.sh", if_=~github.ref_protected),
                    run("./e.sh", if_=from_json(vars_.FLAGS)["x"]),
                    run("./f.sh", if_=raw("${{ github.actor != 'x' }}")),
                    run("./g.sh", if_=(github.ref_name == "a") | (github.ref_name == "b") & ~github.ref_protected),
                ],
                if_=github.repository_owner == "me",
            )
        ],
    )


@behaviour
def values() -> Workflow:
    """What env and with hold: text, numbers, truth values, nothing, expressions and texts with expressions."""
    mapping: dict[str, Any] = {
        "TEXT": "a: b",
        "NUMBER": 3,
        "LIKE_A_NUMBER": "3.10",
        "YES": True,
        "NOTHING": None,
        "REF": github.ref_name,
        "TAG": text("v{n}-{sha}", n=github.run_number, sha=github.sha),
        "LINES": "one\ntwo\n",
        "PICK": case((github.ref_name == "main", "production"), default="staging"),
    }
    return Workflow(
        "Values",
        on=[MAIN],
        env=mapping,
        run_name=text("Run {n} of {who}", n=github.run_number, who=github.actor),
        jobs=[
            Job(
                "Build",
                [run("true", env=mapping), uses("owner/x@v1", inputs=mapping, env={"A": "1"})],
                env=mapping,
                timeout_minutes=from_json(vars_.T),
            )
        ],
    )


class Grid(Matrix):
    python = axis("3.12", "3.13")
    runs_on = axis("ubuntu-24.04", "ubuntu-24.04-arm")
    flag = axis(True, False, name="FLAG")


class Listed(Matrix):
    service = axis.of(from_json(vars_.SERVICES))


@behaviour
def matrices() -> Workflow:
    """Axes are read where the job has the matrix; an expression may give an axis, the cells, or all."""
    grid = Grid(
        include=[{"python": "3.14", "runs-on": "ubuntu-24.04", "FLAG": True, "extra": github.sha}],
        exclude=[{"python": "3.12", "runs-on": "ubuntu-24.04-arm"}],
        fail_fast=False,
        max_parallel=2,
    )
    listed = Listed()
    return Workflow(
        "Matrices",
        on=[MAIN],
        jobs=[
            Job(
                "Test",
                [run("./test.sh {v}", v=grid.python, if_=grid.flag & (grid.python == "3.13"))],
                matrix=grid,
                runs_on=grid.runs_on,
                env={"PLACE": text("{os}/x", os=grid.runs_on)},
            ),
            Job("Deploy", [run("./deploy.sh {s}", s=listed.service)], matrix=listed, environment=text("{s}-prod", s=listed.service)),
            Job("Cells", [run("true")], matrix=Matrix(include=from_json(vars_.CELLS))),
        ],
    )


def _deploy_workflow() -> tuple[Workflow, Input[str], Input[bool], WorkflowSecret, WorkflowOutput[str]]:
    target = Input("target", description="Where to")
    dry = Input("dry-run", bool, default=False)
    token = WorkflowSecret("DEPLOY_TOKEN", description="For the API")
    deployed = run("./deploy.sh {to} {token}", name="Deploy", to=target, token=token, outputs=["url"], if_=~dry)
    url = WorkflowOutput("url", deployed.outputs.url, description="Where it runs")
    work = Job(
        "Deploy",
        [uses("actions/checkout@v6", permissions={"contents": ("read", "checkout")}), deployed],
        permissions={"id-token": "write", "statuses": "read"},
        environment=target,
    )
    tell = Job("Tell", [run("./tell.sh")], permissions={"statuses": "write"}, needs=[work])
    return Workflow("Deploy", on=[call(target, dry, secrets=[token], outputs=[url])], jobs=[work, tell]), target, dry, token, url


@behaviour
def reusable_workflow() -> Workflow:
    """Inputs, secrets and outputs of workflow_call; callers decide on concurrency."""
    return _deploy_workflow()[0]


@behaviour
def calls_of_reusable_workflows() -> Workflow:
    """A call is granted the union of what the called jobs ask for, reads and gives values like any job."""
    deploy, target, dry, token, url = _deploy_workflow()
    tag = run("./tag.sh", name="Tag", outputs=["tag"])
    build = Job("Build", [tag])
    staging = deploy.call("Deploy to staging", target("staging"), token(secrets.STAGING), needs=[build])
    production = deploy.call(
        "Deploy to production", target(text("prod-{tag}", tag=tag.outputs.tag)), dry(github.ref_name != "main"), token(secrets.PROD), needs=[staging]
    )
    foreign = call_workflow(
        "owner/repo/.github/workflows/x.yml@v1",
        "Elsewhere",
        inputs={"url": staging.output(url)},
        secrets={"key": secrets.KEY},
        outputs=["report"],
        permissions={"checks": "write"},
        if_=production.succeeded,
    )
    after = Job("After", [run("echo {a} {b}", a=foreign.output("report"), b=production.output("url"))], if_=foreign.began)
    return Workflow("Calls", on=[MAIN], jobs=[build, staging, production, foreign, after])


@behaviour
def permissions_of_nested_calls() -> Workflow:
    """A call is granted what the called workflow states for jobs that state nothing, and what the workflows ask for that it calls itself."""
    checkout = uses("actions/checkout@v6", permissions={"contents": ("read", "checkout")})
    inner = Workflow("Inner", on=[call()], permissions={"issues": "read"}, jobs=[Job("States nothing", [run("true")]), Job("Checks out", [checkout])])
    middle = Workflow("Middle", on=[call()], jobs=[inner.call("Inside"), Job("More", [run("true")], permissions={"checks": "write"})])
    return Workflow("Outer", on=[MAIN], jobs=[middle.call("Down")])


def _setup_action() -> tuple[Action, Input[str], Input[bool]]:
    version = Input("version", description="Which Node", default="24")
    fast = Input("fast", bool, default=False)
    tries = Input("tries", int, default=3)
    quiet = Input("quiet", bool, required=False)
    found = run("./setup.sh {version} {tries}", name="Set up", version=version, tries=tries, outputs=["path"], if_=~fast)
    more = [
        found,
        uses("actions/cache@v5", inputs={"path": found.outputs.path, "key": runner.os}),
        run("echo done", shell="sh", if_=found.succeeded & (tries > 1)),
        run("./slow.sh", if_=found.failed),
        run("./loud.sh", if_=~quiet),
    ]
    return (
        Action("Set up Node", description="Node and a cache", inputs=[version, fast, tries, quiet], outputs={"path": found.outputs.path}, steps=more),
        version,
        fast,
    )


@behaviour
def composite_action() -> Action:
    """Each run step states its shell; truth values and numbers arrive as text and are read with fromJSON."""
    return _setup_action()[0]


@behaviour
def use_of_a_composite_action() -> Workflow:
    """An action of one's own is a step like any other."""
    setup, version, fast = _setup_action()
    step = setup.step(version("22"), fast(github.ref_name != "main"))
    return Workflow("Uses", on=[MAIN], jobs=[Job("Build", [step, run("ls {folder}", folder=step.outputs.path), setup.step(name="Again")])])


@behaviour
def changes_keep_references() -> Workflow:
    """A step or job changed with replace, replace_step or insert is still the one that others read."""
    version = run("./version.sh", name="Version", outputs=["tag"])
    build = Job("Build", [version, run("./old.sh", name="Old"), run("./build.sh {tag}", name="Make", tag=version.outputs.tag)])
    deploy = Job("Deploy", [run("./deploy.sh {tag}", tag=version.outputs.tag)], if_=build.succeeded)
    changed = (
        build.replace_step("Version", version.replace(name="Find the version", timeout_minutes=5))
        .replace_step("Old")
        .insert(run("./first.sh"), before="Find the version")
        .insert(run("./between.sh", name="Between"), run("./too.sh"), after="Find the version")
        .insert(run("./last.sh"))
        .replace(name="Build it", timeout_minutes=10)
    )
    return Workflow("Changes", on=[MAIN], jobs=[build, deploy]).replace_job("Build", changed).replace(run_name="Changed")


@behaviour
def permissions() -> Workflow:
    """A job has the union of what its steps need and what it asks for itself, each with a reason; one that needs nothing has nothing."""
    read = uses("owner/read@v1", permissions={"contents": ("read", "to check out"), "issues": ("read", "to look")})
    write = uses("owner/write@v1", permissions={"issues": ("write", "to comment"), "id-token": ("write", "to sign in")})
    return Workflow(
        "Permissions",
        on=[MAIN],
        permissions={"contents": "read"},
        jobs=[
            Job("Union", [read, write, read]),
            Job("More", [read], permissions={"packages": "write", "contents": "write", "issues": "read"}),
            Job("Nothing", [run("true")]),
        ],
    )


@behaviour
def concurrency_of_pushes() -> Workflow:
    """On branches nothing is cut off half-way; a job may have a group of its own."""
    job = Job("Deploy", [run("true")], concurrency=Concurrency(text("deploy-{ref}", ref=github.ref_name), queue="max"))
    return Workflow("Pushes", on=[MAIN], jobs=[job])


@behaviour
def concurrency_of_pull_requests() -> Workflow:
    """A newer commit replaces the run of a pull request."""
    return Workflow("Pull requests", on=[pull_request(), MAIN], jobs=[Job("Test", [run("true")])])


@behaviour
def concurrency_as_stated() -> Workflow:
    return Workflow("Stated", on=[MAIN], concurrency=Concurrency("one", cancel_in_progress=True), jobs=[Job("Test", [run("true")])])


@behaviour
def run_texts() -> Workflow:
    """One line stays one line, more end with a line break, and an indented text loses its indent."""
    return Workflow(
        "Texts",
        on=[MAIN],
        jobs=[
            Job(
                "Texts",
                [
                    run("echo one"),
                    run("echo one\n"),
                    run("echo one\necho two"),
                    run("echo one\necho two\n"),
                    run("""
                        if true; then
                          echo "in: {x}"

                        fi
                    """),
                    run("\n  one {y}\n    two\n  ", y="1"),
                    run("tab\tand # hash: 'x'"),
                    run(raw("echo ${{ github.sha }}")),
                    run("python: yes", shell="python", working_directory=text("apps/{a}", a=github.actor)),
                ],
            )
        ],
    )


@behaviour
def triggers() -> Workflow:
    """Every way to start; several schedules become one list."""
    return Workflow(
        "Triggers",
        on=[
            push(branches=["main", "release/**"], tags=["v*"], paths_ignore=["docs/**"]),
            pull_request(types=["opened", "labeled"], branches=["main"]),
            schedule("0 5 * * 1-5", timezone="Europe/Berlin"),
            schedule("30 5 * * 6"),
            dispatch(
                Input("where", options=["staging", "production"], default="staging"),
                Input("count", int, default=3, description="How many"),
                Input("force", bool, required=False),
                Input("note"),
            ),
            workflow_run("CI", types=["completed"], branches=["main"]),
            event("release", types=["published"]),
            event("merge_group"),
        ],
        jobs=[Job("Go", [run("true")])],
    )


@behaviour
def environments_containers_and_services() -> Workflow:
    """The environment's address may come from a step; images are pinned."""
    deployed = run("./deploy.sh", name="Deploy", outputs=["url"])
    return Workflow(
        "Places",
        on=[MAIN],
        jobs=[
            Job("Deploy", [deployed], environment="production", environment_url=deployed.outputs.url),
            Job("Look", [run("true")], environment=vars_.WHERE, environment_deployment=False),
            Job(
                "Test",
                [run("./test.sh")],
                container=Container("node:24", env={"A": "1"}, username=vars_.USER, password=secrets.PASSWORD, options="--cpus 1"),
                services={
                    "db": Container("postgres:17", ports=["5432:5432", 9000], volumes=["/x:/y"], env={"POSTGRES_PASSWORD": "x"}),
                    "cache": Container(text("{host}/redis", host=vars_.HOST), command="--save ''", entrypoint="/redis"),
                },
                runs_on=["self-hosted", "linux"],
            ),
            Job("Big", [run("true")], runs_on={"group": "large", "labels": ["x64"]}),
        ],
    )


@behaviour
def settings_of_jobs_and_steps() -> Workflow:
    """Shell, folder, time, and keys that the library does not know."""
    return Workflow(
        "Settings",
        on=[MAIN],
        shell=None,
        file="other.yaml",
        extra={"future": "What it is for"},
        working_directory="apps",
        jobs=[
            Job(
                "Build",
                [
                    run("a", shell="sh", continue_on_error=True, timeout_minutes=5, extra={"later": True}),
                    uses("owner/x@v1", continue_on_error=github.ref_name != "main", timeout_minutes=from_json(vars_.T), extra={"x": {"y": [1]}}),
                ],
                id="the_build",
                shell="pwsh",
                working_directory="sub",
                timeout_minutes=90,
                continue_on_error=True,
                extra={"mode": "read"},
            )
        ],
    )


@behaviour
def steps_side_by_side() -> Workflow:
    """A background step is waited for by its id; what stands in a parallel group is referred to like any other step."""
    server = run("./serve.sh", name="Serve").in_background()
    build = run("./build.sh", name="Build", outputs=["size"]).in_background()
    docs = run("./docs.sh", name="Docs", outputs=["pages"])
    return Workflow(
        "Side by side",
        on=[MAIN],
        jobs=[
            Job(
                "Work",
                [
                    server,
                    build,
                    wait(build, name="Built"),
                    parallel(docs, run("./lint.sh {size}", size=build.outputs.size)),
                    run("./report.sh {pages}", pages=docs.outputs.pages),
                    cancel(server),
                    wait_all(),
                ],
            )
        ],
    )


@behaviour
def runners_images_and_caches() -> Workflow:
    """Groups of runners, an image that is made of one, and who may write the cache."""
    shared = call_workflow("owner/repo/.github/workflows/x.yml@v1", "Shared", secrets="inherit", permissions="read-all").replace(cache_mode="none")
    return Workflow(
        "Runners",
        description="What runs where",
        on=[
            event("image_version", types=["ready"], names=["base"], versions=["1.*"]),
            dispatch(Input("where", environment=True)),
        ],
        permissions="read-all",
        cache_mode="read",
        env=from_json(vars_.ENV),
        jobs=[
            shared,
            Job(
                "Image",
                [run("true")],
                runs_on=RunnerGroup("organization/large", labels=["x64"]),
                snapshot=Snapshot("base", version="1.*", if_=github.ref_name == "main"),
                cancel_timeout_minutes=2,
                cache_mode="write",
                services=from_json(vars_.SERVICES),
            ),
        ],
    )


@behaviour
def node_action() -> Action:
    """A program in place of steps; the program itself gives the outputs."""
    return Action(
        "Greet",
        description="Says hello",
        author="Someone",
        inputs=[Input("who", default="you")],
        outputs={"time": github.run_id},
        program=NodeRuns(using="node24", main="dist/index.js", post="dist/post.js", post_if="always()"),
        branding=Branding(icon="activity", color="blue"),
    )


@behaviour
def container_action() -> Action:
    """An image in place of steps."""
    return Action(
        "Scan", description="Looks", program=DockerRuns(using="docker", image="Dockerfile", args=("--all", "${{ inputs.depth }}"), env={"A": "1"})
    )
