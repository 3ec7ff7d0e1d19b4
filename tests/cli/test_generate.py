"""`ghsynth generate` on small repositories, as a user runs it."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from tests.cli.repository import HEADER, HELLO, HELLO_YML, Answer, Repository, ghsynth

CI = ".github/workflows/ci.yml"
DRIFT = "The files differ from the definition: run 'ghsynth generate' and commit what it writes.\n"


def test_a_first_run_creates_the_workflow(repository: Repository) -> None:
    repository.define(HELLO)
    assert Answer(0, f"create  {CI}\n1 created\n", "") == repository.generate()
    assert {CI: HELLO_YML} == repository.files()


def test_a_second_run_changes_nothing(repository: Repository) -> None:
    repository.define(HELLO)
    repository.generate()
    written = os.stat(repository.root / CI).st_mtime_ns
    assert Answer(0, f"keep    {CI}\n1 unchanged\n", "") == repository.generate()
    assert {CI: HELLO_YML} == repository.files()
    assert written == os.stat(repository.root / CI).st_mtime_ns


def test_a_changed_definition_updates_the_workflow(repository: Repository) -> None:
    repository.define(HELLO)
    repository.generate()
    repository.define(HELLO.replace("echo hello", "echo goodbye"))
    assert Answer(0, f"update  {CI}\n1 updated\n", "") == repository.generate()
    assert {CI: HELLO_YML.replace("echo hello", "echo goodbye")} == repository.files()


def test_an_edited_workflow_is_put_right(repository: Repository) -> None:
    repository.define(HELLO)
    repository.write(CI, HELLO_YML.replace("echo hello", "echo tampered"))
    assert Answer(0, f"update  {CI}\n1 updated\n", "") == repository.generate()
    assert {CI: HELLO_YML} == repository.files()


def test_dry_run_shows_every_kind_of_change_and_writes_nothing(repository: Repository) -> None:
    repository.define(HELLO + 'other = Workflow("Other", on=[push()], jobs=[Job("Hello", [run("echo hello")])], file="other.yml")\n')
    repository.write(CI, HELLO_YML.replace("echo hello", "echo old"))
    repository.write(".github/workflows/stale.yml", f"{HEADER}\nname: Stale\n")
    before = repository.files()
    other = HELLO_YML.replace("name: CI", "name: Other").replace("group: ci-", "group: other-")
    added = "".join(f"+{line}\n" for line in other.splitlines())
    expected = f"""\
--- a/{CI}
+++ b/{CI}
@@ -18,4 +18,4 @@
     runs-on: ubuntu-24.04
     timeout-minutes: 30
     steps:
-      - run: echo old
+      - run: echo hello
--- /dev/null
+++ b/.github/workflows/other.yml
@@ -0,0 +1,21 @@
{added}\
--- a/.github/workflows/stale.yml
+++ /dev/null
@@ -1,2 +0,0 @@
-{HEADER}
-name: Stale
update  {CI}
create  .github/workflows/other.yml
remove  .github/workflows/stale.yml
1 to create, 1 to update, 1 to remove
"""
    assert Answer(0, expected, "") == repository.generate("--dry-run")
    assert before == repository.files()


def test_check_is_silent_about_current_files(repository: Repository) -> None:
    repository.define(HELLO)
    repository.generate()
    assert Answer(0, f"keep    {CI}\n1 unchanged\n", "") == repository.generate("--check")


def test_check_fails_on_a_difference_and_writes_nothing(repository: Repository) -> None:
    repository.define(HELLO)
    edited = HELLO_YML.replace("echo hello", "echo tampered")
    repository.write(CI, edited)
    diff = f"""\
--- a/{CI}
+++ b/{CI}
@@ -18,4 +18,4 @@
     runs-on: ubuntu-24.04
     timeout-minutes: 30
     steps:
-      - run: echo tampered
+      - run: echo hello
"""
    assert Answer(1, f"{diff}update  {CI}\n1 to update\n", DRIFT) == repository.generate("--check")
    assert {CI: edited} == repository.files()


def test_check_fails_when_only_the_line_ends_differ(repository: Repository) -> None:
    repository.define(HELLO)
    repository.write(CI, HELLO_YML.replace("\n", "\r\n").encode())
    assert (1, DRIFT) == (repository.generate("--check").code, repository.generate("--check").err)


def test_check_fails_on_a_stale_file(repository: Repository) -> None:
    repository.define(HELLO)
    repository.generate()
    repository.write(".github/workflows/stale.yml", f"{HEADER}\n")
    assert (1, DRIFT) == (repository.generate("--check").code, repository.generate("--check").err)


@pytest.mark.parametrize("option", [(), ("--check",), ("--dry-run",)])
def test_a_file_that_somebody_else_made_is_never_touched(repository: Repository, option: tuple[str, ...]) -> None:
    repository.define(HELLO)
    repository.write(CI, "name: By hand\n")
    repository.write(".github/workflows/release.yml", "name: Release\n")
    before = repository.files()
    message = "is in the way and was not made by ghsynth: move it, or take it over with --adopt (--dry-run shows what would change)"
    assert Answer(2, "", f"{CI}  {message}\n1 problem; nothing was written.\n") == repository.generate(*option)
    assert before == repository.files()


def test_adopt_takes_over_the_wanted_file_and_no_other(repository: Repository) -> None:
    repository.define(HELLO)
    repository.write(CI, "name: By hand\n")
    repository.write(".github/workflows/release.yml", "name: Release\n")
    assert Answer(0, f"update  {CI}\n1 updated\n", "") == repository.generate("--adopt")
    assert {CI: HELLO_YML, ".github/workflows/release.yml": "name: Release\n"} == repository.files()


def test_adopt_with_dry_run_shows_what_would_be_lost(repository: Repository) -> None:
    repository.define(HELLO)
    repository.write(CI, "name: By hand\n")
    answer = repository.generate("--adopt", "--dry-run")
    added = "".join(f"+{line}\n" for line in HELLO_YML.splitlines())
    diff = f"--- a/{CI}\n+++ b/{CI}\n@@ -1 +1,21 @@\n-name: By hand\n{added}"
    assert Answer(0, f"{diff}update  {CI}\n1 to update\n", "") == answer
    assert {CI: "name: By hand\n"} == repository.files()


def test_a_wanted_file_with_the_right_text_is_kept_without_adopt(repository: Repository) -> None:
    repository.define(HELLO)
    repository.write(CI, HELLO_YML)
    assert 0 == repository.generate().code


def test_stale_files_and_the_folders_they_leave_empty_are_removed(repository: Repository) -> None:
    repository.define(HELLO)
    mine = f"{HEADER}\nname: Stale\n"
    repository.write(".github/workflows/stale.yml", mine)
    repository.write(".github/actions/old/action.yml", mine)
    repository.write(".github/actions/mixed/action.yml", mine)
    repository.write(".github/actions/mixed/README.md", "kept\n")
    repository.write(".github/actions/theirs/action.yml", "name: Theirs\n")
    (repository.root / ".github/empty").mkdir()
    assert 0 == repository.generate().code
    assert {
        ".github/actions/mixed/README.md": "kept\n",
        ".github/actions/theirs/action.yml": "name: Theirs\n",
        CI: HELLO_YML,
    } == repository.files()
    folders = sorted(p.relative_to(repository.root).as_posix() for p in repository.root.rglob("*") if p.is_dir())
    assert [
        ".github",
        ".github/actions",
        ".github/actions/mixed",
        ".github/actions/theirs",
        ".github/empty",
        ".github/workflows",
    ] == folders


def test_a_renamed_workflow_leaves_no_old_file(repository: Repository) -> None:
    repository.define(HELLO)
    repository.generate()
    repository.define(HELLO.replace('"CI"', '"Checks"'))
    out = "create  .github/workflows/checks.yml\nremove  .github/workflows/ci.yml\n1 created, 1 removed\n"
    assert Answer(0, out, "") == repository.generate()
    assert [".github/workflows/checks.yml"] == list(repository.files())


LOCKED = """\
from synth import Job, Workflow, pull_request, push, run
from synth.bindings import checkout

jobs = [Job("Hello", [checkout("Check out"), run("make", env={"B": "1", "A": "2"})])]
ci = Workflow("CI", on=[push(branches=["main"]), pull_request()], jobs=jobs)
"""


@pytest.mark.parametrize("seed", ["0", "1", "random"])
def test_the_hash_seed_changes_no_byte(repository: Repository, seed: str) -> None:
    repository.define(LOCKED)
    repository.generate(env={"PYTHONHASHSEED": "0"})
    assert 0 == repository.generate("--check", env={"PYTHONHASHSEED": seed}).code


def test_the_folder_it_is_run_from_changes_no_byte(repository: Repository, tmp_path: Path) -> None:
    repository.define(LOCKED)
    repository.generate()
    here = repository.files()
    for path in here:
        (repository.root / path).unlink()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert 0 == ghsynth("generate", str(repository.root), cwd=elsewhere).code
    assert here == repository.files()
    for path in here:
        (repository.root / path).unlink()
    assert 0 == ghsynth("generate", "../repository", cwd=elsewhere).code
    assert here == repository.files()


def test_the_project_s_lock_wins_and_loses_what_is_not_used(repository: Repository) -> None:
    repository.define(LOCKED)
    pinned = f"actions/checkout@v7 {'a' * 40} v7.9.9 2026-11-01\n"
    repository.write(".github/ghsynth.lock", f"{pinned}actions/cache@v5 {'b' * 40} v5.0.0 2026\n")
    assert 0 == repository.generate().code
    head = "# What ghsynth pins: reference, commit SHA or digest, version, day (or month, or year) on which it was seen.\n"
    files = repository.files()
    assert f"{head}{pinned}" == files[".github/ghsynth.lock"]
    assert f"        uses: actions/checkout@{'a' * 40} # v7.9.9" in files[CI].splitlines()


def test_json_says_what_was_done(repository: Repository) -> None:
    repository.define(HELLO)
    answer = repository.generate("--format", "json")
    expected = {
        "schema": 1,
        "command": "generate",
        "exit_code": 0,
        "source": ".github/ghsynth.py",
        "changes": [{"path": CI, "change": "create"}],
        "notes": [],
    }
    assert (0, expected, "") == (answer.code, json.loads(answer.out), answer.err)


def test_json_says_what_differs(repository: Repository) -> None:
    repository.define(HELLO)
    repository.write(CI, HELLO_YML + "# more\n")
    answer = repository.generate("--check", "--format=json")
    diff = f"--- a/{CI}\n+++ b/{CI}\n@@ -19,4 +19,3 @@\n     timeout-minutes: 30\n     steps:\n       - run: echo hello\n-# more\n"
    expected = {
        "schema": 1,
        "command": "generate",
        "exit_code": 1,
        "source": ".github/ghsynth.py",
        "changes": [{"path": CI, "change": "update"}],
        "notes": [],
        "diff": diff,
    }
    assert (1, expected, "") == (answer.code, json.loads(answer.out), answer.err)


def test_json_says_what_is_wrong(repository: Repository) -> None:
    repository.define("from synth import Job\n\nJob('Hello', name=1)\n")
    answer = repository.generate("--format", "json")
    problem = {"file": ".github/ghsynth.py", "line": 3, "message": "Job() is given name twice"}
    expected = {"schema": 1, "command": "generate", "exit_code": 2, "problems": [problem]}
    assert (2, expected, "") == (answer.code, json.loads(answer.out), answer.err)


def test_json_gives_a_place_without_line_where_there_is_none(repository: Repository) -> None:
    answer = repository.generate("--format", "json")
    message = "has no .github/ghsynth.py and no .github/ghsynth.yml: write one of them; the README has an example of ten lines"
    expected = {"schema": 1, "command": "generate", "exit_code": 2, "problems": [{"file": ".", "line": None, "message": message}]}
    assert (2, expected, "") == (answer.code, json.loads(answer.out), answer.err)


PIPELINE = """\
from synth import Environment, Image, Pipeline, Registry, Service
from synth.stages import Build, Deploy, Push, TrivyScan

role = "arn:aws:iam::111122223333:role/x"
production = Environment("production", region="eu-west-1", cluster="c", role=role, url="https://example.com", approval=True)
stages = [Build(Image("api")), TrivyScan(), Push(Registry("111122223333", region="eu-west-1", role=role)), Deploy(production, Service("api", container="app"))]
pipeline = Pipeline("API", stages=stages)
"""


def test_a_note_says_once_what_a_person_has_to_set(repository: Repository) -> None:
    repository.define(PIPELINE)
    note = "note: environment 'production' waits for a person once it has required reviewers: Settings > Environments > production"
    first, second = repository.generate(), repository.generate()
    ends = "{0}.github/ghsynth.lock\n{0}.github/workflows/api.yml\nN {1}\n"
    assert f"{ends.format('create  ', 'created')}{note}\n" == without_actions(first.out)
    assert ends.format("keep    ", "unchanged") == without_actions(second.out)


def without_actions(printed: str) -> str:
    """Less the lines of shipped actions and numbers."""
    return re.sub(r"\d+", "N", re.sub(r".*\.github/actions/.*\n", "", printed))


def test_nothing_else_appears_in_the_repository(repository: Repository) -> None:
    repository.define("from beside import name\n" + HELLO.replace('"CI"', "name"))
    repository.write(".github/beside.py", 'name = "CI"\n')
    assert 0 == repository.generate().code
    assert [".github/beside.py", CI] == list(repository.files())
