"""The names of a version: ECR takes every one of them, and no two branches share one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.versions import BRANCH, branch_tag

ECR = re.compile(r"[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}")


@pytest.mark.row("I3b", "a branch's tag is its name as ECR takes it")
@pytest.mark.parametrize(
    ("branch", "tag"),
    [
        ("main", "branch-main"),
        ("release-1.2_x", "branch-release-1.2_x"),
        ("feature/login", "branch-feature-login-df7c7aeb"),
        ("x" * 200, "branch-" + "x" * 112 + "-aa20c23e"),
    ],
)
def test_a_branch_as_a_tag(branch: str, tag: str) -> None:
    assert tag == branch_tag(branch)


@given(st.text(min_size=1, max_size=300))
def test_ecr_takes_every_branch(branch: str) -> None:
    assert ECR.fullmatch(branch_tag(branch))
    assert branch_tag(branch).startswith(BRANCH)


@given(st.lists(st.text(st.sampled_from("a/-_é"), min_size=1, max_size=5), unique=True, min_size=2, max_size=9))
def test_no_two_branches_share_a_tag(branches: list[str]) -> None:
    assert len(branches) == len({branch_tag(one) for one in branches})
