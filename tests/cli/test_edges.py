"""Definitions at the edge: odd file names, changed module paths, byte order marks, interrupted runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.repository import HELLO, Repository


def with_file(name: str) -> str:
    return HELLO.replace("[push()],", f"[push()], file={name!r},")


def test_a_file_of_one_s_own_name(repository: Repository) -> None:
    repository.define(with_file("mine.yml"))
    assert (0, [".github/workflows/mine.yml"]) == (repository.generate().code, list(repository.files()))


@pytest.mark.parametrize("name", ["../../outside.yml", "../ci.yml", "sub/ci.yml", "/ci.yml", ".", "ci.txt"])
def test_a_file_stays_in_the_folder_of_workflows(repository: Repository, name: str) -> None:
    repository.define(with_file(name))
    answer = repository.generate()
    assert (2, ".github/ghsynth.py:3  ", {}) == (answer.code, answer.err[:22], repository.files())


def test_a_definition_may_change_the_path_of_modules(repository: Repository) -> None:
    repository.define("import sys\n\nsys.path.clear()\n" + HELLO)
    assert 0 == repository.generate().code


def test_what_is_no_stage_is_refused_without_traceback(repository: Repository) -> None:
    repository.define('from synth import Pipeline\n\npipeline = Pipeline("A", stages=[None])\n')
    answer = repository.generate()
    assert (2, ".github/ghsynth.py:3  ") == (answer.code, answer.err[:22])


def test_a_byte_order_mark_is_skipped(repository: Repository) -> None:
    repository.write(".github/ghsynth.py", b"\xef\xbb\xbf" + HELLO.encode())
    assert 0 == repository.generate().code


def test_json_is_all_that_is_printed(repository: Repository) -> None:
    repository.define("print('hello')\n" + HELLO)
    assert "{" == repository.generate("--format", "json").out[0]


def test_an_unknown_name_is_answered_with_the_nearest(repository: Repository) -> None:
    repository.define("from synth import Wrkflow\n")
    assert "did you mean 'Workflow'?" in repository.generate().err


def test_an_interrupted_run_does_not_claim_that_nothing_was_written(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from synth.cli.generate import generate
    from tests.adapters.test_disk import broken

    repository.define(HELLO + 'b = Workflow("B", on=[push()], jobs=[Job("Hello", [run("true")])])\n')
    with monkeypatch.context() as patched:
        broken(patched, 2)
        generate(str(repository.root))
    assert 1 == len(repository.files())
    assert "nothing was written" not in capsys.readouterr().err


def test_two_services_of_one_name_are_refused(repository: Repository) -> None:
    repository.define(
        "from synth import Pipeline\nfrom synth.stacks import Npm\nfrom synth.stages import IntegrationTest, Postgres\n\n"
        'pipeline = Pipeline("A", stages=[IntegrationTest(Npm(), services=[Postgres(database="a"), Postgres(database="b")])])\n'
    )
    assert 2 == repository.generate().code


def test_a_wanted_path_through_a_link_out_of_the_repository(repository: Repository, tmp_path: Path) -> None:
    """A folder of workflows that is a link is the user's own choice: it is followed."""
    (tmp_path / "elsewhere").mkdir()
    (repository.root / ".github").mkdir()
    (repository.root / ".github/workflows").symlink_to(tmp_path / "elsewhere")
    repository.define(HELLO)
    assert (0, ["ci.yml"]) == (repository.generate().code, [p.name for p in (tmp_path / "elsewhere").iterdir()])
