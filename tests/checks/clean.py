"""A workflow in which no check finds anything, to be spoilt in one place."""

from __future__ import annotations

from textwrap import dedent, indent

from tests.checks.reports import Reported, reported

CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1"
TOP = "name: Build\non: push\npermissions: {}\nconcurrency:\n  group: build-${{ github.ref }}\n"
JOB = "name: Build\nruns-on: ubuntu-24.04\ntimeout-minutes: 10"


def workflow(steps: str = "- run: make", job: str = "", *, top: str = TOP, head: str = JOB) -> str:
    """One job, `build`: `head` and `job` are its keys, `job` begins in line 11, the steps in line 12 or below what `job` adds."""
    keys = f"{head}\n{dedent(job).strip()}".strip()
    return f"{top}jobs:\n  build:\n{indent(keys, '    ')}\n    steps:\n{indent(dedent(steps).strip(), '      ')}\n"


def found(text: str, file: str = ".github/workflows/example.yml") -> Reported:
    """The findings up to level policy, notes left out."""
    return reported(text, file, level="policy")


def rules(text: str, file: str = ".github/workflows/example.yml") -> list[str]:
    return [rule for _, _, rule, _ in found(text, file)]
