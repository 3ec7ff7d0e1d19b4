"""Which files of the wheels go into the tree."""

from __future__ import annotations

from pathlib import PurePosixPath

SERVICES = frozenset("application-autoscaling cloudwatch codedeploy ecr ecs elbv2 logs sso sso-oidc sts".split())
_FOR_ALL = frozenset(["_retry.json", "endpoints.json", "partitions.json", "sdk-default-configuration.json"])
_LEGAL = ("licen", "copying", "notice", "authors")


def kept(name: str) -> bool:
    """Whether a file of a wheel is needed to ask AWS's services above, or has to stay because of its licence."""
    path = PurePosixPath(name)
    top, inner = path.parts[0], path.parts[1:]
    if top.endswith(".dist-info"):
        return is_legal(name)
    if top.endswith(".data") or (top == "boto3" and inner[0] in ("data", "examples")):  # scripts; models of resources, which nobody uses here
        return False
    if top == "botocore" and inner[0] == "data":
        return inner[1] in _FOR_ALL if len(inner) == 2 else inner[1] in SERVICES and not inner[-1].startswith(("examples-", "completions-"))
    return True


def is_legal(name: str) -> bool:
    """Whether it is a licence or a notice of the package itself."""
    path = PurePosixPath(name)
    return path.parts[0].endswith(".dist-info") and (path.name.lower().startswith(_LEGAL) or "licenses" in path.parts)
