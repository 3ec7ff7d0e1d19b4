"""A job that publishes restores no cache.

A cache may have been filled by another run, which may have been a stranger's code: what is published is then theirs. Builds that
publish do without, whatever starts them; `cache-mode: none` turns caches off for a whole job.
https://adnanthekhan.com/2024/05/06/the-monsters-in-your-build-cache-github-actions-cache-poisoning/
"""

from __future__ import annotations

from synth.checks.caching import publishes, restores
from synth.checks.subject import Found, Subject
from synth.checks.used import used

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.model import Workflow

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
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - uses: actions/setup-go@b7ad1dad31e06c5925ef5d2fc7ad053ef454303e # v7.0.0
        with:
          go-version: '1.26'
      - uses: docker/build-push-action@53b7df96c91f9c12dcc8a07bcb9ccacbed38856a # v7.3.0
        with:
          push: true
          tags: registry.example.com/app:1
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
      - uses: actions/setup-go@b7ad1dad31e06c5925ef5d2fc7ad053ef454303e # v7.0.0
        with:
          go-version: '1.26'
          cache: false
      - uses: docker/build-push-action@53b7df96c91f9c12dcc8a07bcb9ccacbed38856a # v7.3.0
        with:
          push: true
          tags: registry.example.com/app:1
"""


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    if workflow is None:
        return
    uses = list(used(subject))
    publishing = [use for use in uses if publishes(use)]
    released = _is_for_releases(workflow)
    if not publishing and not released:
        return
    for use in uses:
        beside = next((other for other in publishing if other.job is use.job), None)
        if use.job is None or (use.job.cache_mode or workflow.cache_mode) == "none" or not (beside or released):
            continue
        if released and use.name == "astral-sh/setup-uv":
            continue  # which turns it off by itself on releases
        if remedy := restores(use):
            why = f"{beside.name} of the job publishes what comes of it" if beside else "the workflow is there for releases"
            yield Found(use.by.origin, f"{use.name} restores a cache, and {why}", remedy)


def _is_for_releases(workflow: Workflow) -> bool:
    """Whether nothing but a release, a tag or a person starts it."""
    events = workflow.on.keys() - {"workflow_dispatch"}
    push = workflow.on.get("push")
    tagged = push is not None and bool(push.tags) and not push.branches
    return bool(events) and events <= {"release", "push"} and (push is None or tagged)
