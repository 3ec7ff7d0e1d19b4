"""An action of another repository was made for a Node.js that anything can still run.

Releases for Node 12 and 16 were dropped in 2023 and 2024; where they still start, they do so on a Node.js that they were never tried with.
https://github.blog/changelog/2024-09-25-end-of-life-for-actions-node16/
"""

from __future__ import annotations

from synth.bindings.version import numbers
from synth.checks import places
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
name: Test
on: push
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v3
"""
GOOD = BAD.replace("@v3", "@v7")
_LAST_OLD_MAJOR = {  # the last major of each that was made for Node 16 or older
    "actions-rs/audit-check": 1,
    "actions-rs/cargo": 1,
    "actions-rs/clippy-check": 1,
    "actions-rs/toolchain": 1,
    "actions/cache": 3,
    "actions/checkout": 3,
    "actions/configure-pages": 3,
    "actions/delete-package-versions": 4,
    "actions/dependency-review-action": 3,
    "actions/deploy-pages": 2,
    "actions/download-artifact": 3,
    "actions/github-script": 6,
    "actions/labeler": 4,
    "actions/setup-dotnet": 3,
    "actions/setup-go": 4,
    "actions/setup-java": 3,
    "actions/setup-node": 3,
    "actions/setup-python": 4,
    "actions/stale": 8,
    "actions/upload-artifact": 3,
    "aws-actions/configure-aws-credentials": 3,
    "azure/aks-set-context": 3,
    "azure/login": 1,
    "codecov/codecov-action": 3,
    "dawidd6/action-download-artifact": 2,
    "dessant/lock-threads": 4,
    "docker/build-push-action": 4,
    "docker/login-action": 2,
    "docker/metadata-action": 4,
    "docker/setup-buildx-action": 2,
    "docker/setup-qemu-action": 2,
    "dorny/paths-filter": 2,
    "github/codeql-action": 2,
    "golangci/golangci-lint-action": 3,
    "google-github-actions/auth": 1,
    "google-github-actions/setup-gcloud": 1,
    "google-github-actions/upload-cloud-storage": 1,
    "goreleaser/goreleaser-action": 4,
    "gradle/wrapper-validation-action": 1,
    "haskell/actions": 2,
    "nwtgck/actions-netlify": 2,
    "peaceiris/actions-gh-pages": 3,
    "peter-evans/create-or-update-comment": 3,
    "peter-evans/create-pull-request": 5,
    "release-drafter/release-drafter": 5,
    "shivammathur/setup-php": 1,
    "softprops/action-gh-release": 1,
    "swatinem/rust-cache": 1,
}
_ENDED = ("actions-rs/", "haskell/")  # owners who made no release since


def check(subject: Subject) -> Iterator[Found]:
    for _, step in subject.steps():
        name, _, ref = (step.uses.reference if step.uses is not None else "").partition("@")
        last = _LAST_OLD_MAJOR.get("/".join(name.lower().split("/")[:2]))
        if last is None or not (version := numbers(ref)):
            continue
        if version[0] <= last:
            remedy = "it has no later release: use another action" if name.startswith(_ENDED) else f"use v{last + 1} or later"
            yield Found(places.at(step, "uses"), f"'{name}@{ref}' was made for Node 16 or older", remedy)
