"""Random workflows made with the builders, and single changes of their trees, each with the row that has to appear for it."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from synth import Job, Workflow, pull_request, push, run
from synth.bindings.lock import builtin
from synth.build.steps import uses
from synth.build.triggers import dispatch, schedule
from synth.compare.side import Side, Truth
from synth.link import link
from synth.yaml.emit import dump, emit

Tree = dict[str, Any]
SHA = "abcdef0123456789abcdef0123456789abcdef01"
LINTERS = ("ruff check", "eslint .", "golangci-lint run", "shellcheck bin/*")


class Mutated(NamedTuple):
    """Two versions, the kinds of row of which one has to appear, with which severity, and whether no danger row may."""

    before: str
    after: str
    kinds: frozenset[str]
    severity: str


class Mutation(NamedTuple):
    """`change` alters a tree in place and answers whether it could; `kinds` and `severity` are what has to be told of it."""

    name: str
    change: Callable[[Tree, random.Random], bool]
    kinds: frozenset[str]
    severity: str


MUTATIONS: list[Mutation] = []


def mutation(severity: str, *kinds: str) -> Callable[[Callable[[Tree, random.Random], bool]], None]:
    def register(change: Callable[[Tree, random.Random], bool]) -> None:
        MUTATIONS.append(Mutation(change.__name__, change, frozenset(kinds), severity))

    return register


def workflow(chance: random.Random) -> tuple[Tree, dict[str, str]]:
    """A pipeline as a tree, and the versions of its pins: lint and tests, a build, a scan, deployments one after another."""
    checks = [_check(f"Test {i}", chance) for i in range(chance.randint(1, 3))]
    build = Job("Build", [_checkout(), run("make image", name="Make image"), run("docker save app -o app.tar", name="Save")], needs=checks)
    scan = Job(
        "Scan",
        [_checkout(), run("trivy image --exit-code 1 --severity HIGH,CRITICAL app.tar", name="Trivy"), run("cat report", name="Show")],
        needs=[build],
    )
    jobs = [*checks, build, scan]
    for i in range(chance.randint(1, 3)):
        name = f"Deploy {i}"
        steps = [
            _checkout(),
            run(f"./prepare {i}", name="Prepare"),
            run(f"./deploy {i}", name="Roll out"),
        ]
        jobs.append(Job(name, steps, needs=[jobs[-1]], environment=f"stage-{i}", timeout_minutes=chance.randint(5, 60)))
    jobs.append(Job("Report", [run("./report", name="Report"), run("./mail", name="Mail")], needs=[build]))
    made = Workflow(f"CI {chance.randint(0, 99)}", on=[push(branches=["main"]), pull_request(), schedule("17 3 * * 1"), dispatch()], jobs=jobs)
    text = emit(link(made, builtin().pin))
    versions = dict(re.findall(r"@([0-9a-f]{40}) # (\S+)", text))
    return _with_more(_plain(Side(text, "w.yml").plain), chance), versions


def mutated(kind: Mutation, seed: int) -> Mutated | None:
    """The kind of change on the workflow of the seed; None where it does not fit that one."""
    chance = random.Random(f"{kind.name}:{seed}")
    tree, versions = workflow(chance)
    other = copy.deepcopy(tree)
    other.setdefault("versions", dict(versions))
    if not kind.change(other, chance):
        return None
    later = other.pop("versions")
    return Mutated(_text(tree, versions), _text(other, later), kind.kinds, kind.severity)


def _text(tree: Tree, versions: dict[str, str]) -> str:
    """The file, with the versions behind its pins."""
    return re.sub(
        r"@([0-9a-f]{40})$", lambda found: f"{found[0]} # {versions[found[1]]}" if found[1] in versions else found[0], dump(tree), flags=re.MULTILINE
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.text == "true" if isinstance(value, Truth) else value


def _with_more(tree: Tree, chance: random.Random) -> Tree:
    """What the typed builders make safe or leave out, and hand-written files have."""
    tree["permissions"] = {"contents": "read"}
    tree["env"] = {"REGION": "eu-west-1"}
    tree["on"]["workflow_dispatch"] = {"inputs": {"level": {"type": "string", "default": "info"}}}
    for id, job in tree["jobs"].items():
        job["env"] = {"STAGE": id}
        if id.startswith("deploy"):
            job["permissions"] = {"contents": "read", "id-token": "write"}
            job["if"] = "github.ref == 'refs/heads/main'"
            job["steps"][-1]["env"] = {"KEY": "${{ secrets.DEPLOY_KEY }}"}
            job["steps"][-1]["if"] = "github.actor != 'robot'"
        if id.startswith("test"):
            job["strategy"] = {"matrix": {"python": ["3.12", "3.13"], "os": ["ubuntu-24.04", "macos-15"]}}
            job["container"] = {"image": "python:3.13.1"}
            job["services"] = {"database": {"image": "postgres:17.1"}}
        if id == "report":
            job["outputs"] = {"page": "https://example.test"}
    return tree


def _check(name: str, chance: random.Random) -> Job:
    lint = chance.choice(LINTERS)
    steps = [_checkout(), run(lint, name="Lint"), run("pytest --cov-fail-under=80", name="Tests", timeout_minutes=20)]
    return Job(name, steps, timeout_minutes=chance.randint(5, 30))


def _checkout() -> Any:
    return uses("actions/checkout@v7", inputs={"persist-credentials": False})


def _job(tree: Tree, chance: random.Random, start: str = "") -> tuple[str, Tree]:
    ids = [id for id in tree["jobs"] if id.startswith(start)]
    id = chance.choice(ids)
    return id, tree["jobs"][id]


def _step(tree: Tree, chance: random.Random, key: str, start: str = "") -> Tree:
    steps = [step for id, job in tree["jobs"].items() if id.startswith(start) for step in job["steps"] if key in step]
    return chance.choice(steps)


@mutation("danger", "permission-raised")
def workflow_permission_raised(tree: Tree, chance: random.Random) -> bool:
    tree["permissions"]["contents"] = "write"
    return True


@mutation("danger", "permission-raised")
def job_permission_raised(tree: Tree, chance: random.Random) -> bool:
    _job(tree, chance, "deploy")[1]["permissions"][chance.choice(["packages", "issues", "actions", "attestations"])] = "write"
    return True


@mutation("danger", "permission-raised")
def job_write_all(tree: Tree, chance: random.Random) -> bool:
    _job(tree, chance)[1]["permissions"] = "write-all"
    return True


@mutation("danger", "permissions-removed")
def permissions_removed(tree: Tree, chance: random.Random) -> bool:
    del tree["permissions"]
    return True


@mutation("info", "permission-lowered")
def job_permission_lowered(tree: Tree, chance: random.Random) -> bool:
    del _job(tree, chance, "deploy")[1]["permissions"]["id-token"]
    return True


@mutation("caution", "trigger-added")
def trigger_added(tree: Tree, chance: random.Random) -> bool:
    tree["on"][chance.choice(["release", "issues", "merge_group"])] = {"types": ["created"]}
    return True


@mutation("danger", "trigger-added")
def dangerous_trigger(tree: Tree, chance: random.Random) -> bool:
    tree["on"][chance.choice(["pull_request_target", "workflow_run"])] = {"types": ["completed"]}
    return True


@mutation("caution", "trigger-removed")
def trigger_removed(tree: Tree, chance: random.Random) -> bool:
    del tree["on"][chance.choice(list(tree["on"]))]
    return True


@mutation("caution", "trigger-changed")
def trigger_options(tree: Tree, chance: random.Random) -> bool:
    tree["on"]["push"]["branches"] = ["main", "release/**"]
    return True


@mutation("caution", "trigger-changed")
def schedule_changed(tree: Tree, chance: random.Random) -> bool:
    tree["on"]["schedule"] = [{"cron": "23 4 * * *"}]
    return True


@mutation("caution", "interface-input-added")
def required_input(tree: Tree, chance: random.Random) -> bool:
    tree["on"]["workflow_dispatch"]["inputs"]["version"] = {"type": "string", "required": True}
    return True


@mutation("info", "interface-input-added")
def optional_input(tree: Tree, chance: random.Random) -> bool:
    tree["on"]["workflow_dispatch"]["inputs"]["note"] = {"type": "string"}
    return True


@mutation("danger", "environment-removed")
def environment_removed(tree: Tree, chance: random.Random) -> bool:
    del _job(tree, chance, "deploy")[1]["environment"]
    return True


@mutation("caution", "environment-added")
def environment_added(tree: Tree, chance: random.Random) -> bool:
    _job(tree, chance, "test")[1]["environment"] = "trial"
    return True


@mutation("caution", "environment-changed")
def environment_changed(tree: Tree, chance: random.Random) -> bool:
    _job(tree, chance, "deploy")[1]["environment"] = "elsewhere"
    return True


@mutation("danger", "environment-conditional")
def environment_conditional(tree: Tree, chance: random.Random) -> bool:
    _job(tree, chance, "deploy")[1]["environment"] = "${{ github.ref == 'refs/heads/main' && 'live' || '' }}"
    return True


@mutation("danger", "gate-bypassed")
def scan_bypassed(tree: Tree, chance: random.Random) -> bool:
    tree["jobs"]["deploy-0"]["needs"] = ["build"]
    return True


@mutation("caution", "needs-changed")
def needs_added(tree: Tree, chance: random.Random) -> bool:
    tree["jobs"]["report"]["needs"] = ["build", "scan"]
    return True


@mutation("danger", "failure-ignored")
def job_failure_ignored(tree: Tree, chance: random.Random) -> bool:
    _job(tree, chance)[1]["continue-on-error"] = True
    return True


@mutation("danger", "failure-ignored")
def step_failure_ignored(tree: Tree, chance: random.Random) -> bool:
    _step(tree, chance, "run")["continue-on-error"] = True
    return True


@mutation("danger", "gate-softened")
def exit_code_zero(tree: Tree, chance: random.Random) -> bool:
    step = tree["jobs"]["scan"]["steps"][1]
    step["run"] = step["run"].replace("--exit-code 1", chance.choice(["--exit-code 0", "--exit-code=0"]))
    return True


@mutation("danger", "gate-softened")
def severity_lowered(tree: Tree, chance: random.Random) -> bool:
    step = tree["jobs"]["scan"]["steps"][1]
    step["run"] = step["run"].replace("HIGH,CRITICAL", "CRITICAL")
    return True


@mutation("danger", "gate-softened")
def failure_swallowed(tree: Tree, chance: random.Random) -> bool:
    step = _step(tree, chance, "run")
    step["run"] += chance.choice([" || true", " || exit 0", " || :"])
    return True


@mutation("danger", "gate-softened")
def threshold_lowered(tree: Tree, chance: random.Random) -> bool:
    step = tree["jobs"]["test-0"]["steps"][2]
    step["run"] = step["run"].replace("80", str(chance.randint(10, 79)))
    return True


@mutation("danger", "scan-removed", "gate-bypassed")
def scan_step_removed(tree: Tree, chance: random.Random) -> bool:
    del tree["jobs"]["scan"]["steps"][1]
    return True


@mutation("danger", "gate-conditional")
def scan_step_conditional(tree: Tree, chance: random.Random) -> bool:
    tree["jobs"]["scan"]["steps"][1]["if"] = "github.event_name == 'push'"
    return True


@mutation("danger", "condition-removed")
def job_condition_removed(tree: Tree, chance: random.Random) -> bool:
    del _job(tree, chance, "deploy")[1]["if"]
    return True


@mutation("danger", "condition-removed")
def step_condition_removed(tree: Tree, chance: random.Random) -> bool:
    del _step(tree, chance, "if", "deploy")["if"]
    return True


@mutation("danger", "condition-constant")
def condition_constant(tree: Tree, chance: random.Random) -> bool:
    _job(tree, chance, "deploy")[1]["if"] = chance.choice([True, "true", "${{ true }}", "${{ github.ref }} == 'x'"])
    return True


@mutation("caution", "condition-added")
def step_condition_added(tree: Tree, chance: random.Random) -> bool:
    tree["jobs"]["report"]["steps"][1]["if"] = "github.event_name == 'push'"
    return True


@mutation("caution", "condition-changed")
def condition_changed(tree: Tree, chance: random.Random) -> bool:
    _job(tree, chance, "deploy")[1]["if"] = "github.ref == 'refs/heads/next'"
    return True


@mutation("danger", "gate-bypassed")
def deploys_always(tree: Tree, chance: random.Random) -> bool:
    _job(tree, chance, "deploy")[1]["if"] = "always()"
    return True


@mutation("danger", "secret-added")
def secret_read(tree: Tree, chance: random.Random) -> bool:
    _step(tree, chance, "run").setdefault("env", {})["TOKEN"] = chance.choice(["${{ secrets.NPM_TOKEN }}", "${{ secrets.PROD_PASSWORD }}"])
    return True


@mutation("danger", "secret-all")
def all_secrets(tree: Tree, chance: random.Random) -> bool:
    _step(tree, chance, "run").setdefault("env", {})["ALL"] = "${{ toJSON(secrets) }}"
    return True


@mutation("danger", "injection")
def injection(tree: Tree, chance: random.Random) -> bool:
    value = chance.choice(["github.head_ref", "github.event.pull_request.title", "github.event.issue.body", "github.event.commits[0].message"])
    _step(tree, chance, "run")["run"] += f'\necho "${{{{ {value} }}}}"'
    return True


def _pin(tree: Tree, chance: random.Random) -> tuple[Tree, str, str]:
    step = _step(tree, chance, "uses")
    what, _, sha = step["uses"].partition("@")
    return step, what, sha


@mutation("caution", "pin-bumped")
def pin_major(tree: Tree, chance: random.Random) -> bool:
    step, what, _ = _pin(tree, chance)
    step["uses"] = f"{what}@{SHA}"
    tree["versions"][SHA] = "v99.0.0"
    return True


@mutation("info", "pin-bumped")
def pin_minor(tree: Tree, chance: random.Random) -> bool:
    step, what, sha = _pin(tree, chance)
    step["uses"] = f"{what}@{SHA}"
    tree["versions"][SHA] = tree["versions"][sha].partition(".")[0] + ".99.0"
    return True


@mutation("danger", "pin-downgraded")
def pin_downgraded(tree: Tree, chance: random.Random) -> bool:
    step, what, _ = _pin(tree, chance)
    step["uses"] = f"{what}@{SHA}"
    tree["versions"][SHA] = "v1.0.0"
    return True


@mutation("danger", "pin-moved")
def pin_moved(tree: Tree, chance: random.Random) -> bool:
    step, what, sha = _pin(tree, chance)
    step["uses"] = f"{what}@{SHA}"
    tree["versions"][SHA] = tree["versions"][sha]
    return True


@mutation("danger", "pin-loosened")
def pin_loosened(tree: Tree, chance: random.Random) -> bool:
    step, what, _ = _pin(tree, chance)
    step["uses"] = f"{what}@{chance.choice(['v7', 'main', 'v7.0.1', 'feature/x'])}"
    return True


@mutation("danger", "action-swapped")
def action_swapped(tree: Tree, chance: random.Random) -> bool:
    step, _, _ = _pin(tree, chance)
    step["uses"] = f"someone/checkout@{SHA}"
    return True


@mutation("caution", "action-unpinned")
def action_unpinned(tree: Tree, chance: random.Random) -> bool:
    _job(tree, chance)[1]["steps"].append({"uses": "someone/notify@main"})
    return True


@mutation("caution", "job-added")
def job_added(tree: Tree, chance: random.Random) -> bool:
    tree["jobs"]["extra"] = {"runs-on": "ubuntu-24.04", "steps": [{"run": "echo extra"}]}
    return True


@mutation("caution", "job-removed")
def job_removed(tree: Tree, chance: random.Random) -> bool:
    del tree["jobs"]["report"]
    return True


@mutation("caution", "job-renamed")
def job_renamed(tree: Tree, chance: random.Random) -> bool:
    id, job = _job(tree, chance)
    tree["jobs"] = {("renamed" if other == id else other): one for other, one in tree["jobs"].items()}
    job["name"] = "Renamed"
    for one in tree["jobs"].values():
        needs = one.get("needs")
        if needs is not None:
            one["needs"] = ["renamed" if need == id else need for need in ([needs] if isinstance(needs, str) else needs)]
    return True


@mutation("caution", "check-renamed")
def check_renamed(tree: Tree, chance: random.Random) -> bool:
    _job(tree, chance)[1]["name"] = "Another name"
    return True


@mutation("caution", "matrix-changed")
def matrix_grows(tree: Tree, chance: random.Random) -> bool:
    _job(tree, chance, "test")[1]["strategy"]["matrix"]["python"].append("3.14")
    return True


@mutation("caution", "job-runs-on")
def runner_changed(tree: Tree, chance: random.Random) -> bool:
    _job(tree, chance)[1]["runs-on"] = chance.choice(["self-hosted", "macos-15", ["self-hosted", "linux"]])
    return True


@mutation("info", "pin-bumped")
def image_minor(tree: Tree, chance: random.Random) -> bool:
    _job(tree, chance, "test")[1]["container"]["image"] = "python:3.14.1"
    return True


@mutation("danger", "pin-loosened")
def image_latest(tree: Tree, chance: random.Random) -> bool:
    _job(tree, chance, "test")[1]["services"]["database"]["image"] = chance.choice(["postgres", "postgres:latest"])
    return True


@mutation("caution", "step-moved")
def step_moved(tree: Tree, chance: random.Random) -> bool:
    steps = _job(tree, chance, "deploy")[1]["steps"]
    steps[1], steps[2] = steps[2], steps[1]
    return True


@mutation("info", "step-added")
def step_added(tree: Tree, chance: random.Random) -> bool:
    steps = _job(tree, chance)[1]["steps"]
    steps.insert(chance.randint(0, len(steps)), {"name": "New", "run": "echo new"})
    return True


@mutation("caution", "step-removed")
def step_removed(tree: Tree, chance: random.Random) -> bool:
    steps = _job(tree, chance, "deploy")[1]["steps"]
    del steps[chance.randint(0, len(steps) - 1)]
    return True


@mutation("caution", "step-run")
def run_changed(tree: Tree, chance: random.Random) -> bool:
    _step(tree, chance, "run", "deploy")["run"] += " --verbose"
    return True


@mutation("info", "step-with")
def with_changed(tree: Tree, chance: random.Random) -> bool:
    _step(tree, chance, "uses")["with"]["fetch-depth"] = chance.randint(1, 50)
    return True


@mutation("caution", "credentials-kept")
def credentials_kept(tree: Tree, chance: random.Random) -> bool:
    _step(tree, chance, "uses").pop("with")
    return True


@mutation("info", "step-env", "job-env", "workflow-env")
def env_changed(tree: Tree, chance: random.Random) -> bool:
    chance.choice([tree, _job(tree, chance)[1]])["env"]["MORE"] = "1"
    return True


@mutation("caution", "concurrency-changed")
def concurrency_group(tree: Tree, chance: random.Random) -> bool:
    tree["concurrency"]["group"] = "another-${{ github.ref }}"
    return True


@mutation("caution", "concurrency-changed")
def concurrency_removed(tree: Tree, chance: random.Random) -> bool:
    del tree["concurrency"]
    return True


@mutation("caution", "concurrency-changed")
def concurrency_cancels(tree: Tree, chance: random.Random) -> bool:
    tree["concurrency"]["cancel-in-progress"] = "${{ github.event_name == 'push' }}"
    return True


@mutation("info", "job-timeout-minutes")
def timeout_changed(tree: Tree, chance: random.Random) -> bool:
    _job(tree, chance)[1]["timeout-minutes"] = 99
    return True


@mutation("caution", "job-cache-mode", "workflow-cache-mode")
def cache_mode(tree: Tree, chance: random.Random) -> bool:
    chance.choice([tree, _job(tree, chance)[1]])["cache-mode"] = "write"
    return True


@mutation("caution", "job-outputs")
def outputs_changed(tree: Tree, chance: random.Random) -> bool:
    tree["jobs"]["report"]["outputs"]["page"] = "https://example.test/next"
    return True


@mutation("danger", "expression-invalid")
def expression_broken(tree: Tree, chance: random.Random) -> bool:
    _job(tree, chance, "deploy")[1]["if"] = '${{ github.ref == "main" }}'
    return True


@mutation("caution", "job-unheard-of", "step-unheard-of", "workflow-unheard-of")
def unknown_key(tree: Tree, chance: random.Random) -> bool:
    chance.choice([tree, _job(tree, chance)[1], _step(tree, chance, "run")])["unheard-of"] = chance.randint(0, 9)
    return True
