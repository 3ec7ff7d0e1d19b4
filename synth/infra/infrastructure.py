"""A project -> all that has to be there before its workflows can run: roles, and the repositories that images are pushed to."""

from __future__ import annotations

from synth.bindings.lock import merged
from synth.infra.limits import too_long
from synth.infra.places import Known
from synth.infra.reading_jobs import held
from synth.infra.roles import Linked, roles
from synth.infra.values import Infrastructure, Repository
from synth.link import file_name, link
from synth.record import replace
from synth.retention import HELD
from synth.stages.deploy import Deploy
from synth.stages.keep import Keep
from synth.stages.one_box import OneBox
from synth.stages.push import Push
from synth.stages.regions import Regions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from synth.infra.values import Github, Role
    from synth.pipeline import Pipeline
    from synth.project import Project

_WEAKER = (
    "the numbers of the repository are not known, so the roles trust whichever repository has its name; "
    "give --repository-id and --owner-id, or --online to ask GitHub"
)


def infrastructure(project: Project, github: Github) -> Infrastructure:
    """Raises DefinitionError where a workflow cannot be linked. Needs `in_repository` around it, as linking does."""
    warnings = [] if github.known else [_WEAKER]
    found = _linked(project)
    made = roles(found, _known(project.pipelines, found), github, warnings)
    warnings += [told for role in made for told in too_long(role)]
    return Infrastructure(github=github, roles=made, repositories=_repositories(project.pipelines, made), warnings=tuple(dict.fromkeys(warnings)))


def _linked(project: Project) -> list[Linked]:
    pin = merged(project.lock).pin
    mains = {file_name(workflow): pipeline.main for pipeline in project.pipelines for workflow in pipeline.workflows()}
    usual = project.pipelines[0].main if project.pipelines else "main"
    return [
        Linked(file=(path := file_name(source)).rpartition("/")[2], workflow=link(source, pin), main=mains.get(path, usual))
        for source in project.workflows
    ]


def _known(pipelines: Sequence[Pipeline], linked: Iterable[Linked]) -> Known:
    deploys = [one for pipeline in pipelines for one in deployments(pipeline)]
    images: dict[str, list[tuple[str, str, str]]] = {}
    for one in linked:
        for job in one.workflow.jobs.values():
            for use in [use for taken in held(job) for use in taken.uses if use.given.get("service")]:
                images.setdefault(use.given["service"], []).extend(use.images)
    for pipeline in pipelines:  # where AWS's own action deploys, its inputs name no image
        for name in [deploy.service.name for deploy in deployments(pipeline)]:
            images.setdefault(name, []).extend([(one.account, one.region, one.name) for one in _pushed(pipeline)])
    return Known(
        families={one.service.name: one.service.family for one in deploys if one.service.family},
        task_roles={one.service.name: one.service.task_roles for one in deploys},
        images={name: tuple(dict.fromkeys(found)) for name, found in images.items() if found},
    )


def deployments(pipeline: Pipeline) -> list[Deploy]:
    """Each deployment of a pipeline, those of regions and of a one box too."""
    return [
        one
        for stage in pipeline.stages
        for one in ([stage] if isinstance(stage, Deploy) else stage.deploys() if isinstance(stage, (OneBox, Regions)) else [])
    ]


def _pushed(pipeline: Pipeline) -> list[Repository]:
    """The repository of each Push, with the tags that move in it."""
    release = pipeline.progress().release
    if release is None:
        return []
    moving = [f"{HELD}*" for stage in pipeline.stages if isinstance(stage, Keep)][:1]
    return [
        Repository(
            name=release.image.repository,
            account=stage.registry.account,
            region=stage.registry.region,
            mutable=tuple(sorted([*(["branch-*"] if "branch" in stage.tags else []), *moving])),
            lifecycle=stage.retention.policy(),
            partition=_partition(stage.registry.region),
        )
        for stage in pipeline.stages
        if isinstance(stage, Push)
    ]


def _repositories(pipelines: Sequence[Pipeline], made: Sequence[Role]) -> tuple[Repository, ...]:
    """Each once, with what moves in any pipeline, and the accounts whose roles may read its images."""
    found: dict[str, Repository] = {}
    for one in [one for pipeline in pipelines for one in _pushed(pipeline)]:
        there = found.get(one.arn)
        found[one.arn] = one if there is None else replace(there, mutable=tuple(sorted({*there.mutable, *one.mutable})))
    return tuple([replace(one, readers=_readers(one, made)) for _, one in sorted(found.items())])


def _readers(repository: Repository, made: Sequence[Role]) -> tuple[str, ...]:
    asking = {role.account for role in made for statement in role.permissions.statements if repository.arn in statement.resources}
    return tuple(sorted(asking - {repository.account}))


def _partition(region: str) -> str:
    return "aws-cn" if region.startswith("cn-") else "aws-us-gov" if region.startswith("us-gov-") else "aws"
