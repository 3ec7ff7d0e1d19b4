"""All that comes before the service is touched: may it be deployed to, by us, now, and what exactly is to run."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.ecs import definition
from synth.runtime.ecs.arming import armed
from synth.runtime.ecs.container import Settings, with_settings
from synth.runtime.ecs.deployed import Over
from synth.runtime.ecs.ladder import last, running
from synth.runtime.ecs.ports import Denied, Missing, Refused
from synth.runtime.ecs.starting import patiently
from synth.runtime.ecs.waiting import idle, seen_service

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from synth.runtime.ecs.deploy_inputs import Wanted
    from synth.runtime.ecs.ports import Ecs
    from synth.runtime.ecs.values import Service, TaskDefinition
    from synth.runtime.ports import Clock

SHA_TAG, RUN_TAG = "ghsynth:sha", "ghsynth:run"


class Prepared(NamedTuple):
    """`service` is as it is before; `live` the task definition that it runs, `content` what is to run, None where that is `live` itself.

    `adopted` is the ARN of a service deployment that brings the same already. `configuration` is to be set first, None for leaving it.
    """

    service: Service
    live: TaskDefinition
    content: dict[str, Any] | None = None
    registered: TaskDefinition | None = None
    adopted: str = ""
    configuration: dict[str, Any] | None = None


def prepare(wanted: Wanted, ecs: Ecs, clock: Clock, until: float, say: Callable[[str], None]) -> Prepared:
    """Raises Over, and AwsError where AWS is not there until `until`."""
    service = seen_service(wanted, ecs, clock, until, say)
    refuse(service, wanted)
    live = _definition(ecs, running(service), clock, until, say)
    _refuse_older(wanted, service, live)
    content, registered = _content(wanted, ecs, live, clock, until, say)
    adopted = ""
    if service.current_deployment:
        service, adopted = idle(wanted, ecs, service, content, live, clock, until, say)
        if running(service) != live.arn:
            live = _definition(ecs, running(service), clock, until, say)
            _refuse_older(wanted, service, live)
            content, registered = _content(wanted, ecs, live, clock, until, say)
    return Prepared(service, live, content, registered, adopted, armed(service.configuration, wanted.arms))


def refuse(service: Service, wanted: Wanted) -> None:
    """Raises Over for a service that this action cannot deploy to."""
    why = ""
    if service.status != "ACTIVE":
        why = f"the service is {service.status}: create it, or give another one"
    elif service.controller == "CODE_DEPLOY":
        why = "the service is deployed by CodeDeploy; change its deployment controller to ECS, whose own blue/green this action drives"
    elif service.controller != "ECS":
        why = f"the deployment controller is {service.controller}: what runs is decided elsewhere, and has to be deployed there"
    elif service.managed and wanted.deploy_with != "official":
        why = "ECS manages this Express service: update it with aws-actions/amazon-ecs-deploy-express-service, then give deploy-with: official"
    else:
        why = _other_strategy(service, wanted)
    if why:
        raise Over("failed", f"nothing was touched: {why}", usage=True)


def _other_strategy(service: Service, wanted: Wanted) -> str:
    strategy = service.configuration.get("strategy", "ROLLING")
    if wanted.guard and not wanted.arms.strategy and strategy != wanted.guard:
        return f"strategy-guard is {wanted.guard}, and the service deploys {strategy}"
    if wanted.arms.strategy not in ("", "ROLLING") and len(service.target_groups) < 2:
        has = f"it has {len(service.target_groups)} target groups"
        return f"{wanted.arms.strategy} takes a load balancer with an alternate target group on the service; {has}"
    return ""


def _refuse_older(wanted: Wanted, service: Service, live: TaskDefinition) -> None:
    """Raises Over where a newer run of the workflow has deployed. Run ids grow with time."""
    newest = max([int(tags[RUN_TAG]) for tags in (live.tags, service.tags) if tags.get(RUN_TAG, "").isdigit()], default=0)
    if wanted.release.run and newest > wanted.release.run and wanted.deploy_with != "official":
        sha = live.tags.get(SHA_TAG, "")
        said = f" (commit {sha[:12]})" if sha else ""
        raise Over(
            "superseded",
            f"nothing was touched: run {newest}{said}, newer than this one, has deployed; actions/rollback goes back on purpose",
        )


def _definition(ecs: Ecs, name: str, clock: Clock, until: float, say: Callable[[str], None]) -> TaskDefinition:
    try:
        return patiently(lambda: ecs.task_definition(name), clock, until, say)
    except (Missing, Denied, Refused) as error:
        raise Over("failed", f"nothing was touched: {error}", usage=True) from None


def _content(
    wanted: Wanted, ecs: Ecs, live: TaskDefinition, clock: Clock, until: float, say: Callable[[str], None]
) -> tuple[dict[str, Any] | None, TaskDefinition | None]:
    """What is to be registered, or what is registered already and is to run; neither where that runs now."""
    release = wanted.release
    source = None if release.content or not release.name else _definition(ecs, release.name, clock, until, say)
    base = release.content or (source or live).content
    try:
        content = definition.with_images(base, dict(release.images)) if release.images else base
        content = with_settings(content, release.settings, release.container) if release.settings != Settings() else content
    except ValueError as error:
        raise Over("failed", f"nothing was touched: {error}", usage=True) from None
    if tagged := definition.unpinned(content):
        say(f"not pinned by digest: the image of {', '.join(tagged)}")
    if definition.same(content, live.content):
        return None, None
    if source is not None and definition.same(content, source.content) and source.status == "ACTIVE":
        return content, source
    return content, None


def would(prepared: Prepared) -> str:
    """What a dry run says."""
    armed = "set the deployment configuration, then " if prepared.configuration is not None else ""
    if prepared.content is None:
        return f"would {armed}verify {last(prepared.live.arn)}, which is what the service is to run already"
    images = ", ".join([str(one.get("image", "")) for one in prepared.content["containerDefinitions"]])
    what = last(prepared.registered.arn) if prepared.registered else f"a new revision of {prepared.content['family']} ({images})"
    return f"would {armed}deploy {what} after {last(prepared.live.arn)}"
