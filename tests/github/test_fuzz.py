"""Whatever is asked, the fake answers as GitHub's description says, and does not break."""

from __future__ import annotations

import random
import traceback
from collections import Counter
from typing import Any

import pytest

from tests.github import GitHub, Repository
from tests.github.fuzz import requests_for
from tests.github.resources import runs
from tests.github.specification import operations


def known(repository: Repository) -> dict[str, Any]:
    """Parameters that lead somewhere in a repository with one of everything."""
    repository.commit({"dir/a.txt": "a"}, branch="topic")
    repository.tag("v1.0.0", annotated=True)
    number = repository.pull_request("topic")
    run = runs.run(repository, ".github/workflows/ci.yml")
    runs.wait(repository, run["id"], "production")
    head = repository.head("topic")
    numbers = {"pull_number": number, "issue_number": number, "run_id": run["id"], "comment_id": repository.comment(number, "x")}
    git = {"ref": "heads/main", "commit_sha": head, "tree_sha": head, "tag_sha": repository.refs["refs/tags/v1.0.0"], "basehead": "main...topic"}
    places = {"owner": "octo-org", "repo": repository.name, "org": "octo-org", "branch": "topic", "base": "main", "path": "README.md"}
    return {**numbers, **git, **places, "file_sha": repository.objects.blob(b"a"), "environment_name": "production"}


def broken(github: GitHub, each: int, seed: int) -> list[str]:
    """What was wrong with the answers. Each operation has a repository of its own to wreck."""
    headers = {"authorization": f"Bearer {github.token(limit=10**9)}"}
    chance, found, statuses = random.Random(seed), [], Counter[int]()
    for method, path, operation in operations():
        there = known(github.repository(f"octo-org/{operation.replace('/', '-')}"))
        for request in requests_for(method, path, there, headers, each, chance):
            try:
                answer, _, _ = github.service.answer(request)
            except Exception:
                found.append(f"{request.method} {request.path} {request.query} {request.body}\n{traceback.format_exc(limit=-2)}")
                continue
            statuses[answer.status] += 1
            if answer.status >= 500 and answer.status != 501:
                found.append(f"{request.method} {request.path} {answer.status}")
    assert {200, 201, 204, 404, 422} <= set(statuses)
    return found + github.service.problems


def test_a_few_requests_for_each_operation(github: GitHub) -> None:
    found, github.service.problems[:] = broken(github, 4, seed=1), []
    assert [] == found


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3])
def test_many_requests_for_each_operation(github: GitHub, seed: int) -> None:
    found, github.service.problems[:] = broken(github, 60, seed=seed), []
    assert [] == found
