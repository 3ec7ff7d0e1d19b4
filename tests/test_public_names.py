"""What `from synth import ...` offers."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

import synth
import synth.bindings
import synth.stacks
import synth.stages
from synth import stacks, stages

PACKAGES = [synth, synth.bindings, synth.stacks, synth.stages]


def for_type_checkers(package: str) -> set[str]:
    """The names that a package's TYPE_CHECKING block imports from its own modules."""
    file = import_module(package).__file__
    assert file is not None
    guarded = [node for node in ast.parse(Path(file).read_text(encoding="utf-8")).body if isinstance(node, ast.If)]
    imports = [
        n
        for node in guarded
        for n in ast.walk(node)
        if isinstance(n, ast.ImportFrom) and n.module != "synth.lazy" and (n.module or "").startswith("synth")
    ]
    return {alias.asname or alias.name for node in imports for alias in node.names}


def test_all_is_sorted_and_the_lazy_table() -> None:
    assert sorted(synth._MODULE) == synth.__all__


def test_type_checkers_see_the_lazy_table() -> None:
    assert set(synth.__all__) == for_type_checkers("synth")


@pytest.mark.parametrize("name", synth.__all__)
def test_a_public_name_comes_from_its_module(name: str) -> None:
    value = getattr(synth, name)
    assert getattr(import_module(synth._MODULE[name]), name) is value
    assert synth.__dict__[name] is value, "the package keeps it"


def test_stages_and_stacks_are_their_tables() -> None:
    assert sorted([*stages.STAGES, *stages.BACKINGS, *stages.DESTINATIONS]) == stages.__all__
    assert sorted([*stacks.STACKS, "STACKS", "Stack"]) == sorted(stacks.__all__)
    assert set(stages.__all__) == for_type_checkers("synth.stages")


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_every_name_of_all_can_be_imported(package: object) -> None:
    assert [] == [name for name in package.__all__ if getattr(package, name, None) is None]  # type: ignore[attr-defined]  # every package has one


@pytest.mark.parametrize(
    ("package", "name", "answer"),
    [
        (synth, "Wrkflow", "synth has no 'Wrkflow'; did you mean 'Workflow'?"),
        (synth, "zzzzzz", "synth has no 'zzzzzz'"),
        (stages, "Deplyo", "synth.stages has no 'Deplyo'; did you mean 'Deploy'?"),
        (stacks, "zzzzzz", "synth.stacks has no 'zzzzzz'; there are: Auto, Docker, Go, Gradle, Maven, Npm, Pip, Pnpm, Poetry, Uv, Yarn"),
    ],
)
def test_a_misspelt_name_is_answered_with_the_nearest(package: object, name: str, answer: str) -> None:
    with pytest.raises(AttributeError) as caught:
        getattr(package, name)
    assert answer == str(caught.value)


def test_names_that_python_itself_asks_for_are_refused_quietly() -> None:
    with pytest.raises(AttributeError) as caught:
        _ = synth.__wrapped__  # type: ignore[attr-defined]  # what the test is about
    assert "__wrapped__" == str(caught.value)
