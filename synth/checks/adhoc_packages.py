"""Programs of npm and RubyGems come by a lock file, not by name while the job runs.

What is installed by name is whatever its registry gives that day, dependencies included: most attacks on npm in 2025 and 2026 worked through
fresh releases. A lock file has versions and hashes, and changes by review.
"""

from __future__ import annotations

import re

from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.checks.texts import inside

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
      - run: npm install --global serverless
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
      - run: npm ci --ignore-scripts
"""
_WORD = r"""(?:[^\s;&|<>()"'`#\\]+|"[^"\n]*"|'[^'\n]*')"""
_INSTALL = re.compile(
    r"(?:^|[;&|(`]|\b(?:sudo|then|do|else|time|exec))[ \t]*(?:sudo[ \t]+)?"
    r"(?P<tool>npm[ \t]+(?:install|i|add|in)|pnpm[ \t]+(?:add|dlx)|yarn[ \t]+(?:global[ \t]+)?add|bun[ \t]+add|gem[ \t]+install)"
    rf"(?P<words>(?:[ \t]+(?:\\\n[ \t]*)?{_WORD})*)",
    re.MULTILINE,
)
_TAKES_VALUE = frozenset(
    "-C --prefix --registry --loglevel --cache -v --version -n --bindir -i --install-dir -s --source --dir --filter -w --workspace".split()
)
_NOT_NAMES = (".", "/", "~", "$", "file:", "-")


def check(subject: Subject) -> Iterator[Found]:
    for _, step in subject.steps():
        script = step.run or ""
        if not ("npm" in script or "yarn" in script or "gem " in script or "bun " in script):
            continue
        for found in _INSTALL.finditer(script):
            name = _package(found["words"].replace("\\\n", " ").split())
            if name:
                tool = found["tool"].split()[0]
                where = inside(places.at(step, "run"), found.start("tool"))
                remedy = "add it to the Gemfile, and run 'bundle install'" if tool == "gem" else "add it to package.json, and use the lock file"
                yield Found(where, f"{tool} installs {name} without a lock file", remedy)


def _package(words: list[str]) -> str:
    """The first package that is named; empty when none is, as in `npm install`."""
    skip = False
    for word in words:
        plain = word.strip("\"'")
        if skip:
            skip = False
        elif plain in _TAKES_VALUE:
            skip = True
        elif plain and not plain.startswith(_NOT_NAMES) and not plain.endswith((".tgz", ".gem")):
            return plain.partition("${{")[0].rstrip("@") or plain
    return ""
