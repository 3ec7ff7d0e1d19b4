"""Each behaviour as the file that becomes of it, which GitHub's own parser reads without complaint."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from synth.build.actions import Action
from synth.build.workflows import Workflow
from synth.link import link, link_action
from synth.model import Uses
from synth.yaml.emit import emit, emit_action
from tests import oracle
from tests.link.behaviours import BEHAVIOURS


def pin(reference: str) -> Uses:
    name, _, version = reference.partition("@")
    return Uses(f"{name}@{'0123456789' * 4}", version) if version else Uses(f"{reference}@sha256:{'01234567' * 8}")


def written(name: str) -> str:
    made = BEHAVIOURS[name]()
    header = BEHAVIOURS[name].__doc__ or ""
    return emit_action(link_action(made, pin), header) if isinstance(made, Action) else emit(link(made, pin), header)


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_a_behaviour_is_written_so(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.yml", written(name))


def test_githubs_parser_finds_nothing_in_them() -> None:
    # the one has a key that is made up; of the other the npm parser knows neither cache-mode nor an expression for all of env or services
    names = [name for name in BEHAVIOURS if name not in ("settings_of_jobs_and_steps", "runners_images_and_caches")]
    kinds = {name: "action" if isinstance(BEHAVIOURS[name](), Action) else "workflow" for name in names}
    found = oracle.parse([(f".github/workflows/{name}.yml", kinds[name], written(name)) for name in names])
    assert {} == {name: problems for name, problems in zip(names, found, strict=True) if problems}


def test_linking_twice_gives_the_same() -> None:
    for make in BEHAVIOURS.values():
        made = make()
        if isinstance(made, Workflow):
            assert link(made, pin) == link(made, pin)
