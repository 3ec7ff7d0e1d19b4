"""The scopes of GITHUB_TOKEN: which levels each has and what it is for.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#permissions
"""

from __future__ import annotations

_ALL = ("read", "write", "none")
SCOPES: dict[str, tuple[tuple[str, ...], str]] = {
    "actions": (_ALL, "workflow runs and their artifacts"),
    "artifact-metadata": (_ALL, "storage records of artifacts"),
    "attestations": (_ALL, "artifact attestations"),
    "checks": (_ALL, "check runs"),
    "code-quality": (_ALL, "code quality results"),
    "contents": (_ALL, "the repository's files"),
    "copilot-requests": (("write", "none"), "requests to Copilot"),
    "deployments": (_ALL, "deployments and their states"),
    "discussions": (_ALL, "discussions"),
    "drives": (_ALL, "drives"),
    "id-token": (("write", "none"), "an OIDC token, to sign in elsewhere without a stored key"),
    "issues": (_ALL, "issues and their comments"),
    "models": (("read", "none"), "GitHub Models"),
    "packages": (_ALL, "packages"),
    "pages": (_ALL, "GitHub Pages"),
    "pull-requests": (_ALL, "pull requests and their comments"),
    "repository-projects": (_ALL, "classic projects"),
    "security-events": (_ALL, "code scanning results"),
    "statuses": (_ALL, "commit statuses"),
    "vulnerability-alerts": (("read", "none"), "Dependabot alerts"),
}
STRENGTH = {"none": 0, "read": 1, "write": 2}
