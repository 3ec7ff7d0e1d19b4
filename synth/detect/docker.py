"""What only Docker builds: a Dockerfile with no project of a language around it, and compose files for tests."""

from __future__ import annotations

import re

from synth.detect.found import Fact, Gathering, Note, Project
from synth.detect.tree import is_within, table
from synth.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.detect.tree import Tree

COMPOSE = ("compose.test.y*ml", "compose.tests.y*ml", "docker-compose.test.y*ml", "docker-compose.tests.y*ml", "compose.integration.y*ml")
_TESTERS = ("tests", "test", "sut", "integration-tests", "integration")


def projects(tree: Tree, others: Sequence[Project], notes: list[Note]) -> list[Project]:
    """The folders with a Dockerfile that no project of a language is in, around or below."""
    found: list[Project] = []
    for folder in [folder for folder in tree.folders if tree.first(folder, "Dockerfile", "Containerfile")]:
        path = tree.first(folder, "Dockerfile", "Containerfile") or ""
        if any([is_within(folder, one.folder) or is_within(one.folder, folder) for one in others]):
            continue
        if not re.search(r"^\s*FROM\s", tree.text(path) or "", re.MULTILINE | re.IGNORECASE):
            notes.append(Note(path, "has no FROM, so it builds nothing"))
            continue
        found.append(_project(tree, folder, path))
    return found


def _project(tree: Tree, folder: str, path: str) -> Project:
    gathered = Gathering()
    name = path.rpartition("/")[2]
    file = "" if name == "Dockerfile" else f" --file {name}"
    if name != "Dockerfile":
        gathered.add("dockerfile", name, path, "the file's name")
    gathered.add("lint", (f"docker build --check{file} .",), path, "Docker's own checks of a Dockerfile")
    settings = tree.first(folder, ".hadolint.yaml", ".hadolint.yml")
    if settings:
        gathered.lacks("hadolint", f"{settings} is there, and hadolint is not on the runner: add hadolint/hadolint-action with insert_steps")
    gathered.lacks("format", "a Dockerfile has no formatter")
    gathered.lacks("types", "a Dockerfile has no types")
    gathered.lacks("audit", "TrivyScan looks at the image, and Audit(stack, tool='trivy') at the folder")
    target = re.search(r"^FROM\s.*\sAS\s+(test|tests|unit-test|unit-tests)\s*$", tree.text(path) or "", re.MULTILINE | re.IGNORECASE)
    if target:
        gathered.add(
            "unit", (f"docker build{file} --target {target[1]} .",), tree.at(path, rf"(?i)^FROM\s.*\s{target[1]}\s*$"), f"the stage '{target[1]}'"
        )
        gathered.add("coverage", "", path, "a build leaves no report")
        gathered.lacks("gate", "a build cannot be asked what its tests cover: let the tests in it fail")
    else:
        gathered.lacks("unit", "the Dockerfile has no stage 'test'")
    gathered.lacks("integration", "no compose file has a service 'tests'")
    return composed(tree, gathered.project("docker", folder, path, "a Dockerfile, and no project of a language around it"))


def composed(tree: Tree, project: Project) -> Project:
    """The project, with a compose file whose service runs its integration tests where it has no others."""
    if not project.missing_for("integration"):
        return project
    folder = project.folder
    for pattern in (*COMPOSE, "compose.y*ml", "docker-compose.y*ml"):
        path = tree.first(folder, pattern)
        services = table(tree.yaml(path), "services") if path else {}
        tester = next((name for name in _TESTERS if name in services), "")
        if path and tester:
            file = Fact("compose", path.rpartition("/")[2], path, "a compose file for tests")
            service = Fact("tester", tester, tree.at(path, rf"^\s+{tester}\s*:"), "the service that runs the tests")
            missing = tuple([one for one in project.missing if one.setting != "integration"])
            return replace(project, facts=(*project.facts, file, service), missing=missing)
    return project
