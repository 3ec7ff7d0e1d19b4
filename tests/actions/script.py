"""An action's script as a module. Its folder has a hyphen, or is no package, so it is loaded by its path."""

from __future__ import annotations

from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

ACTIONS = Path(__file__).resolve().parents[2] / "actions"


@cache
def script(action: str) -> Any:
    """`actions/verify-health/verify_health.py` of `verify-health`."""
    name = action.replace("-", "_")
    spec = spec_from_file_location(f"action_{name}", ACTIONS / action / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
