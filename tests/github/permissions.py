"""Which permission an operation needs. GitHub's description does not say, so this table is kept by hand; it holds what writes, and what private reads need."""

from __future__ import annotations

_SCOPES: tuple[tuple[str, tuple[str, ...]], ...] = (
    # the first prefix of the operation's id that fits, and the scopes of which one is needed
    ("git/", ("contents",)),
    ("checks/", ("checks",)),
    ("pulls/merge", ("contents",)),
    ("pulls/", ("pull_requests",)),
    ("issues/", ("issues", "pull_requests")),
    ("actions/review-pending-deployments-for-run", ("deployments",)),
    ("actions/list-environment-", ("environments",)),
    ("actions/get-environment-", ("environments",)),
    ("actions/create-environment-", ("environments",)),
    ("actions/update-environment-", ("environments",)),
    ("actions/delete-environment-", ("environments",)),
    ("actions/list-repo-secrets", ("secrets",)),
    ("actions/list-repo-organization-secrets", ("secrets",)),
    ("actions/list-repo-variables", ("variables",)),
    ("actions/list-repo-organization-variables", ("variables",)),
    ("actions/get-github-actions-permissions", ("administration",)),
    ("actions/set-github-actions-permissions", ("administration",)),
    ("actions/", ("actions",)),
    ("repos/list-deployment-branch-policies", ("actions",)),
    ("repos/get-deployment-branch-policy", ("actions",)),
    ("repos/create-deployment-branch-policy", ("administration",)),
    ("repos/delete-deployment-branch-policy", ("administration",)),
    ("repos/create-repo-ruleset", ("administration",)),
    ("repos/update-repo-ruleset", ("administration",)),
    ("repos/delete-repo-ruleset", ("administration",)),
    ("repos/create-commit-status", ("statuses",)),
    ("repos/get-combined-status-for-ref", ("statuses",)),
    ("repos/create-deployment", ("deployments",)),
    ("repos/delete-deployment", ("deployments",)),
    ("repos/get-deployment", ("deployments",)),
    ("repos/list-deployment", ("deployments",)),
    ("repos/get-all-environments", ("actions",)),
    ("repos/get-environment", ("actions",)),
    ("repos/create-or-update-environment", ("administration",)),
    ("repos/delete-an-environment", ("administration",)),
    ("repos/update", ("administration",)),
    ("repos/delete-file", ("contents",)),
    ("repos/delete", ("administration",)),
    ("repos/create-in-org", ("administration",)),
    ("repos/get-content", ("contents",)),
    ("repos/get-branch", ("contents",)),
    ("repos/get-commit", ("contents",)),
    ("repos/compare-commits", ("contents",)),
    ("repos/create-or-update-file-contents", ("contents",)),
    ("repos/create-release", ("contents",)),
    ("repos/list-releases", ("contents",)),
    ("repos/get-latest-release", ("contents",)),
    ("orgs/", ("organization_administration",)),
)


_GUARDED = ("environments", "secrets", "variables", "administration")


def guarded(operation: str) -> bool:
    """Whether even a look at a public repository needs the permission."""
    return any(scope in _GUARDED for scope in scopes(operation))


def scopes(operation: str) -> tuple[str, ...]:
    """The scopes of which one is needed; `metadata` for the rest, which every token has."""
    return next((found for prefix, found in _SCOPES if operation.startswith(prefix)), ("metadata",))
