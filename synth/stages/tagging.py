"""More names for an image that is in the registry: workflows beside the pipeline's that copy a tag, and build nothing."""

from __future__ import annotations

from synth.bindings import ecr_login
from synth.build.jobs import Concurrency, Job
from synth.build.steps import run
from synth.build.triggers import dispatch, push, schedule
from synth.build.workflows import Workflow
from synth.expr import github, text
from synth.link.names import slug
from synth.pipeline import StageError
from synth.versions import NIGHTLY, branch_tag, version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.build.steps import Text
    from synth.expr.tree import Expr
    from synth.pipeline import Pipeline, Release
    from synth.stages.push import Push

TAGS = ("sha", "branch", "nightly", "version")
_MINUTES = 10


def check(tags: Sequence[str]) -> None:
    """Raises StageError for a tag that is not known, and above all for the one that means another image each day."""
    for tag in tags:
        if tag == "latest":
            raise StageError("a tag 'latest' names another image each day, so that nobody can say what runs: take 'branch' for the newest of main")
        if tag not in TAGS:
            raise StageError(f"tag '{tag}' is none of {', '.join(TAGS)}")
    if "nightly" in tags and "branch" not in tags:
        raise StageError("the nightly tag is given to what the branch's tag names: add 'branch' to the tags")


def nightly(stage: Push, pipeline: Pipeline) -> Workflow:
    """Once a night the image that the main branch's tag names gets the day's name."""
    release = _release(pipeline)
    script = f"""
    tag={{given}}$(date --utc +%Y%m%d)
    {_digest(release)}
    if [ "$digest" = None ]; then
      echo "::error::the branch has no image yet"
      exit 1
    fi
    {_existing(release)}
    if [ "$existing" != None ]; then
      echo "$tag names $existing already"
    else
      {_copy(release)}
    fi
    """
    name = f"Tag the nightly image of {pipeline.name}"
    job = _job(stage, script, "Tag the nightly image", branch_tag(pipeline.main), NIGHTLY)
    on = [schedule(stage.nightly_cron), dispatch()]
    return Workflow(name, on=on, jobs=[job.replace(if_=_on_main(pipeline))], concurrency=Concurrency(slug(name)), origin=stage.origin)


def versioned(stage: Push, pipeline: Pipeline) -> Workflow:
    """A version tag that is pushed to git becomes one more tag of the image of its commit."""
    release = _release(pipeline)
    script = f"""
    tag={{given}}
    if [[ ! "$tag" =~ ^v[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] || [ "${{#tag}}" -gt 128 ]; then
      echo "::error::the tag is no version such as v1.4.0 or v1.4.0-rc.1"
      exit 2
    fi
    {_digest(release)}
    if [ "$digest" = None ]; then
      echo "::error::the commit has no image: tag one that main has pushed, or run this again once it has"
      exit 1
    fi
    {_existing(release)}
    if [ "$existing" = "$digest" ]; then
      echo "the image has this name already"
    elif [ "$existing" != None ]; then
      echo "::error::the version names $existing: a version is given once, take the next one"
      exit 1
    else
      {_copy(release)}
    fi
    """
    name = f"Tag versions of {pipeline.name}"
    job = _job(stage, script, "Tag the version", version(), github.ref_name)
    group = text("{name}-{ref}", name=slug(name), ref=github.ref_name)
    return Workflow(name, on=[push(tags=["v*"])], jobs=[job], concurrency=Concurrency(group), origin=stage.origin)


def _job(stage: Push, script: str, name: str, found: Text, given: Text) -> Job:
    from synth.stages.push import signed_in

    registry = stage.registry
    steps = [signed_in(registry.role, registry.region), ecr_login("Log in to ECR"), run(script, name=name, found=found, given=given)]
    return Job(name, steps, environment=registry.environment, environment_deployment=False, timeout_minutes=_MINUTES, origin=stage.origin)


def _on_main(pipeline: Pipeline) -> Expr[bool]:
    return github.ref == f"refs/heads/{pipeline.main}"  # the button can be pressed on any branch


def _release(pipeline: Pipeline) -> Release:
    release = pipeline.progress().release
    assert release is not None  # this stage has made it
    return release


def _asked(release: Release, tag: str) -> str:
    query = "--query 'images[0].imageId.imageDigest' --output text"
    return f'"$(aws ecr batch-get-image --repository-name {release.image.repository} --image-ids imageTag={tag} \\\n      {query})"'


def _digest(release: Release) -> str:
    return f"digest={_asked(release, '{found}')}"


def _existing(release: Release) -> str:
    return f"existing={_asked(release, chr(34) + '$tag' + chr(34))}"


def _copy(release: Release) -> str:
    return f'skopeo copy --all --preserve-digests docker://{release.repository}@"$digest" docker://{release.repository}:"$tag"'
