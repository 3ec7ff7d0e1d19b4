"""What git knows of a folder: the remote, the branch that is delivered, the folder that it manages. It only reads."""

from __future__ import annotations

import re
import subprocess

_REMOTE = re.compile(r"(?:https://[^/@]*@?[^/]+/|git@[^:]+:|ssh://git@[^/]+/)(?P<name>[\w.-]+/[\w.-]+?)(?:\.git)?/?")


def remote(folder: str) -> str:
    """owner/name of the remote `origin`, empty where there is none."""
    found = _REMOTE.fullmatch(_said(folder, "remote", "get-url", "origin"))
    return found["name"] if found else ""


def branch(folder: str) -> str:
    """The remote's own branch; else the one that is checked out, where it is called main or master; else none."""
    of_remote = _said(folder, "symbolic-ref", "--short", "refs/remotes/origin/HEAD").partition("/")[2]
    here = _said(folder, "symbolic-ref", "--short", "HEAD")
    return of_remote or (here if here in ("main", "master", "trunk") else "")


def top(folder: str) -> str:
    """The folder that git manages, empty outside of one."""
    return _said(folder, "rev-parse", "--show-toplevel")


def _said(folder: str, *words: str) -> str:
    try:
        told = subprocess.run(["git", "-C", folder, *words], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return told.stdout.strip() if told.returncode == 0 else ""
