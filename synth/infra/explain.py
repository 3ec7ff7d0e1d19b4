"""Who may do what, from where: an infrastructure as text, tables, JSON or a picture."""

from __future__ import annotations

import json

from synth.picture.mermaid import escaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from synth.infra.values import Assuming, Infrastructure, Policy, Repository, Role, Statement

SCHEMA = 1


def as_text(found: Infrastructure) -> str:
    lines = [f"{found.github.owner}/{found.github.name}"]
    for account in found.accounts:
        lines += ["", f"account {account}"]
        for role in [role for role in found.roles if role.account == account]:
            lines += ["", f"  role {role.name}: {role.purpose}", f"    sessions of {role.session_seconds} s", "    taken on by"]
            lines += [f"      {_who(job)}" for job in role.jobs]
            lines += ["    may", *[f"      {line}" for one in role.permissions.statements for line in _what(one)]]
        for one in [one for one in found.repositories if one.account == account]:
            lines += ["", f"  repository {one.name}: {_kept(one)}"]
    lines += ["", *[f"warning: {one}" for one in found.warnings]] if found.warnings else []
    return "\n".join(lines) + "\n"


def as_markdown(found: Infrastructure) -> str:
    lines = [f"# Roles of {found.github.owner}/{found.github.name}"]
    for role in found.roles:
        lines += ["", f"## `{role.name}` in {role.account}: {role.purpose}", "", "| taken on by | in | environment | on |", "|---|---|---|---|"]
        lines += [f"| {_cell(job.name)} | `{job.file}` | {_cell(job.environment or '-')} | {_code(job.refs)} |" for job in role.jobs]
        lines += ["", "| may | on | if | because |", "|---|---|---|---|"]
        lines += [
            f"| {_code(one.actions)} | {_code(one.resources)} | {_code(_if(one)) or '-'} | {_cell(one.reason)} |"
            for one in role.permissions.statements
        ]
    if found.repositories:
        lines += ["", "## Repositories", "", "| repository | tags |", "|---|---|"]
        lines += [f"| `{one.arn}` | {_cell(_kept(one))} |" for one in found.repositories]
    lines += ["", *[f"- **warning**: {_cell(one)}" for one in found.warnings]] if found.warnings else []
    return "\n".join(lines) + "\n"


def as_json(found: Infrastructure) -> str:
    content = {
        "schema": SCHEMA,
        "command": "infra explain",
        "exit_code": 0,
        "repository": f"{found.github.owner}/{found.github.name}",
        "roles": [_role(role) for role in found.roles],
        "repositories": [{"arn": one.arn, "mutable": list(one.mutable), "readers": list(one.readers)} for one in found.repositories],
        "warnings": list(found.warnings),
    }
    return json.dumps(content, indent=2) + "\n"


def as_mermaid(found: Infrastructure) -> str:
    """Jobs on the left, roles in their accounts in the middle, what they reach on the right."""
    lines, names, edges = ["graph LR"], dict[str, str](), list[str]()

    def node(kind: str, text: str) -> str:
        if f"{kind} {text}" not in names:
            names[f"{kind} {text}"] = f"{kind}{len(names) + 1}"
            lines.append(f'  {names[f"{kind} {text}"]}["{escaped(text)}"]')
        return names[f"{kind} {text}"]

    for account in found.accounts:
        held = [(role, f"role{number}") for number, role in enumerate(found.roles, 1) if role.account == account]
        lines.append(f'  subgraph account{account}["account {account}"]')
        lines += [f'    {name}(["{escaped(role.name)}<br>{escaped(role.purpose)}"])' for role, name in held]
        lines.append("  end")
        for role, name in held:
            edges += [f"  {node('job', f'{job.name} ({job.file})')} -->|{escaped(job.environment or 'branch')}| {name}" for job in role.jobs]
            for service in dict.fromkeys([action.partition(":")[0] for action in role.permissions.actions]):
                count = len([action for action in role.permissions.actions if action.startswith(f"{service}:")])
                edges.append(f"  {name} -->|{count}| {node('api', service)}")
    return "\n".join([*lines, *edges]) + "\n"


def _who(job: Assuming) -> str:
    where = f"environment {job.environment}" if job.environment else "no environment"
    return f"'{job.name}' of {job.file}, {where}, on {', '.join(job.refs)}"


def _what(one: Statement) -> Iterator[str]:
    yield f"{', '.join(one.actions)}"
    for resource in one.resources:
        yield f"  on {resource}"
    for condition in _if(one):
        yield f"  if {condition}"
    yield f"  because: {one.reason}"


def _if(one: Statement) -> tuple[str, ...]:
    return tuple([f"{key} {operator} {', '.join(values)}" for operator, keys in one.conditions.items() for key, values in keys.items()])


def _kept(one: Repository) -> str:
    moving = f"all but {', '.join(one.mutable)}" if one.mutable else "all"
    return f"{moving} of its tags are immutable; " + (f"read by {', '.join(one.readers)}" if one.readers else "read by its own account")


def _role(role: Role) -> Mapping[str, Any]:
    return {
        "arn": role.arn,
        "purpose": role.purpose,
        "environment": role.environment,
        "session_seconds": role.session_seconds,
        "jobs": [{"file": job.file, "job": job.job, "name": job.name, "environment": job.environment, "refs": list(job.refs)} for job in role.jobs],
        "trust": _policy(role.trust),
        "permissions": _policy(role.permissions),
    }


def _policy(policy: Policy) -> list[dict[str, Any]]:
    from synth.infra.documents import statement

    return [{**statement(one), "reason": one.reason} for one in policy.statements]


def _code(values: tuple[str, ...]) -> str:
    return "<br>".join([f"`{value}`".replace("|", "\\|") for value in values])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
