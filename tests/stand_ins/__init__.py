"""Stand-ins for the marketplace's actions that generated workflows use, and for the commands that GitHub's runners bring.

`actions/OWNER/NAME/…/action.yml` have the inputs, outputs and failures of the real ones as far as they are used (test_contract.py holds them to
it), `programs` do the work, `bin` is on PATH. Instead, real checkouts may be named: `Path(…)/OWNER/NAME`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
ACTIONS = HERE / "actions"


def repositories(references: list[str], real: Path | None = None) -> dict[str, str]:
    """The folder of each `owner/name@ref`. Raises LookupError for one that has neither a stand-in nor a checkout."""
    found = {}
    for reference in references:
        name = reference.partition("@")[0]
        folder = next((root / name for root in (real, ACTIONS) if root is not None and (root / name).is_dir()), None)
        if folder is None:
            raise LookupError(f"{reference} has no stand-in: write tests/stand_ins/actions/{name}/action.yml")
        found[reference] = str(folder)
    return found


def environment(state: Path, registry: str = "") -> dict[str, str]:
    """In the environment of every step. `state` is where artifacts and caches are kept, `registry` the host that stands for ECR."""
    return {"STAND_INS": str(HERE), "STAND_INS_PYTHON": sys.executable, "STAND_INS_STATE": str(state), "STAND_INS_REGISTRY": registry}


def path() -> str:
    """The stand-ins' commands, a Python that starts by itself, and this machine's own."""
    return os.pathsep.join([str(HERE / "bin"), str(Path(sys.base_prefix) / "bin"), os.environ["PATH"]])
