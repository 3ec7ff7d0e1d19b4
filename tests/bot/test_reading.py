"""Both versions at exact commits: what is read, what is refused, and that nothing is silently left out."""

from __future__ import annotations

import pytest

from synth.bot.comparing import comparison_of
from synth.bot.pulls import NoPullError, Source, open_pulls, pull, pulls_of_run
from synth.bot.reading import Versions, is_wanted, versions
from synth.bot.values import Pull
from tests.bot.bench import NAME, Bench
from tests.github.faults import Fault

CI = ".github/workflows/ci.yml"
OLD = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n"
NEW = OLD.replace("push", "pull_request_target")


def found(bench: Bench) -> Versions:
    api = bench.bare()
    return versions(api, pull(api, NAME, bench.number))


@pytest.fixture
def changed(bench: Bench) -> Bench:
    """A pull request that changes one workflow, adds one, removes one and renames one, among other files; the base has moved on since."""
    others = {"removed": OLD + "# r\n", "renamed": OLD + "# a long comment, which makes it the same file\n"}
    start = bench.repository.commit({CI: OLD, **{f".github/workflows/{name}.yml": text for name, text in others.items()}})
    bench.repository.branch("change", start)
    bench.repository.commit(
        {
            CI: NEW,
            ".github/workflows/removed.yml": None,
            ".github/workflows/renamed.yml": None,
            ".github/workflows/other-name.yml": others["renamed"],
            "tools/x/action.yml": "name: X\n",
            "src/main.py": "print()\n",
            ".github/workflows/notes.md": "no workflow\n",
        },
        branch="change",
    )
    bench.repository.commit({CI: OLD + "# moved on\n"})
    bench.number = bench.repository.pull_request("change")
    return bench


def test_both_sides_are_read_from_where_they_part(changed: Bench) -> None:
    renamed = (OLD + "# a long comment, which makes it the same file\n").encode()
    before = {CI: OLD.encode(), ".github/workflows/removed.yml": (OLD + "# r\n").encode(), ".github/workflows/renamed.yml": renamed}
    after = {CI: NEW.encode(), ".github/workflows/other-name.yml": renamed, "tools/x/action.yml": b"name: X\n"}
    start = changed.repository.objects.merge_base(changed.repository.head("main"), changed.repository.head("change"))
    assert Versions(start=start or "", before=before, after=after, unread={}) == found(changed)


def test_a_fork_is_read_through_the_repository_itself(bench: Bench) -> None:
    fork = bench.repository.fork("mallory")
    head = fork.commit({CI: NEW}, branch="patch")
    bench.number = bench.repository.pull_request("mallory:patch")
    assert {CI: NEW.encode()} == found(bench).after
    assert Pull(
        repository=NAME, repository_id=bench.repository.id, number=bench.number, head=head, base=bench.repository.head(), from_fork=True
    ) == pull(bench.bare(), NAME, bench.number)
    assert not [one for one in bench.github.asked() if "mallory" in one]


def test_what_the_path_does_not_give_the_object_does(changed: Bench) -> None:
    changed.github.faults.add(Fault("GET", ".*/contents/tools/x/action.yml", 404, message="Not Found"))
    assert b"name: X\n" == found(changed).after["tools/x/action.yml"]


def test_a_file_that_is_too_large_is_named(changed: Bench) -> None:
    changed.repository.commit({CI: OLD + "#" * (2 << 20)}, branch="change")
    told = found(changed)
    assert {CI: "it has 2,097,227 bytes, and 524,288 are read"} == told.unread
    assert CI not in told.before


def test_a_file_that_github_does_not_give_is_named(changed: Bench) -> None:
    changed.github.faults.add(Fault("GET", f".*/contents/{CI}", 403, message="Blocked"))
    assert {CI: "GitHub does not give it: 403"} == found(changed).unread


def test_what_is_pushed_meanwhile_is_not_read(bench: Bench) -> None:
    api = bench.bare()
    one = pull(api, NAME, bench.number)
    bench.push("b")
    assert {CI: b"# a\n"} == versions(api, one).after


def test_no_more_than_so_many_files_are_read(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.bot.reading.MOST", 3)
    bench.repository.commit({f".github/workflows/z{number}.yml": f"# {number}\n" for number in range(4)}, branch="topic")
    told = found(bench)
    assert {f".github/workflows/z{number}.yml": "at most 3 files are read" for number in (2, 3)} == told.unread
    assert 3 == len(told.after)


def test_a_workflow_does_not_hide_behind_three_hundred_other_files(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.bot.reading._LISTED", 3)
    bench.repository.commit({**{f"a{number}.txt": "x" for number in range(9)}, ".github/workflows/z.yml": NEW}, branch="topic")
    from tests.github.resources import commits

    monkeypatch.setattr(commits, "MOST_FILES", 3)
    told = found(bench)
    assert ({CI, ".github/workflows/z.yml"}, 1) == (set(told.after), len(told.notes))


def test_what_was_not_read_is_a_danger() -> None:
    told = Versions(start="", before={}, after={}, unread={CI: "it has 9 bytes"}, notes=("A note",))
    made = comparison_of(told)
    assert ("danger", [(CI, "unreadable")], (("A note",),)) == (made.worst, [(one.file, one.status) for one in made.files], made.notes)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        (CI, True),
        (".github/workflows/ci.yaml", True),
        (".github/workflows/actions.lock", True),
        (".github/ghsynth.lock", True),
        ("action.yml", True),
        ("a/b/action.yaml", True),
        (".github/workflows/below/ci.yml", False),
        ("workflows/ci.yml", False),
        ("my-action.yml", False),
        (".github/workflows/ci.yml.txt", False),
    ],
)
def test_what_says_what_runs_is_wanted(path: str, wanted: bool) -> None:
    assert wanted == is_wanted(path)


def test_the_pull_request_of_a_run_is_found_by_owner_branch_and_commit(bench: Bench) -> None:
    fork = bench.repository.fork("mallory")
    head = fork.commit({CI: NEW}, branch="a b/ü&state=closed")
    number = bench.repository.pull_request("mallory:a b/ü&state=closed")
    source = Source(owner="mallory", branch="a b/ü&state=closed", head=head)
    assert [number] == [one.number for one in pulls_of_run(bench.bare(), NAME, source)]


def test_a_run_of_another_commit_has_no_pull_request(bench: Bench) -> None:
    source = Source(owner="octo-org", branch="topic", head=bench.head)
    bench.push("b")
    with pytest.raises(NoPullError, match="it was closed, or has newer commits"):
        pulls_of_run(bench.bare(), NAME, source)


def test_all_open_pull_requests_are_found(bench: Bench) -> None:
    for number in range(101):
        bench.repository.commit({"a.txt": f"{number}"}, branch=f"b{number}")
        bench.repository.pull_request(f"b{number}")
    assert 102 == len(open_pulls(bench.bare(), NAME))
