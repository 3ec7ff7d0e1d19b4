"""What GitHub cuts: files of a comparison, and what large files hold."""

from __future__ import annotations

import pytest
from github.Repository import Repository as Client

from tests.github import Repository
from tests.github.resources import commits


def test_a_comparison_lists_so_many_files_on_its_first_page(repository: Repository, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commits, "MOST_FILES", 3)
    for number in range(5):
        repository.commit({f"{number}.txt": "x"}, branch="topic")
    path = f"/repos/{repository.full_name}/compare/main...topic"
    first, second = (client.requester.requestJsonAndCheck("GET", f"{path}?per_page=2&page={page}")[1] for page in (1, 2))
    assert (["0.txt", "1.txt", "2.txt"], []) == ([one["filename"] for one in first["files"]], second["files"])
    assert (2, 2, 5) == (len(first["commits"]), len(second["commits"]), second["total_commits"])


def test_a_large_file_comes_without_its_text(repository: Repository, client: Client) -> None:
    repository.commit({"large.txt": "x" * (1 << 20), "larger.txt": "x" * ((1 << 20) + 1)})
    found = [client.requester.requestJsonAndCheck("GET", f"/repos/{repository.full_name}/contents/{name}.txt")[1] for name in ("large", "larger")]
    assert [("base64", 1_048_576), ("none", 1_048_577)] == [(one["encoding"], one["size"]) for one in found]
    assert "" == found[1]["content"]
