"""What mypy and pyright say about definitions, and which of eleven common mistakes are found by whom. One process of each for the whole folder."""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import oracle
from tests.typing import eleven

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PROGRAMS = ["accepted.py", "eleven.py", "refused.py"]
Messages = dict[tuple[str, int], list[str]]  # (file, line) -> what is said about it


@pytest.fixture(scope="module")
def mypy(tmp_path_factory: pytest.TempPathFactory) -> Messages:
    cache = tmp_path_factory.getbasetemp().parent / "mypy-of-typing"  # shared by the runs of a day: the second takes a second
    options = ["--config-file=", "--strict", "--no-error-summary", "--hide-error-context", f"--cache-dir={cache}"]
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", *options, *PROGRAMS], cwd=HERE, env=_environment(), capture_output=True, text=True, check=False
    )
    assert ran.returncode in (0, 1), ran.stdout + ran.stderr
    said: Messages = defaultdict(list)
    for file, line, message in re.findall(r"^(?:.*/)?(\w+\.py):(\d+): error: (.*)$", ran.stdout, re.MULTILINE):
        said[file, int(line)].append(f"mypy: {re.sub(' +', ' ', message)}")
    return said


@pytest.fixture(scope="module")
def pyright() -> Messages:
    program = oracle.HERE / "node_modules/.bin/pyright"
    if not program.exists():
        pytest.skip("pyright is not here: run 'make setup'")
    ran = subprocess.run([program, "-p", HERE, "--outputjson", "--pythonpath", sys.executable], cwd=ROOT, capture_output=True, text=True, check=False)
    said: Messages = defaultdict(list)
    for found in json.loads(ran.stdout)["generalDiagnostics"]:
        message = found["message"].split("\n")[0]
        said[Path(found["file"]).name, found["range"]["start"]["line"] + 1].append(f"pyright: {message}")
    return said


def _environment() -> dict[str, str]:
    return {**os.environ, "MYPYPATH": str(ROOT)}


def test_each_of_eleven_mistakes_is_found(mypy: Messages, pyright: Messages, golden: Callable[[str, str], None]) -> None:
    rows = []
    for mistake in eleven.MISTAKES:
        lines, first = inspect.getsourcelines(mistake)
        span = range(first, first + len(lines))
        by_mypy, by_pyright = (any(("eleven.py", line) in said for line in span) for said in (mypy, pyright))
        try:
            mistake()
            exception = ""
        except Exception as error:
            exception = f"{type(error).__name__}: {error}".replace(str(HERE), "").replace("/eleven.py", "eleven.py")
        assert by_mypy or by_pyright or exception, mistake.__name__
        rows.append((mistake.__name__.replace("_", " "), "mypy" if by_mypy else "", "pyright" if by_pyright else "", exception))
    table = "".join([f"{name:28}{a:6}{b:9}{exception}".rstrip() + "\n" for name, a, b, exception in rows])
    print(table)
    golden("eleven.txt", re.sub(r"eleven\.py:\d+", "eleven.py:N", table))


@pytest.mark.parametrize("program", PROGRAMS)
def test_type_checkers_say_what_the_comments_say(program: str, mypy: Messages, pyright: Messages, request: pytest.FixtureRequest) -> None:
    path = HERE / program
    expected = path.read_text("utf-8")
    found = []
    for number, line in enumerate(expected.splitlines(), 1):
        if not re.match(r" *# (mypy|pyright): ", line):
            indent = line[: len(line) - len(line.lstrip())] + " " * 4 * line.endswith(":")
            said = [*mypy.get((program, number), ()), *pyright.get((program, number), ())]
            found += [line, *[f"{indent}# {message}" for message in said]]
    text = "\n".join(found) + "\n"
    if request.config.getoption("accept"):
        path.write_text(text, "utf-8")
        expected = text
    assert expected == text
