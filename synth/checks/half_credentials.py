"""Credentials of a registry are a user name and a password.

With one of them the runner does not sign in.
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.containers import containers
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    container:
      image: registry.example.com/tools
      credentials:
        password: ${{ secrets.REGISTRY_PASSWORD }}
    steps:
      - run: make
"""
GOOD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    container:
      image: registry.example.com/tools
      credentials:
        username: builder
        password: ${{ secrets.REGISTRY_PASSWORD }}
    steps:
      - run: make
"""


def check(subject: Subject) -> Iterator[Found]:
    for owner, job, path, container in containers(subject):
        credentials = container.credentials
        if credentials is None or isinstance(credentials, str):
            continue
        for name in ("username", "password"):
            if name not in credentials:
                yield Found(places.key(job, *path, "credentials"), f"the credentials for {owner} have no {name}", f"add '{name}:'")
