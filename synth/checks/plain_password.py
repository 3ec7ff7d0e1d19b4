"""The password of a registry is a secret, not a text in the file.

Whoever can read the repository has it, and so has its history.
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
        username: builder
        password: hunter2
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
        password = credentials.get("password") if credentials and not isinstance(credentials, str) else None
        if password and not places.dynamic(password):
            place = places.at(job, *path, "credentials", "password")
            yield Found(place, f"the password for {owner} stands in the file", "write it as ${{ secrets.NAME }}")
