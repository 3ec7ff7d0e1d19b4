"""What each stack does before its commands: which actions with which inputs, and what it installs."""

from __future__ import annotations

from typing import Any

import pytest

from synth import stacks
from synth.build.steps import Step
from synth.pipeline import StageError
from synth.stacks import Docker, Go, Gradle, Maven, Npm, Pip, Pnpm, Poetry, Stack, Uv, Yarn

NODE = ("actions/setup-node@v7", {"node-version": "24", "package-manager-cache": False})
PREPARED: dict[str, tuple[Stack, list[Any]]] = {
    "npm": (
        Npm(node_file="api/.nvmrc"),
        [("actions/setup-node@v7", {"node-version-file": "api/.nvmrc", "package-manager-cache": False}), "npm ci --ignore-scripts"],
    ),
    "npm in a folder with a cache": (
        Npm(folder="api", cache=True),
        [
            (NODE[0], {"node-version": "24", "cache": "npm", "cache-dependency-path": "api/package-lock.json", "package-manager-cache": False}),
            "npm ci --ignore-scripts",
        ],
    ),
    "pnpm by packageManager": (Pnpm(), [("pnpm/action-setup@v6.0.9", {}), NODE, "pnpm install --frozen-lockfile --ignore-scripts"]),
    "pnpm by packageManager in a folder": (
        Pnpm(folder="web", scripts=True),
        [("pnpm/action-setup@v6.0.9", {"package_json_file": "web/package.json"}), NODE, "pnpm install --frozen-lockfile"],
    ),
    "pnpm of a version": (
        Pnpm(pnpm="10.30.1"),
        [("pnpm/action-setup@v6.0.9", {"version": "10.30.1"}), NODE, "pnpm install --frozen-lockfile --ignore-scripts"],
    ),
    "yarn": (Yarn(), [NODE, "yarn install --immutable --mode=skip-build"]),
    "yarn with scripts": (Yarn(scripts=True), [NODE, "yarn install --immutable"]),
    "yarn 1": (Yarn(berry=False), [NODE, "yarn install --frozen-lockfile --ignore-scripts"]),
    "yarn by corepack": (Yarn(corepack=True), [NODE, "corepack enable", "yarn install --immutable --mode=skip-build"]),
    "uv": (Uv(), [("astral-sh/setup-uv@v10.0.1", {"version": "0.13.8", "enable-cache": False}), "uv sync --locked"]),
    "uv with all": (
        Uv(python="3.13", groups=["test"], extras=["dev", "x y"], workspace=True, cache=True, folder="a"),
        [
            (
                "astral-sh/setup-uv@v10.0.1",
                {"version": "0.13.8", "python-version": "3.13", "enable-cache": True, "cache-dependency-glob": "a/uv.lock"},
            ),
            "uv sync --locked --all-packages --group test --extra dev --extra 'x y'",
        ],
    ),
    "pip with hashes": (
        Pip(requirements=["requirements.txt", "dev.txt"], hashes=True, editable=".", python_file=".python-version"),
        [
            ("actions/setup-python@v7", {"python-version-file": ".python-version"}),
            "python -m pip install --require-hashes --requirement requirements.txt --requirement dev.txt\npython -m pip install --no-deps --editable .",
        ],
    ),
    "pip with extras and groups": (
        Pip(editable=".[dev]", groups=["test"], cache=True, folder="lib"),
        [
            ("actions/setup-python@v7", {"python-version": "3.14", "cache": "pip", "cache-dependency-path": "lib/pyproject.toml"}),
            "python -m pip install --editable '.[dev]' --group test",
        ],
    ),
    "poetry": (
        Poetry(cache=True),
        [
            "pipx install poetry==2.5.1",
            ("actions/setup-python@v7", {"python-version": "3.14", "cache": "poetry", "cache-dependency-path": "poetry.lock"}),
            "poetry env use python\npoetry check --lock\npoetry sync",
        ],
    ),
    "poetry 1 without package": (
        Poetry(poetry="1.8.5", package=False, groups=["test"]),
        [
            "pipx install poetry==1.8.5",
            ("actions/setup-python@v7", {"python-version": "3.14"}),
            "poetry env use python\npoetry check --lock\npoetry install --sync --no-root --with test",
        ],
    ),
    "go": (Go(), [("actions/setup-go@v7", {"go-version-file": "go.mod", "cache": False}), "go mod download\ngo mod verify"]),
    "go workspace with a cache": (
        Go(version_file="go.work", cache=True),
        [
            ("actions/setup-go@v7", {"go-version-file": "go.work", "cache": True, "cache-dependency-path": "**/go.sum"}),
            "go mod download\ngo mod verify",
        ],
    ),
    "maven": (Maven(java_file=".java-version"), [("actions/setup-java@v5", {"distribution": "temurin", "java-version-file": ".java-version"})]),
    "maven with a cache": (
        Maven(cache=True, folder="svc"),
        [("actions/setup-java@v5", {"distribution": "temurin", "java-version": "21", "cache": "maven", "cache-dependency-path": "svc/**/pom.xml"})],
    ),
    "gradle": (
        Gradle(),
        [
            ("actions/setup-java@v5", {"distribution": "temurin", "java-version": "21"}),
            ("gradle/actions/setup-gradle@v6", {"cache-provider": "basic", "cache-disabled": True}),
        ],
    ),
    "gradle with a cache": (
        Gradle(cache=True),
        [
            ("actions/setup-java@v5", {"distribution": "temurin", "java-version": "21"}),
            ("gradle/actions/setup-gradle@v6", {"cache-provider": "basic"}),
        ],
    ),
    "docker": (Docker(), [("docker/setup-buildx-action@v4", {})]),
}


def shown(step: Step[Any]) -> Any:
    return step.script if step.script is not None else (step.action, dict(step.inputs or {}))


@pytest.mark.row("I1b", "pnpm comes in the version of packageManager or a given one, and installs from the frozen lock file")
@pytest.mark.parametrize("name", PREPARED)
def test_a_stack_is_prepared_with_what_it_is_told(name: str) -> None:
    stack, expected = PREPARED[name]
    steps = stack.prepare()
    assert "Check out" == steps[0].label
    assert expected == [shown(step) for step in steps[1:]]


@pytest.mark.parametrize("name", PREPARED)
def test_nothing_is_kept_between_runs_unless_asked(name: str) -> None:
    stack, _ = PREPARED[name]
    inputs = [step.inputs or {} for step in stack.prepare()]
    kept = any(given.get("cache") or given.get("enable-cache") is True for given in inputs) or any(
        step.action == "gradle/actions/setup-gradle@v6" and not (step.inputs or {}).get("cache-disabled") for step in stack.prepare()
    )
    assert getattr(stack, "cache", False) == kept


@pytest.mark.parametrize(
    ("stack", "said"),
    [
        (Yarn(corepack=True, node="26"), "Node 26 has no corepack to bring Yarn: keep Yarn in the repository with 'yarn set version 4 --yarn-path'"),
        (
            Yarn(corepack=True, cache=True),
            "setup-node asks Yarn for its cache before corepack has brought Yarn: cache=False, or keep Yarn in the repository",
        ),
        (Pip(), "pip has nothing to install from: give requirements=, or editable='.'"),
    ],
)
def test_what_cannot_be_installed_is_refused(stack: Stack, said: str) -> None:
    with pytest.raises(StageError) as caught:
        stack.prepare()
    assert said == str(caught.value)


@pytest.mark.parametrize("name", [name for name in stacks.STACKS if name not in ("Auto", "Docker")])
def test_every_stack_has_a_gate_or_its_own_script(name: str) -> None:
    stack: Stack = getattr(stacks, name)()
    gated = any("{coverage}" in command for command in stack.unit)
    assert gated or name in ("Npm", "Pnpm", "Yarn"), "whose default is a script of package.json"
    assert stack.coverage
