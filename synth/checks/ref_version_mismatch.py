"""A commit SHA has its version behind it as a comment, and it is the version of that commit.

Nobody can tell by the SHA what it is, and tools that update pins go by the comment. A comment that is not true hides an old release, or
a commit that was never one. A missing one is only worth knowing; false ones are known for the releases that ghsynth has bindings or pins for.
"""

from __future__ import annotations

import re

from synth.bindings.lock import builtin
from synth.checks.subject import Found, Subject
from synth.checks.used import used

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "policy"
SEVERITY = "warning"
BAD = """
name: Build
on: push
permissions: {}
concurrency:
  group: build-${{ github.ref }}
jobs:
  build:
    name: Build
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v6.0.3
        with:
          persist-credentials: false
      - run: make
"""
GOOD = """
name: Build
on: push
permissions: {}
concurrency:
  group: build-${{ github.ref }}
jobs:
  build:
    name: Build
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - run: make
"""
_VERSION = re.compile(r"(?<![\w.])v?(\d+(?:\.\d+)*)")
_known: dict[str, str] = {}  # versions by `owner/repository` and SHA


def check(subject: Subject) -> Iterator[Found]:
    for use in used(subject):
        if not use.is_pinned:
            continue
        said = _VERSION.search(use.comment)
        version = _version(use.name, use.ref)
        if said is None:
            yield Found(use.where, f"nothing says which version of {use.name} this commit is", f"write '# {version or 'v1.2.3'}' behind it", "note")
        elif version and not _agree(said[1], version):
            message = f"the comment says that this commit of {use.name} is {said[0]}, but it is {version}"
            yield Found(use.where, message, f"write '# {version}', or the commit of {said[0]}")


def _version(name: str, sha: str) -> str:
    """The version of a commit; empty when it is not known."""
    if not _known:
        _known.update({f"{_repository(entry.reference.lower())}@{entry.pin}": entry.version for entry in builtin().entries.values()})
    return _known.get(f"{_repository(name)}@{sha}", "")


def _repository(reference: str) -> str:
    return "/".join(reference.partition("@")[0].split("/")[:2])


def _agree(said: str, version: str) -> bool:
    """Whether what is said is the version or the beginning of it: `v7` of `v7.0.1`."""
    return f"{version.lstrip('v')}.".startswith(f"{said}.")
