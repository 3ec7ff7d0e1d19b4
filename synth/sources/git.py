"""Questions to git, asked so that it changes nothing, runs nothing of the repository, and needs no network.

Hooks, file system monitors and transports can be set in a repository's own configuration, which a checkout of somebody else's work may bring along.
`cat-file` applies no filters unless told to.
"""

from __future__ import annotations

import os
import subprocess

from synth.sources.values import SourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_QUIET = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "protocol.allow=never", "-c", "core.quotePath=false")
_ENVIRONMENT = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_REPLACE_OBJECTS": "1", "LC_ALL": "C"}
_SECONDS = 60
_REASONS = {
    "dubious ownership": "belongs to somebody else, so git will not look at it",
    "must be run in a work tree": "is a bare repository, which has no work tree",
}


class Git:
    """The repository around a folder. Raises SourceError where there is none."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        if not os.path.isdir(folder):
            raise SourceError(folder, "is no folder: give the repository's")
        code, told, said = self._run(("rev-parse", "--show-toplevel"))
        if code:
            raise SourceError(folder, f"{_reason(said)}: give two files or folders instead")
        self.root = os.fsdecode(told.removesuffix(b"\n"))
        self.folder = self.root

    def said(self, *words: str) -> str | None:
        """The first line of git's answer; None where it refuses."""
        code, told, _ = self._run(words)
        return None if code else os.fsdecode(told).partition("\n")[0]

    def lines(self, *words: str, end: str = "\0") -> list[str]:
        """The parts of git's answer; none where it refuses."""
        code, told, _ = self._run(words)
        return [] if code else [line for line in os.fsdecode(told).split(end) if line]

    def commit(self, ref: str) -> str | None:
        """The commit that a ref stands for; None where there is none. Nothing in the ref is an option."""
        if not ref or not ref.isprintable():
            return None
        return self.said("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")

    @property
    def is_shallow(self) -> bool:
        return self.said("rev-parse", "--is-shallow-repository") == "true"

    def branches(self) -> list[str]:
        """The short names of all branches and tags."""
        return self.lines("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags", end="\n")

    def sizes(self, objects: Iterable[str]) -> dict[str, int]:
        """The size of each object, in bytes; without those that are not here, as in a partial clone."""
        _, told, _ = self._run(("cat-file", "--batch-check"), "".join([f"{one}\n" for one in objects]).encode())
        found = [line.split() for line in told.decode("ascii", "replace").splitlines()]
        return {parts[0]: int(parts[2]) for parts in found if len(parts) == 3 and parts[2].isdigit()}

    def contents(self, objects: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Each object and what it holds, all asked for at once."""
        _, told, _ = self._run(("cat-file", "--batch"), "".join([f"{one}\n" for one in objects]).encode())
        at = 0
        while at < len(told):
            end = told.index(b"\n", at)
            name, _, size = told[at:end].decode("ascii", "replace").split(" ")
            yield name, told[end + 1 : end + 1 + int(size)]
            at = end + 2 + int(size)

    def _run(self, words: tuple[str, ...], given: bytes = b"") -> tuple[int, bytes, str]:
        command = ["git", "--no-pager", *_QUIET, "-C", self.folder, *words]
        try:
            done = subprocess.run(command, input=given, capture_output=True, env={**os.environ, **_ENVIRONMENT}, timeout=_SECONDS, check=False)
        except FileNotFoundError:
            raise SourceError("git", "is not installed: give two files or folders instead") from None
        except subprocess.TimeoutExpired:
            raise SourceError("git", f"gave no answer to 'git {words[0]}' within {_SECONDS} s") from None
        return done.returncode, done.stdout, done.stderr.decode(errors="replace")


def _reason(said: str) -> str:
    return next((reason for sign, reason in _REASONS.items() if sign in said), "is in no git repository")
