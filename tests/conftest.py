"""`pytest --accept` rewrites golden files, without it a difference is a failure. `SLOW` is what `make quick` leaves out, file by file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SLOW = {  # what starts processes or servers, compares with other programs, tries thousands of cases, or lets hours of a simulated service pass
    *("act", "actions", "bot", "bot_workflows", "cli", "cloud", "compare", "github", "infra", "matrix", "oracle", "packaging", "runner"),
    *("runtime_layers", "scenarios", "simulate", "sources", "stand_ins", "templates", "test_simulator", "typing", "updates"),
    *("adapters/test_github.py", "bindings/test_inputs_are_checked.py", "bindings/test_types.py", "expr/test_check.py", "expr/test_oracle.py"),
    *("expr/test_types.py", "runtime/test_watch.py", "runtime_ecs/test_following.py", "runtime_ecs/test_restoring.py"),
    *("runtime_record/test_deployed.py", "stages/test_one_box.py", "stages/test_regions.py", "stages/test_windows.py", "test_definition.py"),
    *("test_imports.py", "yaml/test_emit.py", "yaml/test_read.py", "yaml/test_scalar.py"),
}


def pytest_itemcollected(item: pytest.Item) -> None:
    if _slow(item.path):
        item.add_marker("slow")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Does not even import what `-m 'not slow'` would leave out: half of the time is imports."""
    return True if config.option.markexpr == "not slow" and _slow(collection_path) else None


def _slow(path: Path) -> bool:
    place = path.relative_to(HERE)
    return bool(SLOW & {*place.parts[:1], place.as_posix()})


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite golden files with what the tests find")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the file of that name in the `golden` folder beside the test."""
    folder = Path(request.path).parent / "golden"

    def check(name: str, text: str) -> None:
        path = folder / name
        if request.config.getoption("accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert path.is_file(), f"{path} is not there: look at what the test finds, then pytest --accept\n{text}"
        assert path.read_bytes().decode() == text

    return check
