"""`ghsynth bot init`: what it writes, what it leaves alone, what it tells a repository with a definition."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from synth.cli.app import app
from tests.cli.repository import HELLO
from tests.judges import judge, subjects
from tests.sources.repository import Repository

RUN = CliRunner()
DIFF, SWEEP = ".github/workflows/ghsynth-diff.yml", ".github/workflows/ghsynth-sweep.yml"
ACTION = ".github/actions/comment-diff/action.yml"
HEADER = "# Written by 'ghsynth bot init': run it again to bring this up to date.\n"
NOTE = (
    "note: pull requests of the repository itself have no comment yet, since it must come from an action at a commit that none of them can change: "
    "merge this, then run 'ghsynth bot init' again, which names the commit\n"
)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.made(tmp_path / "repository")


def said(repository: Repository, *words: str) -> tuple[int, str]:
    done = RUN.invoke(app, ["bot", "init", str(repository.root), *words])
    return done.exit_code, done.output


def written(repository: Repository) -> list[str]:
    paths = [path.relative_to(repository.root).as_posix() for path in repository.root.rglob("*") if path.is_file()]
    return sorted([path for path in paths if not path.startswith((".git/", ".github/actions/ghsynth-runtime/"))])


def without_count(text: str) -> str:
    return "".join([line for line in text.splitlines(keepends=True) if "ghsynth-runtime" not in line])


def test_the_files_of_a_repository_without_definition(repository: Repository) -> None:
    code, text = said(repository)
    assert (0, f"create  {ACTION}\ncreate  {DIFF}\n{NOTE}") == (code, without_count(text))
    assert [ACTION, ACTION.replace("action.yml", "comment_diff.py"), DIFF] == written(repository)
    assert (repository.root / DIFF).read_text().startswith(HEADER)
    assert (0, f"keep    {ACTION}\nkeep    {DIFF}\n{NOTE}") == said(repository)


def test_a_definition_would_not_take_the_files_for_its_own(repository: Repository) -> None:
    said(repository)
    repository.write(".github/ghsynth.py", HELLO)
    done = RUN.invoke(app, ["generate", str(repository.root)])
    assert (0, True) == (done.exit_code, (repository.root / DIFF).is_file())


def test_the_second_run_names_the_commit(repository: Repository, tmp_path: Path) -> None:
    said(repository)
    commit = repository.commit()
    repository.git("clone", "--quiet", str(repository.root), str(tmp_path / "clone"))
    clone = Repository(tmp_path / "clone")
    clone.git("remote", "set-url", "origin", "https://github.com/acme/orders.git")
    assert (0, f"keep    {ACTION}\nupdate  {DIFF}\n") == said(clone)
    assert f"        uses: acme/orders/.github/actions/comment-diff@{commit}\n" in (clone.root / DIFF).read_text()
    clone.commit()
    assert (0, f"keep    {ACTION}\nkeep    {DIFF}\n") == said(clone)


def test_another_way_takes_the_files_of_the_former_along(repository: Repository) -> None:
    said(repository, "--forks", "sweep")
    assert SWEEP in written(repository)
    code, text = said(repository)
    assert (0, f"keep    {ACTION}\nkeep    {DIFF}\nremove  {SWEEP}\n{NOTE}") == (code, text)
    assert SWEEP not in written(repository)


def test_nothing_of_others_is_overwritten(repository: Repository) -> None:
    repository.write(DIFF, "name: Mine\n")
    code, text = said(repository)
    assert (2, f"{DIFF}  is in the way and was not made by 'ghsynth bot init': move it\nnothing was written.\n") == (code, text)
    assert ([DIFF], "name: Mine\n") == (written(repository), (repository.root / DIFF).read_text())


def test_a_dry_run_writes_nothing(repository: Repository) -> None:
    code, text = said(repository, "--dry-run")
    assert (0, f"create  {ACTION}\ncreate  {DIFF}\nnothing was written; this is a dry run\n{NOTE}") == (code, without_count(text))
    assert [] == written(repository)


def test_as_json(repository: Repository) -> None:
    code, text = said(repository, "--dry-run", "--format", "json")
    found = json.loads(text)
    changes = [change for change in found.pop("changes") if "ghsynth-runtime" not in change["path"]]
    paths = [ACTION, ACTION.replace("action.yml", "comment_diff.py"), DIFF]
    assert [{"path": path, "change": "create"} for path in paths] == changes
    assert (0, {"schema": 1, "command": "bot init", "exit_code": 0, "written": False, "notes": [NOTE[6:-1]]}) == (code, found)


@pytest.mark.parametrize(("forks", "line"), [("summary", "bot = Bot()"), ("sweep", 'bot = Bot(forks="sweep")')])
def test_a_definition_in_python_says_it_itself(repository: Repository, forks: str, line: str) -> None:
    repository.write(".github/ghsynth.py", HELLO)
    code, text = said(repository, "--forks", forks)
    assert (0, f"add to .github/ghsynth.py\n\nfrom synth import Bot\n\n{line}\n\nthen run 'ghsynth generate'\n") == (code, text.replace(NOTE, ""))
    assert [".github/ghsynth.py"] == written(repository)


def test_what_it_says_can_be_added(repository: Repository) -> None:
    (repository.root / ".github").mkdir()
    for name, text in ((".github/ghsynth.py", HELLO), (".github/ghsynth.yml", "name: API\nfile: api.yml\nstages:\n  - lint: {stack: npm}\n")):
        file = repository.write(name, text)
        lines = json.loads(said(repository, "--forks", "app", "--format", "json")[1])["lines"]
        file.write_text(f"{text}\n{lines}")
        found = json.loads(said(repository, "--forks", "app", "--format", "json")[1])
        assert (name, True, "") == (found["source"], found["has_bot"], found["lines"])
        assert f"{name} has a Bot: run 'ghsynth generate'\n" == said(repository, "--forks", "app")[1].partition("note: ")[0]
        file.unlink()


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        (".github/ghsynth.py", "from synth import Bot\n\nbot = Bot()\n", 'action="{}"'),
        (".github/ghsynth.yml", "name: API\nstages:\n  - lint: {stack: npm}\nbot: {}\n", "action: {}"),
    ],
)
def test_a_bot_is_given_the_commit_once_there_is_one(repository: Repository, name: str, text: str, line: str) -> None:
    commit = repository.commit(**{ACTION: "name: Comment diff\n", name: text})
    repository.git("remote", "add", "origin", "https://github.com/acme/orders.git")
    repository.git("update-ref", "refs/remotes/origin/main", commit)
    given = line.format(f"acme/orders/.github/actions/comment-diff@{commit}")
    assert (0, f"give the Bot in {name}\n\n{given}\n\nthen run 'ghsynth generate'\n") == said(repository)


def test_the_settings_name_the_action(repository: Repository) -> None:
    repository.write("ghsynth.toml", '[bot]\naction = "acme/mirror/actions/comment-diff@0123456789abcdef0123456789abcdef01234567"\n')
    assert (0, f"create  {DIFF}\n") == said(repository)
    assert "uses: acme/mirror/actions/comment-diff@0123456789abcdef0123456789abcdef01234567\n" in (repository.root / DIFF).read_text()


def test_wrong_settings_are_refused(repository: Repository) -> None:
    repository.write("ghsynth.toml", "[bot]\naction = 1\n")
    assert (2, "ghsynth.toml:1  [bot] action is 1: write a text in quotes\nnothing was written.\n") == said(repository)


def test_another_word_is_refused(repository: Repository) -> None:
    assert 2 == said(repository, "--forks", "all")[0]


@pytest.mark.slow
@pytest.mark.parametrize("forks", ["summary", "sweep", "app"])
def test_every_judge_takes_what_it_writes(repository: Repository, forks: str) -> None:
    said(repository, "--forks", forks)
    assert [] == judge(subjects(repository.root))
