"""Policies as files of JSON, for those who make their roles by other means."""

from __future__ import annotations

import json

from synth.infra.documents import document, readers_policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.infra.values import Infrastructure


def policies(infrastructure: Infrastructure) -> dict[str, str]:
    """Texts by path: of each role its trust and its permissions, of each repository its lifecycle and who else reads it."""
    files: dict[str, str] = {}
    for role in infrastructure.roles:
        files[f"{role.account}/{role.name}.trust.json"] = _text(document(role.trust))
        if role.permissions.statements:
            files[f"{role.account}/{role.name}.permissions.json"] = _text(document(role.permissions))
    for one in infrastructure.repositories:
        name = f"{one.account}/{one.region}.{one.name.replace('/', '.')}"
        files[f"{name}.lifecycle.json"] = one.lifecycle
        if one.readers:
            files[f"{name}.repository.json"] = _text(readers_policy(one))
    return files


def _text(content: Any) -> str:
    return json.dumps(content, indent=2) + "\n"
