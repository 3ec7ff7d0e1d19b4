"""ECS's own view: the service, its deployment, its tasks that failed, and how many run."""

from __future__ import annotations

from synth.runtime.expectation import FAILED, INCONCLUSIVE, PASSED, Check, checked
from synth.runtime.layers.look import Look
from synth.runtime.layers.scene import short
from synth.runtime.layers.tasks import failed, obituary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.layers.asking import Asking
    from synth.runtime.layers.scene import Scene, Scenery
    from synth.runtime.layers.verification import Verification
    from synth.runtime.screen import Screen

_GOOD, _OPEN = ("SUCCESSFUL",), ("PENDING", "IN_PROGRESS")
_WENT_BACK = ("STOP_REQUESTED", "STOPPED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS", "ROLLBACK_SUCCESSFUL")
_LOST = ("ROLLBACK_FAILED", "FAILED")
_TELLING = ("unable", "failed", "unhealthy", "error", "deregistered", "rolling back")


class ServiceLayer:
    name = "ecs"

    def __init__(self, verification: Verification, scenery: Scenery, asking: Asking) -> None:
        self._wanted, self._scenery, self._asking = verification, scenery, asking

    def look(self, now: float) -> Look:
        scene = self._scenery.scene(now)
        look = judged(scene, self._wanted, self._asking.screen)
        if scene.deployment is not None and scene.deployment.status not in (*_GOOD, *_OPEN, *_WENT_BACK, *_LOST):
            self._asking.warn(f"ECS says that the deployment is {scene.deployment.status}, which this version of ghsynth does not know; it waits on")
        return look


def judged(scene: Scene, wanted: Verification, screen: Screen) -> Look:
    """The checks, cheapest first. A failed task, and a deployment that failed or went back, end the verification."""
    if scene.service is None:
        return Look(scene.troubles, scene.end)
    service = Check("service", PASSED if scene.service.status == "ACTIVE" else FAILED, screen.show(scene.service.status), "ACTIVE")
    definition, (deployment, deployment_end) = _definition(scene, wanted), _deployment(scene, wanted, screen)
    tasks = _failed_tasks(scene, wanted, screen)
    found = [service, definition, deployment, tasks, _running(scene, wanted, screen)]
    end = deployment_end or (FAILED if tasks is not None and tasks.result == FAILED else "") or scene.end
    return Look((*[one for one in found if one is not None], *scene.troubles), end)


def _definition(scene: Scene, wanted: Verification) -> Check | None:
    if not wanted.task_definition or scene.primary is None:
        return None
    seen, right = short(scene.primary.task_definition), short(wanted.task_definition)
    return checked("task definition", seen == right, seen, right)


def _deployment(scene: Scene, wanted: Verification, screen: Screen) -> tuple[Check | None, str]:
    one, primary = scene.deployment, scene.primary
    if one is None:
        if primary is not None and primary.state == "FAILED":  # what DescribeServices alone tells
            return Check("deployment", FAILED, "FAILED", "no failure", screen.show(primary.reason)), FAILED
        return None, ""
    evidence = screen.show("; ".join(_particulars(scene)), 300)
    if scene.service is not None and wanted.deployment and scene.service.current_deployment not in ("", wanted.deployment):
        newer = scene.service.current_deployment.rsplit("/", 1)[-1]
        return Check("deployment", INCONCLUSIVE, f"replaced by {screen.show(newer)}", "the service's current one", evidence), INCONCLUSIVE
    if one.status in (*_GOOD, *_OPEN):
        return Check("deployment", PASSED, " ".join([word for word in (one.status, screen.show(one.stage)) if word]), "no failure", evidence), ""
    restored = not wanted.deployment and wanted.task_definition and primary is not None
    if restored and one.status in _WENT_BACK and primary is not None and short(primary.task_definition) == short(wanted.task_definition):
        return Check("deployment", PASSED, one.status, "back to what is wanted", evidence), ""
    if one.status in (*_WENT_BACK, *_LOST):
        return Check("deployment", FAILED, one.status, "no failure", evidence), FAILED
    return Check("deployment", INCONCLUSIVE, f"{screen.show(one.status)}, an unknown status", "a known status", evidence), ""


def _particulars(scene: Scene) -> list[str]:
    one = scene.deployment
    if one is None:
        return []
    found = [one.reason, one.rollback.reason if one.rollback else ""]
    if one.breaker and one.breaker.failures:
        found.append(f"circuit breaker: {one.breaker.failures} of {one.breaker.threshold} failures")
    if one.alarms and one.alarms.triggered:
        found.append(f"alarms: {', '.join(one.alarms.triggered)}")
    return list(dict.fromkeys([text for text in found if text]))


def _failed_tasks(scene: Scene, wanted: Verification, screen: Screen) -> Check | None:
    if scene.stopped is None:
        return None
    lost = [one for one in scene.stopped if failed(one)]
    most = f"{wanted.max_failed_tasks} at most"
    evidence = "; ".join([obituary(one, screen) for one in lost[:3]])
    return checked("failed tasks", len(lost) <= wanted.max_failed_tasks, str(len(lost)), most, evidence)


def _running(scene: Scene, wanted: Verification, screen: Screen) -> Check | None:
    service = scene.service
    if service is None:
        return None
    count = scene.primary.running if scene.primary is not None else service.running
    desired, least = service.desired, wanted.min_healthy_tasks
    if desired < least:
        return Check("running tasks", INCONCLUSIVE, f"the desired count is {desired}", f"{least} or more", "too few tasks to prove anything")
    others = [one for one in service.rollouts if one is not scene.primary and one.running]
    told = [f"{sum([one.running for one in others])} of another release still run"] if others else []
    told += [one.message for one in service.events if one.at >= scene.since and any([word in one.message for word in _TELLING])][:2]
    evidence = screen.show("; ".join(told), 300)
    return checked("running tasks", count >= desired, f"{count} of {desired}", f"{desired}, the desired count now", evidence)
