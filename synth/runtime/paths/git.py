"""What is asked of git. Only its plumbing, which neither a repository's settings nor its attributes can make run something."""

from __future__ import annotations

import os
import re
import subprocess

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDS = 120
_SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_KEPT = ("PATH", "HOME", "TMPDIR", "SSL_CERT_FILE", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy")


class GitError(Exception):
    """git could not answer; the message is what it said."""


class Git:
    """The repository in a folder. Commits are full SHAs."""

    def __init__(self, folder: str, environment: Mapping[str, str]) -> None:
        self._folder = os.path.abspath(folder)
        kept = {name: environment[name] for name in _KEPT if name in environment}
        self._environment = {**kept, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}

    def head(self) -> str:
        """The commit that is checked out. Raises GitError where there is none."""
        return self._asked("rev-parse", "--verify", "--quiet", "HEAD^{commit}").decode().strip()

    def parents(self, commit: str) -> list[str]:
        """The parents as the commit names them, also those that a shallow clone does not have."""
        lines = self._asked("cat-file", "commit", commit).partition(b"\n\n")[0].decode(errors="replace").splitlines()
        return [line.removeprefix("parent ") for line in lines if line.startswith("parent ")]

    def has(self, commit: str) -> bool:
        return self._answers("cat-file", "-e", f"{commit}^{{commit}}")

    def brought(self, commit: str) -> bool:
        """Whether the commit is here, fetched where it was not: without credentials, so of public repositories alone."""
        if not is_commit(commit):
            return False
        fetch = ("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--depth=1", "--filter=blob:none", "origin", commit)
        return self.has(commit) or (self._answers(*fetch) and self.has(commit))

    def merge_base(self, one: str, other: str) -> str | None:
        """Where two histories parted, as far as the clone reaches."""
        try:
            return self._asked("merge-base", one, other).decode().strip() or None
        except GitError:
            return None

    def changed(self, base: str, head: str) -> list[str]:
        """The paths that differ. A renamed file is two: both its old place and its new one have changed. Bytes that are no UTF-8 are escaped."""
        answer = self._asked("diff-tree", "-r", "-z", "--name-only", "--no-renames", "--no-ext-diff", base, head, "--")
        return [os.fsdecode(path) for path in answer.split(b"\0") if path]

    def _answers(self, *arguments: str) -> bool:
        try:
            self._asked(*arguments)
        except GitError:
            return False
        return True

    def _asked(self, *arguments: str) -> bytes:
        # a container's user is not the one that checked out, and git then wants to be told that the folder is safe
        command = ["git", "-c", f"safe.directory={self._folder}", "-c", "core.fsmonitor=false", "-C", self._folder, *arguments]
        try:
            done = subprocess.run(command, env=self._environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False)
        except FileNotFoundError:
            raise GitError("git is not installed") from None
        except subprocess.TimeoutExpired:
            raise GitError(f"git {arguments[0]} took more than {SECONDS} seconds") from None
        if done.returncode != 0:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise GitError(said[-1] if said else f"git {arguments[0]} ended with {done.returncode}")
        return done.stdout


def is_commit(text: object) -> bool:
    """Whether the text is a full SHA, and not the zeros that stand for no commit."""
    return isinstance(text, str) and _SHA.fullmatch(text) is not None and text.strip("0") != ""
