"""Good templates in other people's styles: nothing is said against them."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.infra.agreement.checking import agreement, faults_in
from synth.infra.reading.files import found, read
from synth.infra.reading.values import Known
from tests.infra.agreement.orders import needed

GOOD = Path(__file__).parent / "good"
HAND_WRITTEN = {  # and the roles in it
    "one-template.yml": ("orders-push", "orders-deploy"),
    "long-functions.json": ("orders-push",),
    "managed-policy.yaml": ("orders-push",),
    "many-statements.template": ("orders-deploy",),
    "documents/main.tf": ("orders-deploy",),
    "encoded/roles.tf": ("orders-push",),
    "heredoc/push.tf": ("orders-push",),
    "compact": ("orders-push",),
    "wide": ("orders-deploy",),
    "twice": ("orders-push",),
}


@pytest.mark.parametrize("name", HAND_WRITTEN)
def test_no_false_alarm(name: str) -> None:
    path = GOOD / name
    written = read(found(str(path)) if path.is_dir() else [str(path)], Known(), str(GOOD))
    assert HAND_WRITTEN[name] == tuple(role.name for role in written.roles)
    for role in written.roles:
        assert role.trust is not None
        assert role.permissions
    found_there = [*faults_in(written), *agreement(needed(), written)]
    assert [] == [f"{one.where} {one.rule} {one.message}" for one in found_there if one.rule != "role-missing"]


def test_they_are_found_in_a_repository() -> None:
    names = {Path(path).relative_to(GOOD).parts[0] for path in found(str(GOOD))}
    assert {name.partition("/")[0] for name in HAND_WRITTEN} == names
