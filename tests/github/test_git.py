"""Refs, tags, commits, trees, blobs, files, comparisons: by requests what git itself would say."""

from __future__ import annotations

import hashlib

import pytest
from github import GithubException, InputGitAuthor, InputGitTreeElement, UnknownObjectException
from github.Repository import Repository as Client

from tests.github import Repository


def refusal(caught: pytest.ExceptionInfo[GithubException]) -> tuple[int, str]:
    return caught.value.status, str(caught.value.data["message"])


def test_an_annotated_tag_leads_to_its_commit(repository: Repository, client: Client) -> None:
    commit = repository.head()
    repository.tag("v1.2.3", annotated=True, date="2026-03-04T05:06:07Z")
    held = client.get_git_ref("tags/v1.2.3").object
    tag = client.get_git_tag(held.sha)
    assert ("tag", "v1.2.3", "commit", commit, "2026-03-04") == (
        held.type,
        tag.tag,
        tag.object.type,
        tag.object.sha,
        tag.tagger.date.date().isoformat(),
    )


def test_a_light_tag_is_its_commit(repository: Repository, client: Client) -> None:
    repository.tag("v1")
    assert ("commit", repository.head()) == (client.get_git_ref("tags/v1").object.type, client.get_git_ref("tags/v1").object.sha)


def test_tags_are_listed_with_commits_behind_annotated_ones(repository: Repository, client: Client) -> None:
    repository.tag("v1.0.0", annotated=True)
    repository.tag("v1.1.0")
    assert [("v1.1.0", repository.head()), ("v1.0.0", repository.head())] == [(tag.name, tag.commit.sha) for tag in client.get_tags()]


def test_matching_refs_share_their_beginning(repository: Repository, client: Client) -> None:
    for name in ("v1", "v1.0.0", "v10", "v2"):
        repository.tag(name)
    assert ["refs/tags/v1", "refs/tags/v1.0.0", "refs/tags/v10"] == [ref.ref for ref in client.get_git_matching_refs("tags/v1")]
    assert [] == list(client.get_git_matching_refs("tags/w"))


def test_a_ref_that_is_not_there_is_404(client: Client) -> None:
    with pytest.raises(UnknownObjectException):
        client.get_git_ref("tags/v9")


def test_refs_are_made_moved_and_deleted(repository: Repository, client: Client) -> None:
    first, second = repository.head(), repository.commit({"a.txt": "a"})
    ref = client.create_git_ref("refs/heads/topic/one", first)
    ref.edit(second)
    assert second == repository.refs["refs/heads/topic/one"]
    assert second == client.get_branch("topic/one").commit.sha
    with pytest.raises(GithubException) as caught:
        ref.edit(first)
    assert (422, "Update is not a fast forward") == refusal(caught)
    ref.edit(first, force=True)
    ref.delete()
    assert "refs/heads/topic/one" not in repository.refs


@pytest.mark.parametrize(
    ("ref", "sha", "message"),
    [
        ("refs/heads/main", "", "Reference already exists"),
        ("refs/heads/new", "0" * 40, "Object does not exist"),
        ("refs/x", "", "Reference name must start with 'refs/' and have at least two slashes."),
    ],
)
def test_a_ref_that_cannot_be_made_says_why(repository: Repository, client: Client, ref: str, sha: str, message: str) -> None:
    with pytest.raises(GithubException) as caught:
        client.create_git_ref(ref, sha or repository.head())
    assert (422, message) == refusal(caught)


def test_blob_tree_commit_and_ref_make_a_change_in_five_requests(repository: Repository, client: Client) -> None:
    base = client.get_git_commit(repository.head())
    blob = client.create_git_blob("hello\n", "utf-8")
    tree = client.create_git_tree(
        [InputGitTreeElement("docs/a.txt", "100644", "blob", sha=blob.sha), InputGitTreeElement("run.sh", "100755", "blob", content="exit\n")],
        base.tree,
    )
    commit = client.create_git_commit("A change", tree, [base], author=InputGitAuthor("Ada", "ada@example.com", "2026-01-02T03:04:05Z"))
    client.create_git_ref("refs/heads/change", commit.sha)
    assert hashlib.sha1(b"blob 6\0hello\n").hexdigest() == blob.sha
    assert ("hello\n", "exit\n", "# hello\n") == tuple(repository.text(path, "change") for path in ("docs/a.txt", "run.sh", "README.md"))
    assert "2026-01-02" == client.get_commit("change").commit.author.date.date().isoformat()
    found = [(one.path, one.mode, one.type) for one in client.get_git_tree(commit.sha, recursive=True).tree]
    assert [("README.md", "100644", "blob"), ("docs", "040000", "tree"), ("docs/a.txt", "100644", "blob"), ("run.sh", "100755", "blob")] == found


def test_a_tree_without_a_sha_removes_the_path(repository: Repository, client: Client) -> None:
    repository.commit({"a/b.txt": "b", "c.txt": "c"})
    tree = client.create_git_tree([InputGitTreeElement("a/b.txt", "100644", "blob", sha=None)], client.get_git_tree(repository.head()))
    assert ["README.md", "c.txt"] == [one.path for one in tree.tree]


def test_a_blob_comes_in_base64(repository: Repository, client: Client) -> None:
    repository.commit({"a.bin": b"\0\xff"})
    file = client.get_contents("a.bin")
    assert not isinstance(file, list)
    assert b"\0\xff" == file.decoded_content
    assert "AP8=" == client.get_git_blob(file.sha).content.strip()


def test_contents_are_files_and_folders_at_a_ref(repository: Repository, client: Client) -> None:
    old = repository.commit({"a/b.txt": "old", "a/c/d.txt": "d"})
    repository.commit({"a/b.txt": "new"})
    folder, file = client.get_contents("a"), client.get_contents("a/b.txt", ref=old)
    assert isinstance(folder, list)
    assert not isinstance(file, list)
    assert [("a/b.txt", "file"), ("a/c", "dir")] == [(one.path, one.type) for one in folder]
    assert b"old" == file.decoded_content
    with pytest.raises(UnknownObjectException):
        client.get_contents("a/x.txt")


def test_files_are_made_changed_and_deleted(repository: Repository, client: Client) -> None:
    client.create_file("a.txt", "Add", "one")
    first = client.get_contents("a.txt")
    assert not isinstance(first, list)
    client.update_file("a.txt", "Change", "two", first.sha)
    assert "two" == repository.text("a.txt")
    with pytest.raises(GithubException) as caught:
        client.update_file("a.txt", "Change", "three", first.sha)
    assert (409, f"a.txt does not match {first.sha}") == refusal(caught)
    with pytest.raises(GithubException) as caught:
        client.create_file("a.txt", "Add", "three")
    assert 422 == caught.value.status
    second = client.get_contents("a.txt")
    assert not isinstance(second, list)
    client.delete_file("a.txt", "Remove", second.sha)
    assert repository.text("a.txt") is None


def test_a_comparison_knows_both_sides_and_renames(repository: Repository, client: Client) -> None:
    repository.commit({"old.txt": "line\n" * 20})
    repository.commit({"old.txt": None, "new.txt": "line\n" * 20}, branch="topic")
    repository.commit({"main.txt": "m"})
    found = client.compare("main", "topic")
    assert ("diverged", 1, 1) == (found.status, found.ahead_by, found.behind_by)
    assert [("new.txt", "old.txt", "renamed")] == [(file.filename, file.previous_filename, file.status) for file in found.files]


def test_a_commit_has_its_files_and_its_counts(repository: Repository, client: Client) -> None:
    sha = repository.commit({"README.md": "# hello\nmore\n", "b.txt": "b\n"}, message="Two files")
    commit = client.get_commit(sha)
    assert ("Two files", [("README.md", "modified", 1, 0), ("b.txt", "added", 1, 0)], 2) == (
        commit.commit.message,
        [(file.filename, file.status, file.additions, file.deletions) for file in commit.files],
        commit.stats.total,
    )
    assert "@@ -0,0 +1 @@\n+b" == next(file.patch for file in commit.files if file.filename == "b.txt")


def test_an_unknown_commit_is_422(client: Client) -> None:
    with pytest.raises(GithubException) as caught:
        client.get_commit("0" * 40)
    assert (422, f"No commit found for SHA: {'0' * 40}") == refusal(caught)


def test_an_annotated_tag_needs_an_object_and_a_ref(repository: Repository, client: Client) -> None:
    tag = client.create_git_tag("v2.0.0", "Two", repository.head(), "commit")
    assert "refs/tags/v2.0.0" not in repository.refs
    client.create_git_ref("refs/tags/v2.0.0", tag.sha)
    assert repository.head() == repository.resolve("v2.0.0")
