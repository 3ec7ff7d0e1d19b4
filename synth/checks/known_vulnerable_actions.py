"""Actions and tools that are known to be broken, or were turned against their users, are not used.

What is known comes with this release of ghsynth and is as old as it; new advisories are at https://github.com/advisories?query=type%3Areviewed+ecosystem%3Aactions
"""

from __future__ import annotations

import re

from synth.checks import places
from synth.checks.advisories import ADVISORIES, STEALING_TRIVY, TRIVY_ACTIONS, TRIVY_IMAGES, Advisory
from synth.checks.containers import containers
from synth.checks.subject import Found, Subject
from synth.checks.texts import entry
from synth.checks.used import Used, used
from synth.model import Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "policy"
SEVERITY = "error"
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
      - uses: tj-actions/changed-files@0e58ed8671d6b60d0890c21b07f8835ace038e67 # v44.5.1
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
      - run: git diff --name-only HEAD~1
"""
_VERSION = re.compile(r"(v?)(\d+(?:\.\d+)*)")
_names = frozenset([advisory.action for advisory in ADVISORIES])


def check(subject: Subject) -> Iterator[Found]:
    for use in used(subject):
        if use.name in _names:
            for advisory in ADVISORIES:
                if advisory.action == use.name and (how := _affected(use, advisory)):
                    sound = ".".join([str(number) for number in advisory.before])
                    message = f"{use.name}: {advisory.what} ({advisory.id}, {advisory.day})"
                    yield Found(use.where, message, f"use version {sound} or later by its commit", confidence=how)
        if use.name in TRIVY_ACTIONS and isinstance(use.by, Step):
            version = str(entry(use.by, "version") or "").lstrip("v")
            if version in STEALING_TRIVY:
                yield Found(places.at(use.by, "with", "version"), _stolen(version), "use v0.70.0 or later")
    for _, job, path, container in containers(subject):
        name, _, tag = (container.image or "").removeprefix("docker.io/").partition("@")[0].partition(":")
        if name in TRIVY_IMAGES and tag in STEALING_TRIVY:
            yield Found(places.at(job, *path, "image"), _stolen(tag), "use 0.70.0 or later by its digest")


def advisory_against(action: str, version: str, commit: str) -> str:
    """What speaks against a release of an action, in words; empty when nothing is known."""
    said = _VERSION.fullmatch(version)
    for advisory in ADVISORIES:
        if advisory.action != action:
            continue
        number = tuple([int(part) for part in said[2].split(".")]) if said else ()
        in_range = bool(number) and advisory.since <= number and number < advisory.before[: len(number)]
        if commit in advisory.commits or (in_range and not (advisory.bare and said is not None and said[1])):
            return f"{action} {version}: {advisory.what} ({advisory.id}, {advisory.day}); use {'.'.join(map(str, advisory.before))} or later"
    return ""


def _affected(use: Used, advisory: Advisory) -> str:
    """How sure it is that the use is affected; empty when it is not."""
    if use.ref in advisory.commits:
        return "high"
    if use.is_pinned and advisory.moved:
        return ""
    said = _VERSION.search(use.comment) if use.is_pinned else _VERSION.fullmatch(use.ref)
    if said is None or (advisory.bare and said[1]):
        return ""
    version = tuple([int(number) for number in said[2].split(".")])
    affected = advisory.since <= version and version < advisory.before[: len(version)]  # a short tag is that of the newest
    return ("medium" if use.is_pinned else "high") if affected else ""


def _stolen(version: str) -> str:
    return f"Trivy {version} steals credentials (GHSA-69fq-xp46-6x23, 2026-03-19)"
