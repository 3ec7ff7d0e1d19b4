"""A workflow's text -> the text that act can run: what GitHub does around a job becomes the job's own environment and steps.

act has no `permissions`, `environment` or identity tokens (nektos/act, pkg/model/workflow.go), and does not know `$/`.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from synth import model
from synth.record import Record, field, record, replace
from synth.runs.cases import without_case
from synth.runs.texts import changed, texts
from synth.runs.values import RunnerError, Scoped
from synth.validate import loaded
from synth.yaml.emit import emit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from typing import Any

LABEL = "ubuntu-latest"
SELF = "0" * 40  # the ref by which a repository's own actions are used
_EXPRESSION = re.compile(r"\$\{\{.*?\}\}", re.DOTALL)
_NOT_SCOPED = frozenset({"name", "needs", "if_", "environment", "strategy", "concurrency", "runs_on", "permissions", "origin"})
_UNKNOWN: Mapping[str, Any] = {"permissions": None, "concurrency": None, "cache_mode": None}  # by act, which refuses newer keys and values of them
_ASK = (
    "import os, sys, urllib.error, urllib.request\n"
    "try:\n"
    "    urllib.request.urlopen(os.environ['GHSYNTH_GATE']).close()\n"
    "except urllib.error.HTTPError as error:\n"
    "    sys.exit('::error::' + error.read().decode())\n"
)


@record
class Imitated(Record):
    """What stands for GitHub. `identity` gives a job's variables for asking for a token, by job id and environment; `gate` is the address that
    answers when an environment (`?environment=`) is approved, and with 403 when it is rejected.
    """

    repository: str
    identity: Callable[[str, str], Mapping[str, str]] = lambda job, environment: {}
    gate: str = ""
    scoped: Scoped = field(default_factory=Scoped)


def lower(text: str, file: str, imitated: Imitated, caller_allows: bool | None = None, only: Collection[str] | None = None) -> str:
    """`caller_allows` says whether the jobs that call the workflow may ask for identity tokens, None where none calls it; `only` are the ids of the
    jobs that are left, None: all.

    Raises RunnerError for a file that GitHub would refuse.
    """
    read = loaded(text, file)
    if read.part is None or any([finding.severity == "error" for finding in read.findings]):
        raise RunnerError(*[f"{finding.where}  {finding.message}" for finding in read.findings if finding.severity == "error"])
    workflow: model.Workflow = read.part
    jobs = {id: _lowered(id, job, workflow, imitated, caller_allows) for id, job in workflow.jobs.items() if only is None or id in only}
    name = workflow.name if caller_allows is None else None  # a called one's file name tells whose its jobs are
    on = {event: _trigger(trigger) for event, trigger in workflow.on.items()}
    return emit(changed(replace(workflow, on=on, jobs=jobs, name=name, **_UNKNOWN, description=None), without_case))


def _trigger(trigger: model.Trigger) -> model.Trigger:
    """Without its filters: what starts is decided before."""
    return model.Trigger(inputs=trigger.inputs, outputs=trigger.outputs, secrets=trigger.secrets)


def may_identify(job: model.Job | model.CallJob, workflow: model.Workflow, caller_allows: bool | None = None) -> bool:
    """Whether the job's effective permissions have `id-token: write`. A called workflow's are never more than its caller's."""
    permissions = job.permissions if job.permissions is not None else workflow.permissions
    if permissions is None:
        return bool(caller_allows)
    if isinstance(permissions, str):
        return permissions == "write-all" and caller_allows is not False
    return "id-token" in permissions and permissions["id-token"].level == "write" and caller_allows is not False


def scoped_name(name: str, environment: str) -> str:
    """What an environment's variable or secret is called for act, which has no environments."""
    return f"{name}__{re.sub('[^A-Za-z0-9]', '_', environment)}".upper() if environment else name


def own_reference(reference: str, repository: str) -> str:
    """A reference that act knows: `$/` is the workflow's own repository, without a checkout."""
    if not reference.startswith("$/"):
        return reference
    path = reference[2:]
    return f"./{path}" if path.startswith(".github/workflows/") else f"{repository}/{path}@{SELF}"


def _lowered(
    id: str, job: model.Job | model.CallJob, workflow: model.Workflow, imitated: Imitated, caller_allows: bool | None
) -> model.Job | model.CallJob:
    if isinstance(job, model.CallJob):
        return replace(job, **_UNKNOWN, name=None, uses=model.Uses(own_reference(job.uses.reference, imitated.repository)))
    environment = job.environment.name if job.environment is not None else ""
    job = _scoped(id, job, environment, imitated.scoped)
    steps = tuple([_step(step, imitated.repository) for step in job.steps])
    if environment and imitated.gate:
        steps = (_gate(environment, imitated.gate), *steps)
    given = imitated.identity(id, environment) if may_identify(job, workflow, caller_allows) else {}
    if given and isinstance(job.env, str):
        raise RunnerError(f"job '{id}'  has its environment from an expression, and would get identity tokens: write its `env` out")
    env = {**job.env, **given} if job.env is not None and not isinstance(job.env, str) else dict(given) if given else job.env
    return replace(job, **_UNKNOWN, environment=None, cancel_timeout_minutes=None, name=None, runs_on=LABEL, env=env, steps=steps)


def _step(step: model.Step, repository: str) -> model.Step:
    if step.uses is None:
        return step
    reference = own_reference(step.uses.reference, repository)
    return replace(step, name=step.name or step.uses.reference, uses=model.Uses(reference))


def _gate(environment: str, gate: str) -> model.Step:
    address = f"{gate}?environment={environment if '${{' in environment else quote(environment, safe='')}"
    return model.Step(name=f"Approval of {environment} (imitated)", run=_ASK, shell="python3 -I {0}", env={"GHSYNTH_GATE": address})


def _scoped(id: str, job: model.Job, environment: str, scoped: Scoped) -> model.Job:
    """The job reads its environment's variables and secrets under names of their own."""
    kinds = (("vars", scoped.variables), ("secrets", scoped.secrets))
    if "${{" in environment:
        wanted = {name for _, known in kinds for place, names in known.items() if place for name in names}
        if any([re.search(rf"\b(vars|secrets)\.({'|'.join(map(re.escape, wanted))})\b", text) for text in texts(job) if wanted]):
            raise RunnerError(f"job '{id}'  reads variables of an environment that only the run knows: {environment}")
        return job
    for context, known in kinds:
        for name in known.get(environment, ()) if environment else ():
            job = _renamed(job, context, name, scoped_name(name, environment))
    return job


def _renamed(job: model.Job, context: str, name: str, other: str) -> model.Job:
    pattern = re.compile(rf"\b{context}\s*(?:\.\s*{re.escape(name)}\b|\[\s*'{re.escape(name)}'\s*\])", re.IGNORECASE)

    def renamed(text: str) -> str:
        return _EXPRESSION.sub(lambda found: pattern.sub(f"{context}.{other}", found[0]), text)

    parts: dict[str, Any] = {part: getattr(job, part) for part in type(job).__annotations__ if part not in _NOT_SCOPED}
    after = {part: changed(value, renamed) for part, value in parts.items() if value is not None}
    return replace(job, **{part: value for part, value in after.items() if value != parts[part]})
