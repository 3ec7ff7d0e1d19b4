"""The contexts that GitHub gives to expressions, with the properties that each has. `steps`, `needs`, `matrix` and `inputs` are not here:
the step, job, axis or input itself is the expression.

Properties: https://docs.github.com/actions/reference/workflows-and-actions/contexts
"""

from __future__ import annotations

from synth.expr.tree import Path
from synth.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.expr.tree import Expr, Kind


class _Context:
    """Properties as attributes. The annotations of a subclass are the closed set of them; `_kinds` names those that are not text."""

    _name: str
    _kinds: dict[str, Kind] = {}

    if not TYPE_CHECKING:  # type checkers know the annotations only, so that github.reff is an error

        def __getattr__(self, name):
            known = type(self).__annotations__
            if name not in known:
                raise AttributeError(f"the {self._name} context has no property '{name}'{nearest(name, known)}")
            made = self.__dict__[name] = Path(self._kinds.get(name, "text"), self._name, name.replace("_", "-") if self._hyphens else name)
            return made

    _hyphens = False


class _OpenContext:
    """A context whose names the user chooses, as `vars.NAME` or `vars["NAME"]`."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Expr[str]:
        if name.startswith("__"):
            raise AttributeError(name)
        return Path("text", self._name, name)

    def __getitem__(self, name: str) -> Expr[str]:
        return Path("text", self._name, name)


class Github(_Context):
    """`github`: the run and the event that started it."""

    _name = "github"
    _kinds = {"event": "any", "ref_protected": "truth"}
    action: Expr[str]
    action_path: Expr[str]
    action_ref: Expr[str]
    action_repository: Expr[str]
    action_status: Expr[str]
    actor: Expr[str]
    actor_id: Expr[str]
    api_url: Expr[str]
    base_ref: Expr[str]
    env: Expr[str]
    event: Expr[Any]
    event_name: Expr[str]
    event_path: Expr[str]
    graphql_url: Expr[str]
    head_ref: Expr[str]
    job: Expr[str]
    path: Expr[str]
    ref: Expr[str]
    ref_name: Expr[str]
    ref_protected: Expr[bool]
    ref_type: Expr[str]
    repository: Expr[str]
    repositoryUrl: Expr[str]  # noqa: N815  # GitHub's spelling
    repository_id: Expr[str]
    repository_owner: Expr[str]
    repository_owner_id: Expr[str]
    retention_days: Expr[str]
    run_attempt: Expr[str]
    run_id: Expr[str]
    run_number: Expr[str]
    secret_source: Expr[str]
    server_url: Expr[str]
    sha: Expr[str]
    token: Expr[str]
    triggering_actor: Expr[str]
    workflow: Expr[str]
    workflow_ref: Expr[str]
    workflow_sha: Expr[str]
    workspace: Expr[str]


class Runner(_Context):
    """`runner`: the machine that runs the job."""

    _name = "runner"
    arch: Expr[str]
    debug: Expr[str]
    environment: Expr[str]
    name: Expr[str]
    os: Expr[str]
    temp: Expr[str]
    tool_cache: Expr[str]
    workspace: Expr[str]


class JobContext(_Context):
    """`job`: the job that runs."""

    _name = "job"
    check_run_id: Expr[str]
    status: Expr[str]
    workflow_file_path: Expr[str]
    workflow_ref: Expr[str]
    workflow_repository: Expr[str]
    workflow_sha: Expr[str]


class Strategy(_Context):
    """`strategy`: the place of the job in its matrix."""

    _name = "strategy"
    _kinds = {"fail_fast": "truth", "job_index": "number", "job_total": "number", "max_parallel": "number"}
    _hyphens = True
    fail_fast: Expr[bool]
    job_index: Expr[int]
    job_total: Expr[int]
    max_parallel: Expr[int]


github = Github()
runner = Runner()
job = JobContext()
strategy = Strategy()
env = _OpenContext("env")
secrets = _OpenContext("secrets")
vars = _OpenContext("vars")  # GitHub's name
