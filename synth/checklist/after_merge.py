"""The points of the list "after the merge"."""

from __future__ import annotations

import re

from synth.checklist.values import Point, missed, outside, satisfied

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.checklist.deployments import Deployment
    from synth.checklist.evidence import Evidence
    from synth.checklist.values import Verdict

_FROM = re.compile(r"^\s*FROM\s+\S", re.IGNORECASE | re.MULTILINE)
_UNWATCHED = "nothing is judged but its health: put Bake after it, and look at the machines' own metrics"
_NO_DEPLOY = "add Deploy(environment, service, Health(...))"


def built(evidence: Evidence) -> Verdict:
    found = evidence.stages("Build")
    if not found:
        return missed("add Build(Image(...))")
    image = found[0].image
    path = image.dockerfile if image.context == "." else f"{image.context}/{image.dockerfile}"
    text = evidence.read(path)
    if text is None:
        return outside(f"it is built, but {path} cannot be read: look whether it has several FROM", found[0].origin)
    stages = list(_FROM.finditer(text))
    if len(stages) < 2:
        return missed(f"{path} has one stage: build in a first FROM, and COPY --from it into a small second one", found[0].origin)
    return satisfied(found[0].origin, f"{path} has {len(stages)} stages")


def scanned(evidence: Evidence) -> Verdict:
    found = evidence.stages("TrivyScan")
    return satisfied(found[0].origin, f"{', '.join(found[0].severity)} stop the run before the push") if found else missed("add TrivyScan()")


def pushed(evidence: Evidence) -> Verdict:
    found = evidence.stages("Push")
    return satisfied(found[0].origin, "once, by digest, under the tag sha-<commit>") if found else missed("add Push(Registry(...))")


def registered(evidence: Evidence) -> Verdict:
    if evidence.deploys() and all([one.machines for one in evidence.deploys()]):
        return outside("there is none: the release goes to machines, under its commit's name", evidence.deploys()[-1].origin)
    return _deploys(evidence, lambda _: "", "rendered from the live one, with the image by digest")


def started(evidence: Evidence) -> Verdict:
    kinds = [one.how or "as the service is set" for one in evidence.deploys()]
    return _deploys(evidence, lambda _: "", f"to {len(kinds)} environments: {', '.join(kinds)}" if len(kinds) > 1 else "".join(kinds))


def healthy(evidence: Evidence) -> Verdict:
    return _deploys(
        evidence, lambda one: "" if one.health else f"give its {one.kind} a Health(...)", "each deployment is asked until it answers, or fails"
    )


def verified(evidence: Evidence) -> Verdict:
    def lacks(one: Deployment) -> str:
        return "" if one.health and one.health.version else "tell Health where the answer names its version: version='/version#/version'"

    return _deploys(evidence, lacks, "the version that answers is the one that was deployed")


def watched(evidence: Evidence) -> Verdict:
    measured = {one.environment.name for one in evidence.stages("VerifyMetrics")}

    def lacks(one: Deployment) -> str:
        if one.watched or one.environment in measured:
            return ""
        return "give its Deploy alarms=[...] of CloudWatch, or logs=LogScan(), or put VerifyMetrics after it" if not one.machines else _UNWATCHED

    return _deploys(evidence, lacks, "alarms, logs or metrics are judged at each deployment")


def _deploys(evidence: Evidence, lacks: Callable[[Deployment], str], why: str) -> Verdict:
    """Satisfied when no deployment lacks something; else the first that does, and what."""
    found = evidence.deploys()
    if not found:
        return missed(_NO_DEPLOY)
    for one in found:
        if advice := lacks(one):
            return missed(f"'{one.environment}': {advice}", one.origin)
    return satisfied(found[-1].origin, why)


POINTS = (
    Point("post-merge", "image", "The image is built, in several stages", built),
    Point("post-merge", "scan", "The image is scanned for vulnerabilities", scanned),
    Point("post-merge", "push", "The image is pushed to ECR", pushed),
    Point("post-merge", "task-definition", "The task definition is updated", registered),
    Point("post-merge", "deployment", "The ECS deployment starts", started),
    Point("post-merge", "health", "Health checks pass", healthy),
    Point("post-merge", "verified", "The deployment is verified", verified),
    Point("post-merge", "monitoring", "Monitoring confirms that all is normal", watched),
)
