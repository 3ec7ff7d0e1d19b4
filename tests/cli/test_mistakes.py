"""What a user reads after a mistake: its place, its cause and the next step; all mistakes at once, never a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.repository import HELLO, Answer, Repository, ghsynth

PY = ".github/ghsynth.py"
LOCK = ".github/ghsynth.lock"


def refused(*problems: str) -> Answer:
    count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
    return Answer(2, "", "".join(f"{line}\n" for line in (*problems, f"{count}; nothing was written.")))


NOTHING = f"{PY}  defines nothing: assign a Pipeline or a Workflow to a name that does not begin with '_'"
LOCK_HINT = "run 'ghsynth lock {0}'"
IN_PYTHON = {
    "syntax": ("from synth import Job\n\ndef broken(:\n    pass\n", [f"{PY}:3  Python cannot read this: invalid syntax"]),
    "exception": (
        "def broken():\n    return 1 / 0\n\n\nx = broken()\n",
        [f"{PY}:2  ZeroDivisionError: division by zero"],
    ),
    "exception inside synth": (
        'from synth import run\n\nsteps = [\n    run("make"),\n    run("echo {x}", y=1),\n]\n',
        [f"{PY}:5  run() got y= but the script has no {{y}}"],
    ),
    "missing module": ("import numpyy\n", [f"{PY}:1  ModuleNotFoundError: No module named 'numpyy'"]),
    "exit": ("import sys\n\nsys.exit('enough')\n", [f"{PY}:3  the definition ends Python itself (sys.exit('enough')): let it end by itself"]),
    "empty": ("", [NOTHING]),
    "nothing public": (HELLO.replace("ci =", "_ci ="), [NOTHING]),
    "a name of a context": (
        'from synth import Job, Workflow, github, push, run\n\nw = Workflow("A", on=[push()], jobs=[\n'
        '    Job("B", [run("x", env={"A": github.shaa})]),\n])\n',
        [f"{PY}:4  the github context has no property 'shaa'; did you mean 'sha'?"],
    ),
    "stages out of order": (
        "from synth import Image, Pipeline, Registry\nfrom synth.stages import Build, Push, TrivyScan\n\n"
        'pipeline = Pipeline("x", stages=[\n    TrivyScan(),\n    Push(Registry("1", region="r", role="x")),\n    Build(Image("i")),\n])\n',
        [
            f"{PY}:5  stage TrivyScan: there is no image to scan yet: put Build before it",
            f"{PY}:6  stage Push: there is no image to push yet: put Build before it",
        ],
    ),
    "lock entries": (
        'from synth import Job, Workflow, push, uses\n\nw = Workflow("A", on=[push()], jobs=[Job("B", [\n'
        '    uses("foo/bar@v1"),\n    uses("foo/baz@v1"),\n])])\n',
        [
            f"{PY}:4  foo/bar@v1 is not in {LOCK}: {LOCK_HINT.format('foo/bar@v1')}",
            f"{PY}:5  foo/baz@v1 is not in {LOCK}: {LOCK_HINT.format('foo/baz@v1')}",
        ],
    ),
    "one file twice": (
        HELLO + 'again = Workflow("ci", on=[push()], jobs=[Job("Hello", [run("echo hello")])])\n',
        [f"{PY}:4  .github/workflows/ci.yml is written from {PY}:3 already: give this one another name, or file="],
    ),
    "one file in two cases": (
        HELLO + 'again = Workflow("B", on=[push()], jobs=[Job("Hello", [run("echo hello")])], file="CI.yml")\n',
        [f"{PY}:4  .github/workflows/CI.yml is written from {PY}:3 already: give this one another name, or file="],
    ),
    "a check": (
        'from synth import Job, Workflow, push, run, secrets\n\nw = Workflow("A", on=[push()], jobs=[\n'
        '    Job("B", [run("x", env={"T": secrets.TOKEN})]),\n])\n',
        [f"{PY}:4  job 'B' reads secret 'TOKEN' and has no environment: give the job an environment, and keep the secret there"],
    ),
}


@pytest.mark.parametrize(("definition", "problems"), IN_PYTHON.values(), ids=IN_PYTHON.keys())
def test_a_mistake_in_the_definition_is_told_at_its_line(repository: Repository, definition: str, problems: list[str]) -> None:
    repository.define(definition)
    assert refused(*problems) == repository.generate()
    assert {} == repository.files()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('Image("api", contxt=".")', "Image() has no 'contxt'; did you mean 'context'?"),
        ("Image()", "Image() needs repository="),
        ('Registry("1")', "Registry() needs region=, role="),
    ],
)
def test_a_wrong_field_is_told_without_python_s_own_names(repository: Repository, call: str, message: str) -> None:
    repository.define(f"from synth import Image, Registry\n\nx = {call}\n")
    answer = repository.generate()
    assert (2, f"{PY}:3  {message}") == (answer.code, answer.err.split("\n")[0])


def test_a_misspelt_input_of_an_action_is_told_with_the_nearest(repository: Repository) -> None:
    repository.define("from synth.bindings import checkout\n\ncheckout(fetch_dpth=0)\n")
    expected = f"{PY}:3  checkout() got an unexpected keyword argument 'fetch_dpth'; did you mean 'fetch_depth'?"
    assert (2, expected) == ((answer := repository.generate()).code, answer.err.split("\n")[0].replace(". Did you mean", "; did you mean"))


def test_an_unknown_name_is_told_at_the_line_of_its_import(repository: Repository) -> None:
    repository.define("from synth import Job, Wrkflow\n")
    answer = repository.generate()
    assert (2, f"{PY}:1  synth has no 'Wrkflow'; did you mean 'Workflow'?") == (answer.code, answer.err.split("\n")[0])


def test_mistakes_of_a_module_beside_the_definition_are_told_in_its_own_lines(repository: Repository) -> None:
    repository.define("import beside\n")
    repository.write(".github/beside.py", "a = 1\nb = c\n")
    assert refused(".github/beside.py:2  NameError: name 'c' is not defined") == repository.generate()
    repository.write(".github/beside.py", "a = 1\nb = = c\n")
    assert refused(".github/beside.py:2  Python cannot read this: invalid syntax") == repository.generate()


def test_the_place_is_the_same_from_another_folder(repository: Repository, tmp_path: Path) -> None:
    repository.define("import beside\n")
    repository.write(".github/beside.py", "a = 1\nb = c\n")
    assert refused(".github/beside.py:2  NameError: name 'c' is not defined") == ghsynth("generate", "repository", cwd=tmp_path)
    repository.define("x = 1\ny = z\n")
    assert refused(f"{PY}:2  NameError: name 'z' is not defined") == ghsynth("generate", "repository", cwd=tmp_path)


def test_every_bad_line_of_a_lock_is_told(repository: Repository) -> None:
    repository.define(HELLO)
    repository.write(LOCK, f"# a comment\na b c\nx y z 2026\nactions/checkout@v4 abc v4 2026\nfoo/bar@v1 {'0' * 40} v1 soon\n")
    assert (
        refused(
            f"{LOCK}:2  has 3 instead of 4 columns: write 'reference pin version date'",
            f"{LOCK}:3  x is neither an action, owner/repo@ref, nor an image, name:tag: write it as the definition does",
            f"{LOCK}:4  abc is no full commit SHA of 40 digits, 0-9 a-f: copy the one that v4 of actions/checkout@v4 stands for",
            f"{LOCK}:5  soon is no date: write the day, month or year of the sighting, such as 2026-08-22, 2026-08 or 2026",
        )
        == repository.generate()
    )


@pytest.mark.parametrize("path", [PY, ".github/ghsynth.yml", LOCK])
def test_a_file_that_is_not_utf_8_is_told_with_the_byte(repository: Repository, path: str) -> None:
    if path == LOCK:
        repository.define(HELLO)
    repository.write(path, b"# caf\xe9\n")
    assert refused(f"{path}  is not UTF-8: byte 5 is 0xe9") == repository.generate()


def test_a_workflow_that_is_not_utf_8_is_somebody_else_s(repository: Repository) -> None:
    repository.define(HELLO)
    file = repository.write(".github/workflows/ci.yml", b"name: caf\xe9\n")
    message = "is in the way and was not made by ghsynth: move it, or take it over with --adopt (--dry-run shows what would change)"
    assert refused(f".github/workflows/ci.yml  {message}") == repository.generate()
    assert b"name: caf\xe9\n" == file.read_bytes()


def test_a_repository_without_definition(repository: Repository) -> None:
    message = f".  has no {PY} and no .github/ghsynth.yml: write one of them; the README has an example of ten lines"
    assert refused(message) == repository.generate()


def test_a_repository_with_two_definitions(repository: Repository) -> None:
    repository.define(HELLO)
    repository.write(".github/ghsynth.yml", "name: CI\n")
    repository.write(".github/ghsynth.yaml", "name: CI\n")
    message = f"a repository has one definition, and {PY} is there too"
    assert refused(f".github/ghsynth.yaml:1  {message}", f".github/ghsynth.yml:1  {message}") == repository.generate()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert refused("absent  is no folder: give the repository's") == ghsynth("generate", "absent", cwd=tmp_path)


def test_a_file_in_place_of_the_folder(repository: Repository) -> None:
    repository.define(HELLO)
    assert refused(f"{PY}  is no folder: give the repository's") == repository.generate(PY)


def test_a_folder_in_place_of_the_workflow(repository: Repository) -> None:
    repository.define(HELLO)
    (repository.root / ".github/workflows/ci.yml").mkdir(parents=True)
    answer = repository.generate()
    assert (2, "Is a directory") == (answer.code, answer.err.split("  ")[1].split(":")[0])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write into every folder")
def test_a_folder_that_cannot_be_written(repository: Repository) -> None:
    repository.define(HELLO)
    folder = repository.root / ".github"
    folder.chmod(0o555)
    try:
        answer = repository.generate()
    finally:
        folder.chmod(0o755)
    assert (2, "Permission denied") == (answer.code, answer.err.split("  ")[1].split(":")[0])
    assert {} == repository.files()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_definition_that_cannot_be_read(repository: Repository) -> None:
    repository.define(HELLO)
    (repository.root / PY).chmod(0)
    assert refused(f"{PY}  cannot be read: Permission denied") == repository.generate()
