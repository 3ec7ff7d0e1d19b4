"""What each event changed, in repositories that git itself made."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.actions.changed_paths.conftest import ZEROS, Action, Repository
from tests.actions.script import ACTIONS

PARTS = {"orders": ["services/orders/**", "libs/**"], "mail": ["services/mail/**"]}
FIRST = {"services/orders/a.txt": "a\n" * 50, "services/mail/b.txt": "b\n" * 50, "libs/c.txt": "c", "readme.md": "d"}


@pytest.mark.row("I10", "of several services in a repository, only those that a push changed are built")
@pytest.mark.row("S5", "what a push did not change is not built again")
def test_a_push_of_several_commits(repository: Repository, find: Action) -> None:
    before = repository.commit(FIRST)
    repository.commit({"services/orders/a.txt": "new"})
    after = repository.commit({"readme.md": "new"})
    ended = find("push", {"before": before, "after": after, "forced": False}, after, PARTS)
    assert (0, ["orders"], "true") == (ended.code, ended.names, ended.outputs["changed"])
    assert ["the push", "orders: services/orders/a.txt", "mail: not changed"] == ended.log
    assert "the push\n\n| part | changed |\n| --- | --- |\n| orders | services/orders/a.txt |\n| mail | - |\n" == ended.summary
    expected = {
        "schema": 1,
        "action": "changed-paths",
        "outcome": "passed",
        "reason": "the push",
        "exit-code": 0,
        "started-at": "2026-11-18T11:06:40Z",
        "duration-seconds": 0.0,
        "event": "push",
        "base": before,
        "head": after,
        "everything": False,
        "files": 2,
        "paths": ["readme.md", "services/orders/a.txt"],
        "names": ["orders"],
    }
    assert expected == ended.report


def test_a_push_that_changes_no_part(repository: Repository, find: Action) -> None:
    before, after = repository.commit(FIRST), repository.commit({"readme.md": "new"})
    ended = find("push", {"before": before}, after, PARTS)
    assert ("false", "[]", "[]") == (ended.outputs["changed"], ended.outputs["names"], ended.outputs["matrix"])


@pytest.mark.row("I10", "what services share changes those that are made of it")
def test_what_is_shared_changes_those_that_use_it(repository: Repository, find: Action) -> None:
    before, after = repository.commit(FIRST), repository.commit({"libs/c.txt": None})
    assert ["orders"] == find("push", {"before": before}, after, PARTS).names


def test_a_file_that_moves_from_one_part_to_another_changes_both(repository: Repository, find: Action) -> None:
    before = repository.commit(FIRST)
    after = repository.commit({"services/orders/a.txt": None, "services/mail/a.txt": FIRST["services/orders/a.txt"]})
    ended = find("push", {"before": before}, after, PARTS)
    assert ["orders", "mail"] == ended.names
    assert ["services/mail/a.txt", "services/orders/a.txt"] == ended.report["paths"]


def test_a_push_of_a_merge_is_what_it_brings(repository: Repository, find: Action) -> None:
    before = repository.commit(FIRST)
    repository.branch("feature", before)
    repository.commit({"services/mail/b.txt": "new"})
    after = repository.merge(before, "feature")
    assert ["mail"] == find("push", {"before": before}, after, PARTS).names


def test_a_first_push_is_everything(repository: Repository, find: Action) -> None:
    only = repository.commit(FIRST)
    ended = find("push", {"before": ZEROS}, only, PARTS)
    assert ["orders", "mail"] == ended.names
    assert "::notice title=changed-paths::a first push has nothing before it, so everything counts as changed" == ended.log[-1]


def test_a_forced_push_is_compared_with_what_was_there(repository: Repository, find: Action) -> None:
    first = repository.commit(FIRST)
    dropped = repository.commit({"services/mail/b.txt": "dropped"})
    repository.branch("main", first)
    after = repository.commit({"services/orders/a.txt": "new"})
    ended = find("push", {"before": dropped, "forced": True}, after, PARTS)
    assert ["orders", "mail"] == ended.names, "mail is back to what it was, which differs from what was there"
    assert "the forced push, against what was there before" == ended.report["reason"]


def test_a_forced_push_over_a_commit_that_is_gone_is_everything(repository: Repository, find: Action) -> None:
    after = repository.commit(FIRST)
    ended = find("push", {"before": "a" * 40, "forced": True}, after, PARTS)
    assert ["orders", "mail"] == ended.names
    assert "commit aaaaaaaaaaaa is not to be had, so everything counts as changed" == ended.report["reason"]


def test_a_shallow_clone_fetches_what_it_lacks(repository: Repository, find: Action) -> None:
    before = repository.commit(FIRST)
    repository.commit({"readme.md": "1"})
    after = repository.commit({"services/mail/b.txt": "new"})
    assert ["mail"] == find("push", {"before": before}, after, PARTS, "--depth=1").names


def test_a_shallow_clone_that_cannot_fetch_is_everything(repository: Repository, find: Action) -> None:
    before, after = repository.commit(FIRST), repository.commit({"services/mail/b.txt": "new"})
    ended = find("push", {"before": before}, after, PARTS, "--depth=1", lonely=True)
    assert (["orders", "mail"], True) == (ended.names, ended.report["everything"])


def test_a_clone_without_files_needs_nothing_of_the_server(repository: Repository, find: Action) -> None:
    base, head, merge = pull_request(repository)
    options = ("--filter=blob:none", "--sparse", "--single-branch")
    ended = find("pull_request", payload(base, head), merge, PARTS, *options, lonely=True)
    assert (["mail"], 1) == (ended.names, ended.report["files"])


def pull_request(repository: Repository) -> tuple[str, str, str]:
    """Base, head and merge of one that changes mail, while its branch has changed orders since."""
    parted = repository.commit(FIRST)
    repository.branch("feature", parted)
    head = repository.commit({"services/mail/b.txt": "new"})
    repository.branch("main", parted)
    base = repository.commit({"services/orders/a.txt": "meanwhile"})
    return base, head, repository.merge(base, head)


def payload(base: str, head: str) -> dict[str, object]:
    return {"pull_request": {"base": {"sha": base}, "head": {"sha": head}}}


@pytest.mark.row("I10", "a pull request checks what it changes, not what its branch has changed since")
@pytest.mark.parametrize("options", [(), ("--depth=2",), ("--depth=1",)])
def test_a_pull_request_is_what_it_changes(repository: Repository, find: Action, options: tuple[str, ...]) -> None:
    base, head, merge = pull_request(repository)
    ended = find("pull_request", payload(base, head), merge, PARTS, *options)
    assert (["mail"], base) == (ended.names, ended.report["base"])


def test_a_pull_request_whose_event_names_an_older_base_is_what_was_merged(repository: Repository, find: Action) -> None:
    _, head, merge = pull_request(repository)
    assert ["mail"] == find("pull_request", payload(ZEROS, head), merge, PARTS).names


def test_the_checked_out_head_of_a_pull_request_is_compared_with_where_it_left(repository: Repository, find: Action) -> None:
    base, head, _ = pull_request(repository)
    assert ["mail"] == find("pull_request", payload(base, head), head, PARTS, "--no-single-branch").names


def test_a_head_whose_history_is_cut_off_is_everything(repository: Repository, find: Action) -> None:
    base, head, _ = pull_request(repository)
    ended = find("pull_request", payload(base, head), head, PARTS, "--depth=1")
    assert (["orders", "mail"], True) == (ended.names, ended.report["everything"])


def test_a_head_that_merged_its_branch_is_no_merge_of_the_pull_request(repository: Repository, find: Action) -> None:
    parted = repository.commit(FIRST)
    base = repository.commit({"services/orders/a.txt": "meanwhile"})
    repository.branch("feature", parted)
    repository.commit({"services/mail/b.txt": "new"})
    repository.git("merge", "--quiet", "--no-ff", "--message", "m", base)
    head = repository.git("rev-parse", "HEAD")
    assert ["mail"] == find("pull_request", payload(base, head), head, PARTS, "--no-single-branch").names


def test_a_merge_group_is_compared_with_its_base(repository: Repository, find: Action) -> None:
    base, _, merge = pull_request(repository)
    assert ["mail"] == find("merge_group", {"merge_group": {"base_sha": base}}, merge, PARTS).names


@pytest.mark.parametrize("event", ["workflow_dispatch", "schedule", "pull_request_target", ""])
def test_any_other_event_is_everything(repository: Repository, find: Action, event: str) -> None:
    ended = find(event, {}, repository.commit(FIRST), PARTS)
    assert ["orders", "mail"] == ended.names
    assert [] == [line for line in ended.log if line.startswith("::")], "as wanted, so there is nothing to notice"


@pytest.mark.parametrize("given", [{}, {"before": 7}, {"before": "--output=x"}, {"before": "main"}])
def test_an_event_without_a_commit_is_everything(repository: Repository, find: Action, given: dict[str, object]) -> None:
    assert ["orders", "mail"] == find("push", given, repository.commit(FIRST), PARTS).names


def test_unusual_names_are_names(repository: Repository, find: Action) -> None:
    before = repository.commit(FIRST)
    names = ["a\nb", 'c"d', "e'f", "$(touch x)", "::error::g", "-h", "ä\t|", " i ", os.fsdecode(b"\xff"), "[x]", "\\y"]
    after = repository.commit({f"services/mail/{name}": "x" for name in names})
    ended = find("push", {"before": before}, after, PARTS)
    assert ["mail"] == ended.names
    assert sorted(f"services/mail/{name}" for name in names) == sorted(ended.report["paths"])
    assert 3 == len(ended.log)
    assert [] == [line for line in ended.log if "\n" in line or line.startswith("::")]


def test_three_thousand_files_are_all_looked_at(repository: Repository, find: Action) -> None:
    before = repository.commit(FIRST)
    after = repository.commit({**{f"docs/{i:04}.md": "x" for i in range(3_000)}, "services/mail/z.txt": "x"})
    ended = find("push", {"before": before}, after, PARTS)
    assert (["mail"], 3_001, 100) == (ended.names, ended.report["files"], len(ended.report["paths"]))


def test_what_a_part_has_beside_its_paths_is_given_on(repository: Repository, find: Action) -> None:
    before, after = repository.commit(FIRST), repository.commit({"services/mail/b.txt": "new"})
    parts = [{"name": "mail", "folder": "services/mail", "paths": ["services/mail/**"]}, {"name": "orders", "paths": ["services/orders/**"]}]
    ended = find("push", {"before": before}, after, json.dumps(parts))
    assert [{"name": "mail", "folder": "services/mail"}] == json.loads(ended.outputs["matrix"])


def test_settings_of_the_repository_run_nothing(repository: Repository, find: Action) -> None:
    before = repository.commit({**FIRST, ".gitattributes": "* diff=evil filter=evil\n"})
    after = repository.commit({"services/mail/b.txt": "new"})
    assert ["mail"] == find("push", {"before": before}, after, PARTS).names


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("", "parts: is needed: a JSON list of objects with name and paths"),
        ("[", "parts: is no JSON: Expecting value: line 1 column 2 (char 1)"),
        ("{}", "parts: is no list of objects"),
        ('[{"paths": ["a"]}]', "parts: part 1 has no name"),
        ('[{"name": "a", "paths": "b"}]', "parts: 'a' has no paths: a list of patterns"),
        ('[{"name": "a", "paths": ["b"]}, {"name": "a", "paths": ["b"]}]', "parts: 'a' is there twice"),
        ('[{"name": "a", "paths": ["!b"]}]', "parts: 'a': no pattern adds a path: those with ! only take away"),
        ('[{"name": "a", "paths": ["./b"]}]', "parts: 'a': './b' can match no path: paths begin at the repository's root, as in services/orders/**"),
    ],
)
def test_wrong_inputs_are_said(repository: Repository, find: Action, given: str, message: str) -> None:
    ended = find("push", {}, repository.commit(FIRST), given)
    assert (2, {}, [f"::error title=changed-paths%3A bad input::{message}"]) == (ended.code, ended.outputs, ended.log)


def test_a_folder_that_is_no_clone_is_everything(tmp_path: object) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "INPUT_PARTS": '[{"name": "a", "paths": ["b"]}]',
        "GITHUB_WORKSPACE": "/nowhere",
        "RUNNER_TEMP": str(tmp_path),
    }
    program = str(ACTIONS / "changed-paths/changed_paths.py")
    done = subprocess.run([sys.executable, "-I", program], env=environment, capture_output=True, text=True, check=True)
    assert "a: everything counts as changed" == done.stdout.splitlines()[-1]
    assert "" == done.stderr
