"""Small projects as people have them, each with what detection should conclude: written by hand, compared as a whole."""

from __future__ import annotations

from tests.stacks.projects.case import Case, Expected
from tests.stacks.projects.docker import DOCKER
from tests.stacks.projects.go import GO
from tests.stacks.projects.javascript import JAVASCRIPT
from tests.stacks.projects.jvm import JVM
from tests.stacks.projects.monorepos import MONOREPOS
from tests.stacks.projects.nothing import NOTHING
from tests.stacks.projects.python import PYTHON

CASES: tuple[Case, ...] = (*JAVASCRIPT, *PYTHON, *GO, *JVM, *DOCKER, *MONOREPOS, *NOTHING)

__all__ = ["CASES", "Case", "Expected"]
