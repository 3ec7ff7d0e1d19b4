"""`ghsynth validate`: whole answers in each format, exit codes, and what stands in the way."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from synth.cli.judges import JudgeError, judged
from synth.cli.validate import validate
from tests.cli.repository import COMMAND, Answer, Repository, ghsynth
from tests.cli.test_command import Terminal
from tests.report.test_machines import require

GOOD = """\
on: push
permissions: {}
jobs:
  build:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps:
      - run: echo hello
"""
BAD = """\
on: push
permissions: {contents: 値, issues: wrte}
jobs:
  build:
    runs-on: ubuntu-24.04
    timeout-minutes: soon
    steps:
      - run: echo hello
"""
CI = ".github/workflows/ci.yml"
TEXT = """\
.github/workflows/ci.yml:2:25: error[unexpected-value]: 'permissions.contents' cannot be '値'; there are: none, read, write
2 | permissions: {contents: 値, issues: wrte}
  |                         ^^
  = help: use 'read', 'write' or 'none'

.github/workflows/ci.yml:2:36: error[unexpected-value]: 'permissions.issues' cannot be 'wrte'; did you mean 'write'?
2 | permissions: {contents: 値, issues: wrte}
  |                                     ^^^^
  = help: use 'read', 'write' or 'none'

.github/workflows/ci.yml:6:22: error[unexpected-value]: 'jobs.build.timeout-minutes' is 'soon', where a number or an expression is expected
6 |     timeout-minutes: soon
  |                      ^^^^

3 errors in 1 of 2 files
"""


@pytest.fixture
def bad(repository: Repository) -> Repository:
    repository.write(CI, BAD)
    repository.write(".github/workflows/good.yml", GOOD)
    return repository


@pytest.fixture
def good(repository: Repository) -> Repository:
    repository.write(CI, GOOD)
    return repository


def checked(repository: Repository, *options: str, level: str = "grammar") -> Answer:
    """`ghsynth validate` in the root, for what GitHub refuses unless told otherwise."""
    return ghsynth("validate", "--level", level, *options, cwd=repository.root)


def given(text: str | bytes, *options: str, cwd: Path) -> Answer:
    data = text if isinstance(text, bytes) else text.encode()
    done = subprocess.run([COMMAND, "validate", "-", "--level", "grammar", *options], input=data, cwd=cwd, capture_output=True, check=False)
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_text(bad: Repository) -> None:
    assert Answer(1, TEXT, "") == checked(bad)


def test_json(bad: Repository) -> None:
    answer = checked(bad, "--format", "json")
    entry = {
        "file": CI,
        "line": 6,
        "col": 22,
        "severity": "error",
        "level": "grammar",
        "rule": "unexpected-value",
        "message": "'jobs.build.timeout-minutes' is 'soon', where a number or an expression is expected",
        "remedy": "",
        "confidence": "high",
    }
    assert (1, 3, entry, "") == (answer.code, len(json.loads(answer.out)), json.loads(answer.out)[2], answer.err)


def test_github(bad: Repository) -> None:
    expected = """\
::error file=.github/workflows/ci.yml,line=2,col=25,title=unexpected-value::'permissions.contents' cannot be '値'; there are: none, read, write%0Ahelp: use 'read', 'write' or 'none'
::error file=.github/workflows/ci.yml,line=2,col=36,title=unexpected-value::'permissions.issues' cannot be 'wrte'; did you mean 'write'?%0Ahelp: use 'read', 'write' or 'none'
::error file=.github/workflows/ci.yml,line=6,col=22,title=unexpected-value::'jobs.build.timeout-minutes' is 'soon', where a number or an expression is expected
"""
    assert Answer(1, expected, "") == checked(bad, "--format", "github")


def test_sarif(bad: Repository) -> None:
    answer = checked(bad, "--format", "sarif")
    log = json.loads(answer.out)
    require(log)
    found = [(r["ruleId"], r["level"], r["locations"][0]["physicalLocation"]["region"]) for r in log["runs"][0]["results"]]
    expected: list[tuple[str, str, dict[str, int]]] = [
        ("unexpected-value", "error", {"startLine": 2, "startColumn": 25, "endLine": 2, "endColumn": 26}),
        ("unexpected-value", "error", {"startLine": 2, "startColumn": 36, "endLine": 2, "endColumn": 40}),
        ("unexpected-value", "error", {"startLine": 6, "startColumn": 22, "endLine": 6, "endColumn": 26}),
    ]
    assert (1, expected, "") == (answer.code, found, answer.err)


@pytest.mark.parametrize(("format", "expected"), [("text", "nothing found in 1 file\n"), ("json", "[]\n"), ("github", "")])
def test_nothing_found(good: Repository, format: str, expected: str) -> None:
    assert Answer(0, expected, "") == checked(good, "--format", format)


def test_nothing_found_in_sarif(good: Repository) -> None:
    answer = checked(good, "--format", "sarif")
    require(json.loads(answer.out))
    assert (0, [], "") == (answer.code, json.loads(answer.out)["runs"][0]["results"], answer.err)


def test_a_warning_fails_unless_only_errors_count(good: Repository) -> None:
    good.write(CI, GOOD.replace("on: push", "on: {workflow_dispatch: {more: 1}}"))
    expected = """\
.github/workflows/ci.yml:1:26: warning[unexpected-key]: 'on.workflow_dispatch' has no 'more'; there are: inputs
1 | on: {workflow_dispatch: {more: 1}}
  |                          ^^^^
  = help: its keys are: inputs

1 warning in 1 of 1 file
"""
    assert Answer(1, expected, "") == checked(good)
    assert Answer(0, expected, "") == checked(good, "--fail-on", "error")


def test_notes_do_not_count(good: Repository) -> None:
    answer = checked(good, "--with", "zizmor")
    assert (0, {"note"}) == (answer.code, {line.split(" ")[1].split("[")[0] for line in answer.out.splitlines() if "[zizmor/" in line})


def test_paths_that_are_in_the_way(good: Repository) -> None:
    (good.root / "empty").mkdir()
    (good.root / "dangling.yml").symlink_to("nowhere")
    expected = """\
nope.yml  does not exist
empty  holds no workflow: give a file, a folder of workflows, or a repository with .github/workflows
dangling.yml  cannot be read: No such file or directory
"""
    assert Answer(2, "", expected) == checked(good, "nope.yml", "empty", "dangling.yml")


def test_the_others_are_checked_all_the_same(bad: Repository) -> None:
    assert Answer(2, TEXT, "nope.yml  does not exist\n") == checked(bad, ".", "nope.yml")


def test_outside_of_a_repository_nothing_is_guessed(tmp_path: Path) -> None:
    answer = ghsynth("validate", cwd=tmp_path)
    expected = ".  is in no repository (no folder from here up has .github or .git): name the files or the folder\n"
    assert Answer(2, "", expected) == answer


def test_bytes_that_are_no_text_have_a_place(good: Repository) -> None:
    good.write("bad.yml", b"on: push\njobs: \xff\n")
    answer = checked(good, "bad.yml", "--format", "json")
    (entry,) = json.loads(answer.out)
    assert (1, "bad.yml", 2, "error", "grammar", "") == (answer.code, entry["file"], entry["line"], entry["severity"], entry["level"], answer.err)


def test_what_is_no_yaml_is_shown_with_its_line(good: Repository) -> None:
    good.write("bad.yml", "on: push\njobs: [\n")
    answer = checked(good, "bad.yml")
    assert (1, "1 error in 1 of 1 file", "") == (answer.code, answer.out.splitlines()[-1], answer.err)


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "\ufeff", "[]", "1", "\0", "a: &a [*a]\n", "{" * 3000, "- " * 3000])
def test_odd_texts_are_findings(good: Repository, text: str) -> None:
    answer = given(text, "--format", "json", cwd=good.root)
    assert (1, True, "") == (answer.code, bool(json.loads(answer.out)), answer.err)


def test_the_standard_input(tmp_path: Path) -> None:
    assert Answer(1, TEXT.replace(CI, "<stdin>").replace("2 files", "1 file"), "") == given(BAD, cwd=tmp_path)
    assert Answer(0, "nothing found in 1 file\n", "") == given(GOOD, cwd=tmp_path)


def test_the_standard_input_has_the_name_that_it_is_given(tmp_path: Path) -> None:
    action = "name: A\ndescription: B\nruns: {using: composite, steps: []}\n"
    assert 0 == given(action, "--stdin-name", "some/action.yml", cwd=tmp_path).code
    assert "other.yml:1:1: " == given(action, "--stdin-name", "other.yml", cwd=tmp_path).out[:15]


def test_the_standard_input_is_given_alone(good: Repository) -> None:
    assert Answer(2, "", "-  stands for the standard input and is given alone\n") == given(GOOD, CI, cwd=good.root)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["--format", "xml"], "Invalid value for --format: 'xml' is none of text, json, sarif, github"),
        (["--level", "all"], "Invalid value for --level: 'all' is none of policy, lint, grammar"),
        (["--fail-on", "note"], "Invalid value for --fail-on: 'note' is none of warning, error"),
        (["--with", "zizmor,pylint"], "Invalid value for --with: 'pylint' is none of zizmor, jactionlint"),
    ],
)
def test_a_wrong_usage_is_refused_with_2(good: Repository, options: list[str], error: str) -> None:
    answer = ghsynth("validate", *options, cwd=good.root)
    assert (2, "", f"Error: {error}") == (answer.code, answer.out, answer.err.rstrip("\n").split("\n")[-1])


def test_completion_offers_the_options() -> None:
    answer = ghsynth(env={"_GHSYNTH_COMPLETE": "complete_bash", "COMP_WORDS": "ghsynth validate --f", "COMP_CWORD": "2"})
    assert Answer(0, "--format\n--fail-on\n", "") == answer


@pytest.mark.parametrize("no_color", ["", "1"])
def test_colours_are_for_terminals_without_no_color(bad: Repository, monkeypatch: pytest.MonkeyPatch, no_color: str) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert 1 == validate([str(bad.root)], level="grammar")
    assert ("\x1b[1;31merror[unexpected-value]\x1b[0m" in terminal.getvalue(), "\x1b" in terminal.getvalue()) == (not no_color, not no_color)


def test_many_files_are_checked_in_silence(good: Repository) -> None:
    for n in range(201):
        good.write(f"many/{n}.yml", GOOD)
    assert Answer(0, "nothing found in 201 files\n", "") == checked(good, "many")


def test_on_a_terminal_many_files_show_how_far_it_is(good: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(201):
        good.write(f"many/{n}.yml", GOOD)
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    assert 0 == validate([str(good.root / "many")], level="grammar")
    assert "Checking" in terminal.getvalue()


GENERATED = """\
from synth import Job, Workflow, push, run

ci = Workflow(
    "CI",
    on=[push()],
    jobs=[
        Job("Hello", [run("echo hello")], extra={"nonsense": "1"}),
    ],
)
"""


def test_a_generated_file_names_the_line_of_its_definition(repository: Repository) -> None:
    repository.define(GENERATED)
    assert 0 == repository.generate().code
    answer = checked(repository)
    assert (1, ["  = written: .github/ghsynth.py:7"], "") == (answer.code, [line.lstrip() and line[1:] for line in written_in(answer)], answer.err)
    assert [] == written_in(checked(repository, "--no-definition"))


def written_in(answer: Answer) -> list[str]:
    return [line for line in answer.out.splitlines() if "= written:" in line]


def test_a_definition_that_cannot_be_loaded_is_a_note(repository: Repository) -> None:
    repository.define(GENERATED)
    assert 0 == repository.generate().code
    repository.define("1 / 0\n")
    answer = checked(repository)
    problem = ".github/ghsynth.py:1  ZeroDivisionError: division by zero"
    assert (1, [], f"note: .github/ghsynth.py cannot be loaded, so its lines are not named: {problem}\n") == (
        answer.code,
        written_in(answer),
        answer.err,
    )
    assert "" == checked(repository, "--no-definition").err


RISKY = """\
on: push
permissions: {}
jobs:
  build:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps:
      - run: echo ${{ github.event.head_commit.message }}
"""


def test_other_linters_are_asked_and_their_findings_merged(repository: Repository) -> None:
    repository.write(CI, RISKY)
    answer = checked(repository, "--with", "jactionlint,zizmor", "--format", "json")
    found = {(e["rule"], e["line"], e["col"], e["severity"]) for e in json.loads(answer.out) if "template-injection" in e["rule"]}
    expected = {("jactionlint/template-injection", 8, 23, "error"), ("zizmor/template-injection", 8, 23, "error")}
    assert (1, expected, "") == (answer.code, {one for one in found if "/" in one[0]}, answer.err)


def test_what_zizmor_passes_over_is_a_note(bad: Repository) -> None:
    bad.write("broken.yml", "on: push\njobs: [\n")
    entries = json.loads(checked(bad, "broken.yml", "--with", "zizmor", "--format", "json").out)
    assert {"file": "broken.yml", "severity": "note"} == next(
        {"file": e["file"], "severity": e["severity"]} for e in entries if e["rule"] == "zizmor/unreadable"
    )


def test_a_linter_that_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ci.yml").write_text(GOOD)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(JudgeError):
        judged(["zizmor"], [], lambda file: [])
    assert 2 == validate([str(tmp_path / "ci.yml")], with_="zizmor")
    assert ("", "--with  zizmor is not installed beside this Python: pip install 'ghsynth[lint]'\n") == tuple(capsys.readouterr())


def test_a_linter_that_breaks_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ci.yml").write_text(GOOD)
    program = tmp_path / "jactionlint"
    program.write_text("#!/bin/sh\necho no idea >&2\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert 2 == validate([str(tmp_path / "ci.yml")], with_="jactionlint")
    assert ("", "--with  jactionlint broke off with 3: no idea\n") == tuple(capsys.readouterr())


def test_other_linters_look_at_files_only(tmp_path: Path) -> None:
    assert Answer(2, "", "--with  looks at files, not at the standard input\n") == given(GOOD, "--with", "zizmor", cwd=tmp_path)


def test_called_is_a_folder(good: Repository) -> None:
    expected = "nope  is no folder: --called takes one that holds owner/repository/path\n"
    assert Answer(2, "", expected) == checked(good, "--called", "nope")


CALLER = """\
on: push
permissions: {}
jobs:
  call:
    uses: octo/shared/.github/workflows/build.yml@v1
"""
CALLED = """\
on:
  workflow_call:
    inputs:
      name: {type: string, required: true}
jobs:
  build:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps:
      - run: echo hello
"""


def test_files_of_other_repositories_are_looked_up_where_they_are_said_to_be(repository: Repository, tmp_path: Path) -> None:
    """Each repository is read once: the files in a folder, and the folders of a repository, share what lies around them."""
    from synth.cli.validate import _Look

    repository.write(CI, CALLER)
    repository.write(".github/actions/a/action.yml", "name: A")
    called = tmp_path / "called"
    file = called / "octo/shared/.github/workflows/build.yml"
    file.parent.mkdir(parents=True)
    file.write_text(CALLED)
    look = _Look("grammar", str(called))
    around = look._repository(str(repository.root / CI))
    assert around is look._repository(str(repository.root / ".github/actions/a/action.yml"))
    found = around.workflow("octo/shared/.github/workflows/build.yml@v1")
    assert ["build"] == list(found.jobs if found else ())
    assert around.workflow("octo/shared/.github/workflows/other.yml@v1") is None
    assert _Look("grammar", "")._repository(CI).workflow("octo/shared/.github/workflows/build.yml@v1") is None


def test_a_call_is_checked_against_the_called_file_when_that_is_at_hand(repository: Repository, tmp_path: Path) -> None:
    repository.write(CI, CALLER)
    file = tmp_path / "called/octo/shared/.github/workflows/build.yml"
    file.parent.mkdir(parents=True)
    file.write_text(CALLED)
    assert Answer(0, "nothing found in 1 file\n", "") == checked(repository)
    answer = checked(repository, "--called", str(tmp_path / "called"), "--format", "json")
    assert (1, [("call-inputs", 5)]) == (answer.code, [(entry["rule"], entry["line"]) for entry in json.loads(answer.out)])


LOADED = """
import sys
from synth.cli.validate import validate
code = validate([sys.argv[1]], format=sys.argv[2], level="grammar")
print("LOADED", *sys.modules, file=sys.stderr)
"""


def loaded_by(root: Path, format: str) -> set[str]:
    program: list[str | Path] = [sys.executable, "-c", LOADED, root, format]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    return set(done.stderr.split("LOADED ")[1].split())


def test_nothing_is_loaded_that_is_not_used(bad: Repository) -> None:
    heavy: set[Any] = {"rich", "typer", "pydantic", "ruamel", "subprocess", "hashlib", "importlib.metadata", "urllib.parse", "asyncio"}
    formats = {"synth.report.text", "synth.report.as_json", "synth.report.sarif", "synth.report.commands", "synth.report.written", "synth.cli.judges"}
    # the packages' own .pth files may load importlib.metadata or pathlib before anything of ours runs
    before = set(subprocess.run([sys.executable, "-c", "import sys; print(*sys.modules)"], capture_output=True, text=True, check=True).stdout.split())
    assert {"synth.report.text"} == (loaded_by(bad.root, "text") - before) & (heavy | formats)
    assert {"synth.report.commands"} == (loaded_by(bad.root, "github") - before) & (heavy | formats)
