"""`ghsynth simulate` says beforehand what runs and what is skipped; a run shows it. Here the two are held against each other."""

from __future__ import annotations

from collections.abc import Mapping

from synth.record import replace
from synth.simulate.simulating import simulate
from synth.simulate.values import Event
from tests.runner.scenario import Ran
from tests.scenarios.places import read


def foretold(file: str, text: str, event: Event, ran: Ran) -> dict[str, str | None]:
    """The result of each job, where those that failed of themselves are told, and what only a step knows: outputs of jobs, as the steps gave them."""
    workflow = read(text, file)
    outputs = {
        f"{id}.{name}": value
        for id, job in workflow.jobs.items()
        for name, written in (getattr(job, "outputs", None) or {}).items()
        if (value := _output(id, str(written), ran.outputs)) is not None
    }
    asked = replace(event, results=dict.fromkeys(ran.failed, "failure"), outputs=outputs)
    (told,) = simulate({file: workflow}, asked).workflows
    assert told.starts is not False, told.why
    return {job.id.replace(" / ", "/"): job.result for job in told.jobs}


def _output(job: str, written: str, outputs: Mapping[str, Mapping[str, str]]) -> str | None:
    words = written.strip("${} ").split(".")
    if len(words) != 4 or words[0] != "steps" or words[2] != "outputs":
        return None
    return outputs.get(f"{job}.{words[1]}", {}).get(words[3], "")
