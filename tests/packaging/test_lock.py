"""The lock says what vendor.in asks for, and what the tests run with."""

from __future__ import annotations

import re
from importlib.metadata import version

from tests.packaging.conftest import ROOT


def test_tests_run_with_the_versions_that_actions_get() -> None:
    locked = dict(re.findall(r"^([\w-]+)==(\S+)", (ROOT / "packaging/vendor.lock").read_text(), re.MULTILINE))
    assert {name: version(name) for name in locked} == locked, "run: make lock"
