"""An action that installs a tool is told which version.

Without one it installs what is newest that day, pinned though the action itself may be: in March 2026 that was a Trivy that steals
credentials.
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.checks.texts import entry
from synth.checks.used import used
from synth.model import Step

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
      - uses: aquasecurity/setup-trivy@81e514348e19b6112ce2a7e3ecbafe19c1e1f567 # v0.3.1
      - run: trivy fs .
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
      - uses: aquasecurity/setup-trivy@81e514348e19b6112ce2a7e3ecbafe19c1e1f567 # v0.3.1
        with:
          version: v0.75.0
      - run: trivy fs .
"""
NEWEST = {  # the input that names the version, of actions whose default is the newest
    "aquasecurity/setup-trivy": "version",
    "azure/setup-helm": "version",
    "azure/setup-kubectl": "version",
    "hashicorp/setup-terraform": "terraform_version",
}
CHOSEN = {  # of actions that have a fixed default, or take the version from a file of the project
    "aquasecurity/trivy-action": "version",
    "astral-sh/setup-uv": "version",
    "docker/setup-buildx-action": "version",
    "goreleaser/goreleaser-action": "version",
    "golangci/golangci-lint-action": "version",
    "oven-sh/setup-bun": "bun-version",
    "pnpm/action-setup": "version",
}


def check(subject: Subject) -> Iterator[Found]:
    for use in used(subject):
        name = NEWEST.get(use.name) or CHOSEN.get(use.name)
        if name is None or not isinstance(use.by, Step) or isinstance(use.by.with_, str):
            continue
        given = str(entry(use.by, name) or "")
        if given == "latest":
            yield Found(places.at(use.by, "with", name), f"{use.name} installs what is newest that day", f"write a version for '{name}'")
        elif not given and use.name in NEWEST:
            yield Found(use.where, f"{use.name} without '{name}' installs what is newest that day", f"add '{name}' to its 'with'")
