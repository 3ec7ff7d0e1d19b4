"""Bindings cost a start next to nothing: one module for each that is used, and nothing that steps do not need anyway."""

from __future__ import annotations

import subprocess
import sys

import pytest

import synth.bindings
from tests.bindings.conftest import ROOT


def imported(statement: str) -> set[str]:
    """What Python alone, without site-packages, has loaded after the statement."""
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {statement}; print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-S", "-E", "-c", program], capture_output=True, text=True, check=True).stdout.split())


def test_a_binding_loads_itself_and_what_steps_need() -> None:
    more = imported("import synth.build.steps; from synth.bindings import setup_uv") - imported("import synth.build.steps")
    assert more == {"synth.bindings", "synth.bindings.astral_sh_setup_uv", "synth.bindings.lists", "synth.lazy"}


def test_the_package_loads_no_binding_before_it_is_used() -> None:
    assert imported("import synth.bindings") - imported("pass") == {"__future__", "synth", "synth.bindings"}


def test_neither_bindings_nor_lock_load_what_is_slow() -> None:
    loaded = imported("from synth.bindings import checkout, build_push; from synth.bindings.lock import builtin; builtin()")
    assert loaded & {"json", "typing", "argparse", "difflib", "datetime", "pydantic"} == set()


def test_what_is_known_of_actions_costs_a_start_nothing_and_a_look_up_little() -> None:
    statement = "from synth.bindings.known import interface, runtime_of; interface('actions/checkout@v4'); runtime_of('actions/checkout@v4')"
    assert imported(statement) - imported("pass") - {"__future__", "synth", "synth.nearest", "synth.record"} == {
        "synth.bindings",
        "synth.bindings.interfaces",
        "synth.bindings.known",
        "synth.bindings.runtimes",
        "synth.bindings.version",
    }


def test_an_unknown_binding_is_answered_with_the_nearest() -> None:
    with pytest.raises(AttributeError) as caught:
        _ = synth.bindings.chekout  # type: ignore[attr-defined]  # what the test is about
    assert str(caught.value) == "synth.bindings has no 'chekout'; did you mean 'checkout'?"
