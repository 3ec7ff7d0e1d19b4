"""What a repository shows of itself to a template: its project, its image, its compose file. Git is asked by the caller."""

from __future__ import annotations

import os
import re

from synth.detect.docker import COMPOSE
from synth.detect.repository import found_in
from synth.detect.tree import Tree, table
from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.detect.found import Findings, Project

_TESTERS = ("tests", "test", "sut", "integration-tests", "integration")


@record
class Git(Record):
    """What git says: owner/name of the remote, the branch that is delivered, the folder that git manages; empty where it does not know."""

    repository: str = ""
    branch: str = ""
    top: str = ""


@record
class Seen(Record):
    """A repository. `context` is the folder of the Dockerfile, None where there is none; `compose` and `tester` are of the chosen project."""

    folder: str
    git: Git
    findings: Findings
    project: Project | None = None
    context: str | None = None
    compose: str = ""
    tester: str = ""

    @property
    def name(self) -> str:
        """What the repository is called, as ECR, ECS and IAM take it."""
        called = self.git.repository.rpartition("/")[2] or os.path.basename(os.path.abspath(self.folder))
        return re.sub(r"[^a-z0-9]+", "-", called.lower()).strip("-")[:60].rstrip("-")


def seen(folder: str, git: Git, stack: str = "auto") -> Seen:
    """The repository in the folder. Of several projects that of the root is meant, else the first."""
    tree = Tree(folder)
    findings = found_in(tree)
    fitting = [one for one in findings.projects if stack in ("auto", one.kind)]
    project = fitting[0] if fitting else None
    at = project.folder if project else "."
    context = next((place for place in dict.fromkeys((at, ".")) if tree.first(place, "Dockerfile")), None)
    path = tree.first(at, *COMPOSE) or ""
    services = table(tree.yaml(path), "services") if path else {}
    tester = next((name for name in _TESTERS if name in services), "")
    return Seen(folder=folder, git=git, findings=findings, project=project, context=context, compose=path.rpartition("/")[2], tester=tester)
