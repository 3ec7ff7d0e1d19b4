"""The cloud's roles with the permissions that `ghsynth infra write` gives them for this very definition, and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from synth.infra.agreement.written import as_written
from synth.infra.evaluate import Request, decide
from synth.infra.infrastructure import infrastructure
from synth.infra.reading.values import Clause, Document
from synth.infra.values import Github, Role
from synth.project import load
from synth.record import replace
from tests.cloud import roles
from tests.scenarios.places import placed, role_name

OPTIONAL = {"logs:FilterLogEvents"}  # a failed task's last lines: roles get them where a LogScan names the log group, and the action goes on without


class Permitted:
    """The evaluator of a cloud, for the definition in `root`. `clusters` are those that the scene took apart. `refused` is what it did not allow."""

    def __init__(self, root: Path, clusters: Collection[str], without: str = "") -> None:
        found = infrastructure(load(str(root)), Github(owner="octo-org", name="octo-app", owner_id=1, repository_id=2))
        self.documents: dict[str, list[Document]] = {}
        for role in found.roles:
            self.documents.setdefault(role_name(role.name, role.account), []).append(_placed(role, clusters, without))
        self.refused: list[str] = []

    def __call__(self, role: roles.Role, action: str, resource: str, context: Mapping[str, str]) -> str | None:
        asked = Request(action=action, resource=resource, context={key: (value,) for key, value in context.items()})
        decision = decide(self.documents.get(role.name, ()), asked)
        if decision.allowed:
            return None
        if action not in OPTIONAL:
            self.refused.append(f"{role.name} {action} on {resource}")
        return decision.why


def _placed(role: Role, clusters: Collection[str], without: str) -> Document:
    """The role's permissions in the cloud's account, region and clusters, without the statement called so."""
    clauses = [one for one in as_written(role.permissions).clauses if one.sid != without]
    return Document(clauses=tuple([_clause(one, role, clusters) for one in clauses]))


def _clause(one: Clause, role: Role, clusters: Collection[str]) -> Clause:
    conditions = tuple([replace(found, values=tuple([_text(value, role, clusters) for value in found.values])) for found in one.conditions])
    return replace(one, resources=tuple([_text(resource, role, clusters) for resource in one.resources]), conditions=conditions)


def _text(text: str, role: Role, clusters: Collection[str]) -> str:
    for cluster in clusters:
        for kind in ("service", "service-deployment", "service-revision", "task"):
            text = text.replace(f":{kind}/{cluster}/", f":{kind}/{cluster}-{role.environment}/")
        text = f"{text}-{role.environment}" if text.endswith(f":cluster/{cluster}") else text
    return placed(text, {})
