"""One process seen from outside: how long it takes, and its peak memory. Two runs, because a watched one takes longer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

# A user's Python keeps bytecode; without it a start is about compiling
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

_ASK_A_CHILD = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[2:]).returncode
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
open(sys.argv[1], "w").write(str(peak // 1024 if sys.platform == "darwin" else peak))
sys.exit(code)
"""


class CommandError(Exception):
    """The command ended with an error; the message is the end of what it printed."""


def milliseconds(command: Sequence[str], folder: Path) -> float:
    """The wall clock of a run. Raises CommandError."""
    with tempfile.TemporaryFile() as printed:
        begun = time.perf_counter()
        code = subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=printed, stderr=printed).wait()
        taken = time.perf_counter() - begun
        if code:
            printed.seek(0)
            raise CommandError(_last_line(printed.read()) or f"exit code {code}")
    return taken * 1000


def mebibytes(command: Sequence[str], folder: Path) -> float:
    """The peak memory of a run. Raises CommandError.

    GNU time or a fresh child asks for it, because a direct child of this process would start with this process's own peak.
    """
    with tempfile.NamedTemporaryFile("r") as note:
        gnu_time = _gnu_time()
        watch = [gnu_time, "-f", "%M", "-o", note.name] if gnu_time else [sys.executable, "-c", _ASK_A_CHILD, note.name]
        done = subprocess.run([*watch, *command], cwd=folder, env=ENVIRONMENT, capture_output=True)
        if done.returncode:
            raise CommandError(_last_line(done.stderr or done.stdout) or f"exit code {done.returncode}")
        return int(note.read().split()[-1]) / 1024


def _gnu_time() -> str | None:
    for path in filter(None, map(shutil.which, ("gtime", "time"))):
        if subprocess.run([path, "-f", "%M", "true"], capture_output=True).returncode == 0:  # other systems' `time` has no -f
            return path
    return None


def _last_line(printed: bytes) -> str:
    lines = printed.decode(errors="replace").strip().splitlines()
    return lines[-1][-160:] if lines else ""
