"""The stack that the repository's own files show, found each time that the definition is read."""

from __future__ import annotations

from synth.build.repository import once, repository
from synth.pipeline import StageError
from synth.record import field, record, settable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.build.steps import Step
    from synth.detect.found import Findings, Project
    from synth.stacks import Stack

ROLES = ("lint", "format", "types", "audit", "unit", "integration")
STACK_NAMES = {
    "docker": "Docker",
    "go": "Go",
    "gradle": "Gradle",
    "maven": "Maven",
    "npm": "Npm",
    "pip": "Pip",
    "pnpm": "Pnpm",
    "poetry": "Poetry",
    "uv": "Uv",
    "yarn": "Yarn",
}


@record
class Auto:
    """The stack of the project in `at`, a folder of the repository: `Lint(Auto())`, `UnitTest(Auto("services/api"))`.

    Where the folder has projects of several kinds, `kind` names one: npm, uv, go and so on. A stage for which the project declares nothing is
    left out of the pipeline, with a note; unit tests are never left out. 'ghsynth stacks' shows what is found, and why.
    """

    at: str = field(default=".", kw_only=False)
    kind: str | None = None
    cache: bool = False

    @property
    def project(self) -> Project:
        """What was found. Raises StageError where that is nothing, or not one thing."""
        at = self.at.strip("/").removeprefix("./") or "."
        findings = _findings(repository() or ".")
        found = [one for one in findings.of(at) if self.kind in (None, one.kind)]
        if len(found) == 1:
            return _member(found[0], at) if found[0].folder != at else found[0]
        if found:
            kinds = ", ".join([f"Auto({at!r}, kind='{one.kind}')" for one in found])
            raise StageError(f"'{at}' has {len(found)} projects: write {kinds}")
        there = ", ".join([f"Auto({one.folder!r})" for one in findings.projects]) or "none at all: 'ghsynth stacks' says what was seen"
        raise StageError(f"there is no project{f' of {self.kind}' if self.kind else ''} in '{at}'; there are: {there}")

    @property
    def stack(self) -> Stack:
        """The stack with what was found, and no command for what was not."""
        return stack_of(self.project, cache=self.cache)

    @property
    def folder(self) -> str:
        return self.project.folder

    @property
    def lint(self) -> Sequence[str]:
        return self.stack.lint

    @property
    def format(self) -> Sequence[str]:
        return self.stack.format

    @property
    def types(self) -> Sequence[str]:
        return self.stack.types

    @property
    def audit(self) -> Sequence[str]:
        return self.stack.audit

    @property
    def unit(self) -> Sequence[str]:
        return self.stack.unit

    @property
    def integration(self) -> Sequence[str]:
        return self.stack.integration

    @property
    def coverage(self) -> str:
        return self.stack.coverage

    @property
    def compose(self) -> str | None:
        """The compose file of the integration tests, where there is one."""
        found: str | None = self.project.settings.get("compose")
        return found

    @property
    def tester(self) -> str:
        """The service of the compose file that runs the tests."""
        return str(self.project.settings.get("tester", "tests"))

    def missing(self, setting: str) -> str:
        """Why there is no such command, and what would change that; empty where there is one."""
        return self.project.missing_for(setting)

    def prepare(self) -> list[Step[Any]]:
        """Those of the stack. Raises StageError when there is nothing locked to install."""
        self._installable()
        return self.stack.prepare()

    def prepare_audit(self) -> list[Step[Any]]:
        self._installable()
        return self.stack.prepare_audit()

    def _installable(self) -> None:
        if why := self.missing("install"):
            raise StageError(f"{self.project.where}: {why}")


def stack_of(project: Project, *, cache: bool = False) -> Stack:
    """The stack of a found project."""
    from synth import stacks

    kind: Any = getattr(stacks, STACK_NAMES[project.kind])
    allowed = settable(kind)
    given = {name: value for name, value in project.settings.items() if name in allowed}
    given = {**dict.fromkeys(ROLES, ()), **given}
    if cache and "cache" in allowed:
        given["cache"] = True
    made: Stack = kind(**given)
    return made


def _findings(root: str) -> Findings:
    """What the repository holds."""
    from synth.detect.repository import detect

    return once("findings", lambda: detect(root))


def _member(root: Project, folder: str) -> Project:
    """The member of a workspace as a project of its own, where its manager has that; else the whole."""
    if root.kind not in ("npm", "pnpm", "yarn"):
        return root
    from synth.detect.javascript import member
    from synth.detect.tree import Tree

    return member(Tree(repository() or "."), root, folder)
