"""The scopes of GITHUB_TOKEN that a job may ask for. A mapping with a closed set of keys, known to type checkers only.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#permissions
"""

from __future__ import annotations

from typing import Literal, TypedDict

Access = Literal["read", "write", "none"]
Permissions = TypedDict(
    "Permissions",
    {
        "actions": Access,
        "artifact-metadata": Access,
        "attestations": Access,
        "checks": Access,
        "code-quality": Access,
        "contents": Access,
        "copilot-requests": Literal["write", "none"],
        "deployments": Access,
        "discussions": Access,
        "drives": Access,
        "id-token": Literal["write", "none"],
        "issues": Access,
        "models": Literal["read", "none"],
        "packages": Access,
        "pages": Access,
        "pull-requests": Access,
        "repository-projects": Access,
        "security-events": Access,
        "statuses": Access,
        "vulnerability-alerts": Literal["read", "none"],
    },
    total=False,
)
