"""A copy of a repository: its commits and work tree, without what git ignores. What runs may change the copy, never the original."""

from __future__ import annotations

import os
import shutil
import subprocess

from synth.runs.values import RunnerError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_WHO = ("-c", "user.name=ghsynth run", "-c", "user.email=ghsynth@localhost", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false")


def copy(root: str, target: str, repository: str = "") -> str:
    """Copies, and gives `owner/name` of the repository: that of the remote `origin` unless it is given.

    Changes that are not committed are one commit more. A folder that is no repository's root becomes one with a single commit.
    """
    top = _git(root, "rev-parse", "--show-toplevel", wrong=None)
    if top is not None and os.path.realpath(top) == os.path.realpath(root) and _git(root, "rev-parse", "HEAD", wrong=None):
        _git(root, "clone", "--quiet", "--no-checkout", ".", target)
        origin = _git(root, "remote", "get-url", "origin", wrong=None) or ""
    else:
        os.makedirs(target, exist_ok=True)
        _git(target, "init", "--quiet")
        _git(target, "remote", "add", "origin", target)
        origin = ""
    name = repository or _name(origin) or f"octo-org/{os.path.basename(os.path.abspath(root)) or 'octo-app'}"
    _git(target, "remote", "set-url", "origin", f"https://github.com/{name}")
    _copied(root, target, _files(root, top is not None))
    _git(target, "add", "--all", "--force")
    if _git(target, "status", "--porcelain") or not _git(target, "rev-parse", "HEAD", wrong=None):
        _git(target, "commit", "--quiet", "--allow-empty", "--no-verify", "--message", "The work tree")
    return name


def head(root: str) -> str:
    """The commit that is checked out."""
    return _git(root, "rev-parse", "HEAD") or ""


def branch(root: str) -> str:
    """The branch that is checked out; `main` where none is."""
    return _git(root, "symbolic-ref", "--short", "HEAD", wrong=None) or "main"


def _name(origin: str) -> str:
    parts = origin.removesuffix("/").removesuffix(".git").replace(":", "/").split("/")
    return "/".join(parts[-2:]) if "github.com" in origin and len(parts) >= 2 else ""


def _files(root: str, in_git: bool) -> Sequence[str]:
    if in_git:
        listed = _git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard") or ""
        return list(dict.fromkeys(filter(None, listed.split("\0"))))
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in (".git", "node_modules", ".venv", "__pycache__")]
        found += [os.path.relpath(os.path.join(folder, name), root) for name in names]
    return found


def _copied(root: str, target: str, files: Sequence[str]) -> None:
    for name in files:
        source, to = os.path.join(root, name), os.path.join(target, name)
        if os.path.islink(source) or os.path.isfile(source):
            os.makedirs(os.path.dirname(to), exist_ok=True)
            shutil.copy2(source, to, follow_symlinks=False)


def _git(folder: str, *arguments: str, wrong: str | None = "git could not copy the repository") -> str | None:
    """git's answer; None where it fails and nothing is `wrong` with that. Raises RunnerError otherwise."""
    try:
        done = subprocess.run(["git", "-C", folder, *_WHO, *arguments], capture_output=True, text=True, errors="surrogateescape", check=False)
    except FileNotFoundError:
        raise RunnerError("git  is not installed, and a run needs it") from None
    if done.returncode and wrong is not None:
        raise RunnerError(f"{folder}  {wrong}: {done.stderr.strip()}")
    return None if done.returncode else done.stdout.strip("\n")
