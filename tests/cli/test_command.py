"""The command around `generate`: help, version, completion, usage errors, colour, and what a start loads."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from synth.cli import coloured
from tests.cli.repository import COMMAND, HELLO, Answer, Repository, ghsynth


def test_version_is_the_package_s() -> None:
    assert Answer(0, f"ghsynth {version('ghsynth')}\n", "") == ghsynth("--version")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["-h"],
        ["generate", "--help"],
        ["generate", "-h"],
        ["schema", "--help"],
        ["eval", "--help"],
        ["validate", "--help"],
        ["lock", "--help"],
        ["pin", "--help"],
        ["adopt", "--help"],
        ["diff", "--help"],
        ["bot", "init", "--help"],
    ],
)
def test_help_is_printed_without_error(arguments: list[str]) -> None:
    answer = ghsynth(*arguments)
    usage = " ".join(["Usage: ghsynth", *arguments[:-1]])
    assert (0, usage, "") == (answer.code, answer.out[: len(usage)], answer.err)


def test_help_names_every_command() -> None:
    commands = ghsynth("--help").out.split("Commands:\n")[1].split("\n\n")[0]
    expected = (
        "adopt bindings bot checklist comment diff eval explain generate infra init lock pin retention run schema simulate stacks templates"
        " validate whats-deployed"
    ).split()
    assert expected == sorted(line.split()[0] for line in commands.splitlines())


def test_help_of_generate_says_what_the_exit_codes_mean() -> None:
    words = " ".join(ghsynth("generate", "--help").out.split())
    assert (
        "0 fine, 1 --check found a difference, 2 the definition or a file is in the way, 3 --check found that only pins were moved."
        == words.split("Exit codes: ")[1].split(" Arguments:")[0]
    )


def test_without_arguments_help_is_printed() -> None:
    answer = ghsynth()
    assert ghsynth("--help").out == answer.out + answer.err


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["generate", "--nope"], "No such option: --nope"),
        (["generate", "a", "b"], "Got unexpected extra argument(s) (b)"),
        (["generate", "--format", "xml"], "Invalid value for --format: 'xml' is none of text, json"),
        (["generate", "--format"], "Option '--format' requires an argument."),
        (["nope"], "No such command 'nope'."),
        (["--nope"], "No such option: --nope"),
    ],
)
def test_a_wrong_usage_is_refused_with_2(arguments: list[str], error: str) -> None:
    answer = ghsynth(*arguments)
    last = answer.err.rstrip("\n").split("\n")[-1]
    assert (2, "", f"Error: {error}") == (answer.code, answer.out, last.partition(" (Possible")[0])


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_made(shell: str) -> None:
    answer = ghsynth(env={"_GHSYNTH_COMPLETE": f"source_{shell}"})
    assert (0, True, "") == (answer.code, "_GHSYNTH_COMPLETE=complete_" + shell in answer.out, answer.err)


def test_completion_offers_the_options() -> None:
    answer = ghsynth(env={"_GHSYNTH_COMPLETE": "complete_bash", "COMP_WORDS": "ghsynth generate --d", "COMP_CWORD": "2"})
    assert Answer(0, "--dry-run\n", "") == answer


def test_the_module_runs_as_the_command_does(repository: Repository) -> None:
    repository.define(HELLO)
    program = "import sys; sys.argv[0] = 'ghsynth'; from synth.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", program, "generate"], cwd=repository.root, capture_output=True, text=True, check=False)
    assert (0, "create  .github/workflows/ci.yml\n1 created\n", "") == (done.returncode, done.stdout, done.stderr)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "expected"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_a_terminal_is_coloured_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: bool) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert expected == coloured(Terminal())


def test_a_pipe_is_never_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert not coloured(io.StringIO())


COLOURS = """\
\x1b[1m--- a/.github/workflows/ci.yml\x1b[0m
\x1b[1m+++ b/.github/workflows/ci.yml\x1b[0m
\x1b[36m@@ -19,4 +19,3 @@\x1b[0m
     timeout-minutes: 30
     steps:
       - run: echo hello
\x1b[31m-# more\x1b[0m
\x1b[33mupdate \x1b[0m .github/workflows/ci.yml
1 to update
"""


def test_on_a_terminal_the_diff_is_coloured(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    from synth.cli.generate import generate
    from tests.cli.repository import HELLO_YML

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    repository.define(HELLO)
    repository.write(".github/workflows/ci.yml", HELLO_YML + "# more\n")
    assert (0, COLOURS) == (generate(str(repository.root), dry_run=True), terminal.getvalue())


HEAVY = {"github", "boto3", "ruamel", "pydantic", "typer", "click", "rich", "typing", "typing_extensions", "json", "argparse"}
HEAVY |= {"difflib", "asyncio", "importlib.metadata", "subprocess", "tempfile", "logging", "urllib.request", "ssl"}


def loaded_by(root: Path, *arguments: str) -> set[str]:
    """The modules that are loaded when the command ends, in a Python without site-packages: those are not ours to count."""
    source = Path(__file__).parents[2]
    program = f"""
import sys
sys.path.insert(0, {str(source)!r})
sys.argv = ["ghsynth", *{list(arguments)!r}]
from synth.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
finally:
    print("LOADED", *sys.modules, file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-S", "-E", "-c", program], cwd=root, capture_output=True, text=True, check=True)
    return set(done.stderr.split("LOADED ")[1].split())


def test_generate_with_a_python_definition_loads_nothing_heavy(repository: Repository) -> None:
    example = Path(__file__).parents[2] / "examples/orders-api/.github"
    repository.define((example / "ghsynth.py").read_text(encoding="utf-8"))
    assert {"json", "typing"} == HEAVY & loaded_by(repository.root, "generate")  # json for expect_json, typing for the stages' protocols
    assert {"json", "typing"} == HEAVY & loaded_by(repository.root, "generate", "--check") - {"difflib"}  # for the diff


def test_generate_of_a_plain_workflow_loads_not_even_those(repository: Repository) -> None:
    repository.define(HELLO)
    assert set() == HEAVY & loaded_by(repository.root, "generate")


def test_schema_is_json(tmp_path: Path) -> None:
    answer = ghsynth("schema", cwd=tmp_path)
    assert (0, "ghsynth.yml", "") == (answer.code, json.loads(answer.out)["title"], answer.err)


def test_the_command_is_installed_beside_python() -> None:
    assert Path(COMMAND).is_file()
