"""A machine as a deployment sees it. Tests of the course give a fake; Ssh is the real one."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Ended(NamedTuple):
    """How a script ended: its exit code, what it wrote, and the end of what it complained about. The texts are not fit to show."""

    code: int
    said: str
    complained: str


class Unreached(Exception):  # noqa: N818  # an outcome of a try, not a fault of the program
    """SSH came to no answer: connection, host key, sign-in or time. Whether the script ran is not known."""


class Shell(Protocol):
    def run(self, host: str, script: str, sent: str = "") -> Ended:
        """Runs a POSIX shell script on the host; the file `sent`, if any, is its standard input. Raises Unreached."""
        ...
