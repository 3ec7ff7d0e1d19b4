"""`python leash.py COMMAND …`: runs it in a process group of its own, which ends when stdin does, however that came about. Its exit code is the command's.

The cloud holds the other end of stdin, so no task outlives the cloud, also when the cloud is killed. Standard library only: each task starts it.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

GRACE_SECONDS = 2.0
NOT_FOUND = 127
_PR_SET_PDEATHSIG = 1


def main(command: list[str]) -> int:
    try:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_end_with_leash)
    except OSError as error:
        print(f"exec {command[0]}: {error.strerror}", file=sys.stderr)
        return NOT_FOUND
    threading.Thread(target=_end_with_stdin, args=(child.pid,), daemon=True).start()
    code = child.wait()
    _signal(child.pid, signal.SIGKILL)  # what it started and left behind
    return code if code >= 0 else 128 - code


def _end_with_leash() -> None:
    """Where the leash itself is killed. Linux only; elsewhere stdin has to do."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))


def _end_with_stdin(group: int) -> None:
    while os.read(0, 4096):
        pass
    _signal(group, signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    _signal(group, signal.SIGKILL)


def _signal(group: int, what: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, what)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
