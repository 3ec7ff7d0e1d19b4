"""Loads the definition of a project as a module, bytecode and all, so that a program and a project write the same workflow."""

from __future__ import annotations

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any


def loaded(path: str) -> Any:
    """The module at a path below this folder."""
    spec = spec_from_loader("project_definition", SourceFileLoader("project_definition", str(Path(__file__).resolve().parent / path)))
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
