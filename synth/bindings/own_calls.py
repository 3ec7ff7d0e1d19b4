"""A function for each reusable workflow that a repository has in YAML: its inputs and secrets as parameters, its outputs as attributes of the job."""

from __future__ import annotations

import json

from synth.bindings.names import parameter_name
from synth.model.permissions import STRENGTH
from synth.record import Record, positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.model import Workflow

_KINDS = {"boolean": "Truth", "number": "Number"}
_SETTINGS = {  # of every call, beside the workflow's own inputs
    "id": "str | None = None",
    "needs": "Sequence[Job | CallJob] = ()",
    "if_": "Truth | None = None",
    "matrix": "Matrix | None = None",
    "concurrency": "Concurrency | None = None",
}
_HOMES = {
    "Sequence": "collections.abc",
    "Concurrency": "synth.build.jobs",
    "Expr": "synth.expr.tree",
    "Job": "synth.build.jobs",
    "Matrix": "synth.build.matrix",
    "Number": "synth.build.steps",
    "Permissions": "synth.build.permissions",
    "Text": "synth.build.steps",
    "Truth": "synth.build.steps",
}


@positional
class CallFacts(Record):
    """A reusable workflow, by its path in the repository. `inputs` have a type and whether they must be given, `secrets` the latter.

    `permissions` are those that its jobs need together; None where one of them does not say.
    """

    path: str
    inputs: Mapping[str, tuple[str, bool]]
    secrets: Mapping[str, bool]
    outputs: tuple[str, ...]
    permissions: Mapping[str, str] | None

    @property
    def function(self) -> str:
        return parameter_name(self.path.rpartition("/")[2].rpartition(".")[0])

    @property
    def module(self) -> str:
        return f"workflow_{self.function.strip('_')}"


def call_facts(path: str, workflow: Workflow) -> CallFacts | None:
    """What the workflow's file says; None when it cannot be called."""
    if "workflow_call" not in workflow.on:
        return None
    call = workflow.on["workflow_call"]
    inputs = {
        name: (given.type or "string", given.required is True and given.default is None) for name, given in ((call and call.inputs) or {}).items()
    }
    secrets = {name: given is not None and given.required is True for name, given in ((call and call.secrets) or {}).items()}
    outputs = tuple((call and call.outputs) or ())
    return CallFacts(path, inputs, secrets, outputs, _permissions(workflow))


def from_dict(path: str, facts: Mapping[str, Any]) -> CallFacts:
    """The facts as the catalogue holds them. Raises KeyError, TypeError or ValueError for others."""
    inputs = {name: (str(kind), bool(required)) for name, (kind, required) in facts["inputs"].items()}
    return CallFacts(path, inputs, dict(facts["secrets"]), tuple(facts["outputs"]), facts["permissions"])


def to_dict(facts: CallFacts) -> dict[str, object]:
    inputs = {name: list(given) for name, given in facts.inputs.items()}
    return {"inputs": inputs, "secrets": facts.secrets, "outputs": facts.outputs, "permissions": facts.permissions}


def call_module(facts: CallFacts, marker: str) -> str:
    """The module that binds the workflow."""
    title = "".join(part.title() for part in facts.function.split("_"))
    job = f"{title}Job" if facts.outputs else "CallJob"
    body = [*([_outputs(facts, title)] if facts.outputs else []), _function(facts, job)]
    names = sorted({facts.function, *([job, f"{title}Outputs"] if facts.outputs else [])})
    imports = "from synth.bindings.calls import CallJob, called\n"
    exported = ", ".join([f'"{name}"' for name in names])
    head = f'{marker}"""The reusable workflow {facts.path}."""\n\nfrom __future__ import annotations\n\n{imports}'
    return f"{head}\n{_typing(''.join(body))}\n__all__ = [{exported}]\n\n\n" + "\n\n".join(body)


def _outputs(facts: CallFacts, title: str) -> str:
    lines = [f"class {title}Outputs:", f'    """What `{facts.function}` gives to later jobs."""', "", "    def __init__(self, job: CallJob) -> None:"]
    lines += ["        self._job = job", ""]
    for name in facts.outputs:
        lines += ["    @property", f"    def {parameter_name(name)}(self) -> Expr[str]:", f"        return self._job.output({json.dumps(name)})", ""]
    lines += ["", f"class {title}Job(CallJob):", f'    """A call of `{facts.function}`."""', ""]
    lines += ["    @property", f"    def outputs(self) -> {title}Outputs:", f"        return {title}Outputs(self)", ""]
    return "\n".join(lines)


def _function(facts: CallFacts, job: str) -> str:
    inputs, secrets = _parameters(facts)
    needed = {name for name, (_, required) in facts.inputs.items() if required} | {
        f"secret {name}" for name, required in facts.secrets.items() if required
    }
    lines = [f"def {facts.function}(", "    name: str,", "    *,"]
    for parameter, name in inputs.items():
        kind = _KINDS.get(facts.inputs[name][0], "Text")
        lines.append(f"    {parameter}: {kind}{'' if name in needed else ' | None = None'},")
    lines += [f"    {parameter}: Expr[str]{'' if f'secret {name}' in needed else ' | None = None'}," for parameter, name in secrets.items()]
    lines += [f"    {name}: {annotation}," for name, annotation in _SETTINGS.items()]
    lines += ["    permissions: Permissions | None = None,", f") -> {job}:"]
    lines += [f'    """A job that calls {facts.path}.', ""]
    lines += ["    None leaves an input or secret to the workflow, and its permissions at what its jobs need.", '    """']
    if facts.permissions is not None:
        lines += ["    if permissions is None:", f"        permissions = {_literal(facts.permissions)}"]
    lines += ["    return called(", f"        {job},", f'        "./{facts.path}",', "        name,"]
    lines += [f"        {_passed(given)}," for given in (inputs, secrets)]
    lines += [f"        {_listed(facts.outputs)},", "        needs,"]
    lines += [f"        {name}={name}," for name in (*[name for name in _SETTINGS if name != "needs"], "permissions")]
    return "\n".join([*lines, "    )\n"])


def _parameters(facts: CallFacts) -> tuple[dict[str, str], dict[str, str]]:
    """The parameters of inputs and of secrets, no two alike."""
    taken = {"name", "permissions", *_SETTINGS}
    found: list[dict[str, str]] = []
    for names, kind in ((facts.inputs, "input"), (facts.secrets, "secret")):
        made = {}
        for name in names:
            parameter = parameter_name(name)
            parameter = f"{parameter.rstrip('_')}_{kind}" if parameter in taken else parameter
            taken.add(parameter)
            made[parameter] = name
        found.append(made)
    return found[0], found[1]


def _passed(parameters: Mapping[str, str]) -> str:
    return "{" + ", ".join([f"{json.dumps(name)}: {parameter}" for parameter, name in parameters.items()]) + "}"


def _listed(names: tuple[str, ...]) -> str:
    return "(" + "".join([f"{json.dumps(name)}, " for name in names]).rstrip(" " if len(names) == 1 else ", ") + ")"


def _literal(mapping: Mapping[str, str]) -> str:
    return "{" + ", ".join([f"{json.dumps(key)}: {json.dumps(value)}" for key, value in mapping.items()]) + "}"


def _typing(body: str) -> str:
    """The imports for type checkers of the names that the body has."""
    homes: dict[str, list[str]] = {}
    for name, home in sorted(_HOMES.items()):
        if any([f"{before}{name}{after}" in body for before in (" ", "[", "(") for after in ("", "[")]):
            homes.setdefault(home, []).append(name)
    lines = [f"    from {home} import {', '.join(names)}\n" for home, names in sorted(homes.items()) if home == "collections.abc"]
    lines += ["\n"] if lines else []
    lines += [f"    from {home} import {', '.join(names)}\n" for home, names in sorted(homes.items()) if home != "collections.abc"]
    return "TYPE_CHECKING = False\nif TYPE_CHECKING:\n" + "".join(lines)


def _permissions(workflow: Workflow) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for job in workflow.jobs.values():
        grant = job.permissions if job.permissions is not None else workflow.permissions
        if grant is None or isinstance(grant, str):
            return None  # what the repository's settings say, or all there is
        for scope, permission in grant.items():
            if STRENGTH.get(permission.level, 0) > STRENGTH.get(found.get(scope, "none"), 0):
                found[scope] = permission.level
    return {scope: found[scope] for scope in sorted(found)}
