"""The Pythons of this machine that actions may meet: on its path, or kept by pyenv."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

MINORS = (10, 11, 12, 13, 14)


@cache
def interpreter(minor: int) -> str | None:
    """The path of Python 3.`minor`; None where there is none that starts."""
    name = f"python3.{minor}"
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    kept = [str(path) for path in sorted(pyenv.glob(f"3.{minor}.*/bin/{name}"))]
    here = [sys.executable] if sys.version_info[:2] == (3, minor) else []
    for path in [*here, *filter(None, [shutil.which(name)]), *kept]:
        if subprocess.run([path, "-I", "-c", ""], capture_output=True, check=False).returncode == 0:
            return path
    return None
