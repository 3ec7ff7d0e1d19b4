"""The line of the definition that a place in a generated file comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.finding import Finding
from synth.model import Origin
from synth.project import load, render
from synth.report.written import Definitions

DEFINITION = """\
from synth import Job, Workflow, push, run
from synth.bindings import checkout

first = run("echo one", name="One")
ci = Workflow(
    "CI",
    on=[push(branches=["main"])],
    jobs=[
        Job(
            "Build",
            [
                checkout(),
                first,
                run("echo two", name="Two", env={"A": "b"}),
            ],
        ),
        Job("Test", [first]),
    ],
)
"""
ACTION = """
from synth import Action

greet = Action("Greet", description="Says hello.", steps=[run("echo hello")])
"""
FILE = ".github/workflows/ci.yml"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".github").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def generated(root: Path, definition: str = DEFINITION) -> dict[str, str]:
    (root / ".github/ghsynth.py").write_text(definition)
    files = render(load(str(root)))
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return files


def written(text: str, *parts: str, file: str = FILE, definitions: Definitions | None = None) -> list[str]:
    """The lines of the definition for the first places where the parts stand."""
    places = [(text[: text.index(part)].count("\n") + 1, text.index(part) - text.rfind("\n", 0, text.index(part))) for part in parts]
    findings = [Finding("rule", "error", Origin(file, line, column), "") for line, column in places]
    return [str(one.written) for one in (definitions or Definitions()).written(file, text, findings)]


def test_the_innermost_builder_call_counts(root: Path) -> None:
    text = generated(root)[FILE]
    places = {
        "name: CI": "5",
        "- main": "5",
        "  build:": "9",
        "runs-on:": "9",
        "- uses: actions/checkout": "12",
        "@": "12",
        "- name: One": "4",
        "run: echo one": "4",
        "- name: Two": "14",
        "A: b": "14",
        "name: Test": "17",
    }
    assert {part: f".github/ghsynth.py:{line}" for part, line in places.items()} == dict(zip(places, written(text, *places), strict=True))


def test_an_action_comes_from_its_definition_too(root: Path) -> None:
    file = ".github/actions/greet/action.yml"
    text = generated(root, DEFINITION + ACTION)[file]
    assert [".github/ghsynth.py:23", ".github/ghsynth.py:23"] == written(text, "name: Greet", "run: echo hello", file=file)


def test_a_finding_about_the_whole_file_comes_from_the_workflow(root: Path) -> None:
    text = generated(root)[FILE]
    (found,) = Definitions().written(FILE, text, [Finding("rule", "error", None, "")])
    assert Origin(".github/ghsynth.py", 5) == found.written


def test_the_path_is_that_from_the_current_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = generated(root)[FILE]
    monkeypatch.chdir(root / ".github/workflows")
    assert ["../ghsynth.py:4"] == written(text, "echo one", file="ci.yml")


def test_modules_beside_the_definition_are_named(root: Path) -> None:
    (root / ".github/steps_of_ours.py").write_text('from synth import run\n\nhello = run("echo hello")\n')
    definition = (
        "from synth import Job, Workflow, push\nfrom steps_of_ours import hello\n\nci = Workflow('CI', on=[push()], jobs=[Job('A', [hello])])\n"
    )
    assert [".github/steps_of_ours.py:3"] == written(generated(root, definition)[FILE], "echo hello")


def test_a_definition_in_yaml(root: Path) -> None:
    (root / ".github/ghsynth.yml").write_text("name: CI\nstages:\n  - lint: {stack: npm}\n  - unit-test: {stack: npm}\n")
    text = render(load(str(root)))[FILE]
    assert [".github/ghsynth.yml:4"] == written(text, "run: npm test")


UNTOUCHED = ["None"]


def test_a_file_of_somebody_else_is_left_as_it_is(root: Path) -> None:
    text = generated(root)[FILE]
    definitions = Definitions()
    assert UNTOUCHED == written(text.partition("\n")[2], "echo one", definitions=definitions)
    assert [] == definitions.notes


def test_a_definition_is_loaded_once(root: Path) -> None:
    count = "import pathlib\nwith pathlib.Path('loads').open('a') as file:\n    file.write('x')\n"
    text = generated(root, DEFINITION + count)[FILE]
    (root / "loads").unlink()
    definitions = Definitions()
    for _ in range(3):
        written(text, "echo one", definitions=definitions)
    assert "x" == (root / "loads").read_text()


def test_without_findings_nothing_is_run(root: Path) -> None:
    text = generated(root)[FILE]
    (root / ".github/ghsynth.py").write_text("raise SystemExit")
    definitions = Definitions()
    assert ((), []) == (definitions.written(FILE, text, []), definitions.notes)


def test_a_definition_that_cannot_be_loaded_is_said_once(root: Path) -> None:
    text = generated(root)[FILE]
    (root / ".github/ghsynth.py").write_text("import nowhere_at_all\n")
    definitions = Definitions()
    assert [UNTOUCHED, UNTOUCHED] == [written(text, "echo one", definitions=definitions) for _ in range(2)]
    problem = ".github/ghsynth.py:1  ModuleNotFoundError: No module named 'nowhere_at_all'"
    assert [f".github/ghsynth.py cannot be loaded, so its lines are not named: {problem}"] == definitions.notes


def test_a_file_that_was_edited_gets_no_lines(root: Path) -> None:
    text = generated(root)[FILE].replace("echo two", "echo three")
    definitions = Definitions()
    assert UNTOUCHED == written(text, "echo one", definitions=definitions)
    assert [f"{FILE} is not what .github/ghsynth.py makes: run 'ghsynth generate'"] == definitions.notes


def test_line_ends_of_windows_are_no_edit(root: Path) -> None:
    text = generated(root)[FILE].replace("\n", "\r\n")
    assert [".github/ghsynth.py:4"] == written(text, "echo one")


def test_a_file_that_the_definition_no_longer_has(root: Path) -> None:
    text = generated(root)[FILE]
    assert UNTOUCHED == written(text, "echo one", file=".github/workflows/old.yml")


def test_a_definition_that_no_longer_links(root: Path) -> None:
    text = generated(root)[FILE]
    (root / ".github/ghsynth.py").write_text(DEFINITION.replace("[first]", "[]"))
    definitions = Definitions()
    assert UNTOUCHED == written(text, "echo one", definitions=definitions)
    expected = f"{FILE} cannot be made anew, so the lines of its definition are not named: .github/ghsynth.py:17  job 'Test' has no steps"
    assert [expected] == definitions.notes


@pytest.mark.parametrize("named", ["../elsewhere.py", "/tmp/x.py", ".github/other.py", ".github/ghsynth.yml"])
def test_only_the_definition_of_the_repository_is_run(root: Path, named: str) -> None:
    text = generated(root)[FILE].replace(".github/ghsynth.py", named, 1)
    definitions = Definitions()
    assert (UNTOUCHED, []) == (written(text, "echo one", definitions=definitions), definitions.notes)


def test_a_definition_behind_a_link_out_of_the_repository_is_not_run(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    text = generated(root)[FILE]
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "ghsynth.py"
    (root / ".github/ghsynth.py").rename(elsewhere)
    (root / ".github/ghsynth.py").symlink_to(elsewhere)
    assert UNTOUCHED == written(text, "echo one")


def test_a_file_outside_of_a_repository_s_folder_is_left_as_it_is(root: Path) -> None:
    text = generated(root)[FILE]
    assert UNTOUCHED == written(text, "echo one", file="copy.yml")
