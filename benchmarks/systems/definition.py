"""Loads the definition of a project as a module, bytecode and all, so that a program and a project write the same workflow.

Imports next to nothing: what it took would count as the system's.
"""

from __future__ import annotations

from importlib.machinery import SourceFileLoader
from os.path import abspath, dirname, join
from types import ModuleType

NAME = "project_definition"


def loaded(path: str) -> ModuleType:
    """The module at a path below this folder."""
    module = ModuleType(NAME)
    SourceFileLoader(NAME, join(dirname(abspath(__file__)), path)).exec_module(module)
    return module
