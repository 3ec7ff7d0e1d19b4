"""`ghsynth lock` when GitHub fails: what is said, in full; the exit code; nothing half-written; and that a second run goes on where the first stopped.

What was resolved before a failure is kept in the lock, so that the next run asks only for the rest.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from synth.cli import main
from tests.actions.verify_health.servers import nobody
from tests.cli.repository import Answer
from tests.github import GitHub, faults
from tests.github.loopback import loopback_only  # noqa: F401  # a fixture for all tests here
from tests.github.specification import ABSENT, FILE

WORKFLOW = Path(".github/workflows/ci.yml")
LOCK = Path(".github/ghsynth.lock")
ACTION = "name: Greet\ndescription: Says hello\nruns: {using: node24, main: a.js}\n"
NOT_ASKED = "failed   octo/c@v1.0.0\n         was not asked for after that: run it again later, what was found is kept\n"
Run = Callable[..., Answer]


@pytest.fixture
def github() -> Iterator[GitHub]:
    if not FILE.is_file():
        pytest.skip(ABSENT)
    with GitHub() as github:
        for name in "abc":
            octo = github.repository(f"octo/{name}")
            octo.tag("v1.0.0", octo.commit({"action.yml": ACTION}, date="2026-01-01"))
        yield github


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository that uses three actions; PyGithub repeats without pausing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("urllib3.util.retry.time.sleep", lambda seconds: None)
    steps = "".join(f"      - uses: octo/{name}@v1.0.0\n" for name in "abc")
    WORKFLOW.parent.mkdir(parents=True)
    WORKFLOW.write_text(f"name: CI\non: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n{steps}")


@pytest.fixture
def lock(github: GitHub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The real command, in this process."""

    def run(*options: str, url: str = "", token: str = "") -> Answer:
        monkeypatch.setenv("GITHUB_API_URL", url or github.url)
        monkeypatch.setenv("GH_TOKEN", token or github.token())
        monkeypatch.setattr(sys, "argv", ["ghsynth", "lock", *options])
        github.done.clear()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Answer(ended.value.code, said.out, said.err)

    return run


def locked() -> list[str]:
    """The references in the lock; that it is whole is seen by that no other file lies beside it."""
    assert {"workflows"} | ({LOCK.name} if LOCK.exists() else set()) == {path.name for path in LOCK.parent.iterdir()}
    return [line.split()[0] for line in LOCK.read_text().splitlines()[1:]] if LOCK.exists() else []


def asked_for(github: GitHub) -> set[str]:
    return set(re.findall(r"/repos/(octo/\w)", "\n".join(github.asked())))


def host(github: GitHub) -> str:
    return github.url.partition("://")[2]


def goes_on(github: GitHub, lock: Run, *rest: str, **settings: str) -> None:
    """A second run asks for these alone, and then all is there."""
    github.faults.clear()
    answer = lock(**settings)
    added = "".join(f"added    {name}@v1.0.0 v1.0.0\n" for name in rest)
    counts = [f"{count} {kind}" for count, kind in ((len(rest), "added"), (3 - len(rest), "kept")) if count]
    assert Answer(0, f"{added}{', '.join(counts)}\n", "") == answer
    assert (set(rest), ["octo/a@v1.0.0", "octo/b@v1.0.0", "octo/c@v1.0.0"]) == (asked_for(github), locked())


def test_a_moved_tag(github: GitHub, lock: Run) -> None:
    assert 0 == lock().code
    octo = github.repository("octo/b")
    old, before = octo.resolve("v1.0.0"), LOCK.read_text()
    octo.tag("v1.0.0", new := octo.commit({"action.yml": ACTION + "# other\n"}))
    expected = (
        f"moved    octo/b@v1.0.0 v1.0.0\n         octo/b@v1.0.0 stands for {new} now, and stood for {old} before: compare the two at "
        f"https://{host(github)}/octo/b/compare/{old}...{new} and trust the new one only if its authors announced it\n2 kept, 1 moved\n"
    )
    assert Answer(1, expected, "") == lock("--check")
    assert before == LOCK.read_text()
    assert Answer(0, "3 kept\n", "") == lock()  # the pin stays what it was, whatever the tag does
    assert (before, set()) == (LOCK.read_text(), asked_for(github))


def test_a_deleted_tag(github: GitHub, lock: Run) -> None:
    octo = github.repository("octo/b")
    commit = octo.resolve("v1.0.0") or ""
    octo.delete_tag("v1.0.0")
    octo.tag("v1.0.1", commit)
    expected = (
        "added    octo/a@v1.0.0 v1.0.0\n"
        f"failed   octo/b@v1.0.0\n         octo/b has no tag or branch v1.0.0, but v1.0.1: name one of https://{host(github)}/octo/b/tags\n"
        "added    octo/c@v1.0.0 v1.0.0\n2 added, 1 failed\n"
    )
    assert Answer(1, expected, "") == lock()
    assert ["octo/a@v1.0.0", "octo/c@v1.0.0"] == locked()
    octo.tag("v1.0.0", commit)
    goes_on(github, lock, "octo/b")


def test_a_renamed_repository(github: GitHub, lock: Run) -> None:
    github.repository("octo/b").rename("octo/renamed")
    expected = (
        "added    octo/a@v1.0.0 v1.0.0\nadded    octo/b@v1.0.0 v1.0.0\n         octo/b is called octo/renamed now: change the reference\n"
        "added    octo/c@v1.0.0 v1.0.0\n3 added\n"
    )
    assert Answer(0, expected, "") == lock()
    assert "GET /repos/octo/b 301" in github.asked()
    goes_on(github, lock)


def test_the_primary_rate_limit(github: GitHub, lock: Run) -> None:
    assert 0 == lock("octo/a@v1.0.0", "--dry-run").code
    each = len(github.asked()) // 3
    token = github.token(limit=3 * each)
    github.budget(token).used = 2 * each - 1  # enough is left for the first, and not for the second
    answer = lock(token=token)
    until = datetime.fromtimestamp(int(github.budget(token).resets_at), UTC)
    expected = (
        "added    octo/a@v1.0.0 v1.0.0\nfailed   octo/b@v1.0.0\n         octo/b@v1.0.0: "
        f"{host(github)} answers no more questions until {until:%Y-%m-%d %H:%M:%S} UTC: wait until then\n{NOT_ASKED}1 added, 2 failed\n"
    )
    assert Answer(1, expected, "") == answer
    assert ({"octo/a", "octo/b"}, ["octo/a@v1.0.0"]) == (asked_for(github), locked())
    github.world.clock.advance(3600)
    goes_on(github, lock, "octo/b", "octo/c", token=token)


def test_the_secondary_rate_limit(github: GitHub, lock: Run) -> None:
    github.faults.add(faults.secondary(retry_after=3600, path="/repos/octo/b"))
    answer = lock()
    expected = re.compile(
        "added    octo/a@v1.0.0 v1.0.0\nfailed   octo/b@v1.0.0\n         octo/b: "
        rf"{re.escape(host(github))} answers no more questions until \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC: wait until then\n"
        f"{re.escape(NOT_ASKED)}1 added, 2 failed\n"
    )
    assert (1, "", True) == (answer.code, answer.err, bool(expected.fullmatch(answer.out))), answer.out
    assert ({"octo/a", "octo/b"}, ["octo/a@v1.0.0"]) == (asked_for(github), locked())
    goes_on(github, lock, "octo/b", "octo/c")


def test_a_bad_gateway(github: GitHub, lock: Run) -> None:
    github.faults.add(faults.bad_gateway(path="/repos/octo/b", times=50))
    expected = (
        f"added    octo/a@v1.0.0 v1.0.0\nfailed   octo/b@v1.0.0\n         octo/b: {host(github)} answered 502 each time that it was asked: "
        "try again later\nadded    octo/c@v1.0.0 v1.0.0\n2 added, 1 failed\n"
    )
    assert Answer(1, expected, "") == lock()
    assert 4 == github.asked().count("GET /repos/octo/b 502")
    goes_on(github, lock, "octo/b")


def test_a_bad_gateway_that_passes_is_not_noticed(github: GitHub, lock: Run) -> None:
    github.faults.add(faults.bad_gateway(path="/repos/octo/b", times=2))
    assert (0, "3 added") == ((answer := lock()).code, answer.out.splitlines()[-1])


def test_an_expired_token(github: GitHub, lock: Run) -> None:
    token = github.token(valid_seconds=3600)
    assert 0 == lock("--dry-run", token=token).code
    github.world.clock.advance(3600)
    told = f"{host(github)} does not accept the token, which is wrong or has expired: set another in GH_TOKEN, or 'gh auth login'"
    expected = "".join(f"failed   octo/{name}@v1.0.0\n         octo/{name}: {told}\n" for name in "abc") + "3 failed\n"
    assert Answer(1, expected, "") == lock(token=token)
    assert [] == locked()
    goes_on(github, lock, "octo/a", "octo/b", "octo/c")


def test_no_network(github: GitHub, lock: Run) -> None:
    url = nobody().rstrip("/")
    told = f"no answer from {url.partition('://')[2]}: check the network and the proxy, or work with --offline"
    expected = "".join(f"failed   octo/{name}@v1.0.0\n         octo/{name}: {told}\n" for name in "ab") + f"{NOT_ASKED}3 failed\n"
    assert Answer(1, expected, "") == lock(url=url)
    assert [] == locked()
    goes_on(github, lock, "octo/a", "octo/b", "octo/c")


def test_a_lock_that_is_there_survives_every_failure(github: GitHub, lock: Run) -> None:
    assert 0 == lock().code
    before = LOCK.read_text()
    github.faults.add(faults.bad_gateway(times=500))
    assert 1 == lock("--update").code
    assert before == LOCK.read_text()
