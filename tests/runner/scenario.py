"""A whole pipeline, run: the repository's own workflows under act, stand-ins for the marketplace's actions, and a cloud on loopback."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import boto3

from synth.model import Workflow
from synth.record import replace
from synth.runs.acting import found
from synth.runs.preparing import choose, needs
from synth.runs.running import Setting, run
from synth.runs.uses import used
from synth.runs.values import Event, Scoped
from synth.validate import loaded
from tests import stand_ins
from tests.cloud.tokens import Job
from tests.github.specification import FILE

if TYPE_CHECKING:
    from tests.cloud.cloud import Cloud


class Ran(NamedTuple):
    """`jobs` has each job's result by id; `outputs` those of steps by `job.step`."""

    code: int
    jobs: dict[str, str]
    outputs: dict[str, dict[str, str]]
    summaries: tuple[str, ...]
    problems: tuple[str, ...]
    log: str

    @property
    def failed(self) -> list[str]:
        return [job for job, result in self.jobs.items() if result == "failure"]


def run_pipeline(
    repository: Path,
    event: str = "push",
    cloud: Cloud | None = None,
    *,
    workflow: str = "",
    job: str = "",
    claims: Job | None = None,
    scoped: Scoped | None = None,
    inputs: Mapping[str, str] | None = None,
    rejected: tuple[str, ...] = (),
    gate: str = "",
    path: str = "",
    environment: Mapping[str, str] | None = None,
    real_actions: Path | None = None,
    say: Callable[[str, Event], None] = lambda file, event: None,
) -> Ran:
    """Runs one workflow of a git repository. Jobs with `id-token: write` get tokens of the cloud with `claims` and their environment.

    `rejected` are environments that nobody approves; where there is a `gate` it decides instead. `path` is a folder before all others on PATH,
    `environment` in that of every step. Raises RunnerError for what cannot run, LookupError for an action without a stand-in.
    """
    state = repository.parent / "state"
    state.mkdir(exist_ok=True)
    files = [workflow] if workflow else [str(path.relative_to(repository)) for path in sorted((repository / ".github/workflows").glob("*.yml"))]
    every = {file: _jobs(repository, file, job) for file in files}
    references = {one.repository for one in used(str(repository), every, {}) if one.repository and not one.reference.startswith("actions/checkout@")}
    chosen = choose(str(repository), event, workflow, job, stand_ins.repositories(sorted(references), real_actions))
    about, known = claims or Job(), scoped or Scoped()

    def identity(id: str, environment: str) -> dict[str, str]:
        assert cloud is not None, f"job '{id}' asks for an identity token, and there is no cloud"
        return cloud.job(dataclasses.replace(about, environment=environment))

    if cloud is not None and FILE.is_file():  # GitHub is imitated from its own description only
        secrets = {"GITHUB_TOKEN": cloud.github.token(), **(known.secrets.get("", {}))}
        known = replace(known, secrets={**known.secrets, "": secrets})
    around = {
        "GHSYNTH_RUNTIME": str(Path(boto3.__file__).parents[1]),
        **stand_ins.environment(state, cloud.registry.server.host if cloud else ""),
    }
    setting = Setting(
        act=found(),
        event=event,
        repository=about.repository,
        scoped=known,
        inputs=inputs or {},
        environment={**around, **(cloud.environment() if cloud else {}), **(environment or {})},
        identity=identity,
        gate=gate,
        rejected=rejected,
        path=os.pathsep.join(filter(None, [path, stand_ins.path()])),
    )
    done = run(chosen, setting, say)
    assert len(done) == 1, f"several workflows run for {event}: name one of {', '.join(done)}"
    (one,) = done.values()
    return Ran(one.code, dict(one.jobs), {name: dict(values) for name, values in one.outputs.items()}, one.summaries, one.problems, one.log)


def _jobs(repository: Path, file: str, job: str) -> tuple[str, ...]:
    part = loaded((repository / file).read_text("utf-8"), file).part
    return needs(part, job) if isinstance(part, Workflow) else ()
