"""The version in the record: where people read it, and what is none."""

from __future__ import annotations

import json

import pytest

from synth.runtime.inputs import InputError
from synth.runtime.record.inputs import read_options
from synth.runtime.record.mark import marks_of, payload_mark
from tests.actions.record_deployment.conftest import Bench


@pytest.mark.row("S4b", "GitHub's record of a deployment says its version")
def test_github_remembers_the_version(bench: Bench) -> None:
    ran = bench.run(version=f"sha-{bench.sha}")
    expected = {**bench.payload(), "version": f"sha-{bench.sha}"}
    assert ([(expected, ["success"])], expected) == (bench.deployments(), json.loads(ran.outputs["payload"]))
    mark = payload_mark(expected, bench.sim.wall)
    assert mark is not None
    assert (f"sha-{bench.sha}", (mark._replace(version=""),)) == (mark.version, marks_of(bench.service.tags))


def test_a_second_call_with_it_writes_nothing(bench: Bench) -> None:
    first, second = bench.run(version="v1.4.0"), bench.run(version="v1.4.0")
    assert (0, first.outputs["deployment-id"]) == (second.ended[0], second.outputs["deployment-id"])
    assert 1 == len(bench.deployments())


@pytest.mark.parametrize("version", ["1 2", ".1", "a/b", "x" * 129, "$(x)"])
def test_what_is_no_version_is_told(version: str) -> None:
    given = {"INPUT_VERSION": version, "INPUT_SERVICE": "web", "INPUT_ENVIRONMENT": "staging"}
    with pytest.raises(InputError) as caught:
        read_options(given)
    assert [f"version: '{version}' is not a version: letters, digits, '.', '_', '+', '-'"] == caught.value.problems
