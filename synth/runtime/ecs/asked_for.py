"""The release that a person names: a task definition, a service revision, an image digest or a commit."""

from __future__ import annotations

import re

from synth.runtime.ecs.ladder import last
from synth.runtime.ecs.last_good import CALLER, Candidate, marked, short
from synth.runtime.ecs.ports import AwsError, Expired
from synth.runtime.ecs.preflight import repository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.ecs.history import History
    from synth.runtime.ecs.ports import Ecs, Registry
    from synth.runtime.ecs.values import Revision
    from synth.runtime.record.mark import Mark

AUTO = "auto"
DEFINITION = re.compile(r"(arn:[a-z-]+:ecs:[^:]+:[0-9]{12}:task-definition/)?[A-Za-z0-9_-]{1,255}:[0-9]{1,9}")
REVISION = re.compile(r"arn:[a-z-]+:ecs:[^:]+:[0-9]{12}:service-revision/[A-Za-z0-9_-]+/[A-Za-z0-9_-]+/[0-9]+")
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
COMMIT = re.compile(r"[0-9a-f]{7,40}")


def destination(text: str) -> str:
    """The text where it has one of the forms. Raises ValueError."""
    if text != AUTO and not any([form.fullmatch(text) for form in (DEFINITION, REVISION, DIGEST, COMMIT)]):
        raise ValueError(f"'{text}' is neither auto, family:revision, an ARN of a task definition or service revision, sha256:…, nor a commit")
    return text


def asked_for(to: str, history: History, ecs: Ecs, registry: Registry) -> tuple[Candidate | None, str]:
    """What `to` names, or why that is nothing that can be deployed. Raises Expired."""
    try:
        if DEFINITION.fullmatch(to):
            return _of_definition(ecs.task_definition(to).arn, history), ""
        if REVISION.fullmatch(to):
            found = ecs.revisions([to])
            return (
                (_of_revision(found[0], history), "") if found else (None, f"ECS knows no service revision {last(to)}; it forgets them after 90 days")
            )
    except Expired:
        raise
    except AwsError as error:
        return None, str(error)
    return _with_digest(to, history) if DIGEST.fullmatch(to) else _of_commit(to, history, registry)


def _with_digest(digest: str, history: History) -> tuple[Candidate | None, str]:
    found = [_of_mark(mark, history) for mark in history.marks if digest in mark.digests]
    found += [_of_revision(one, history) for one in history.successful if any([image.digest == digest for image in one.images])]
    return _first(found, f"the image {digest}")


def _of_commit(commit: str, history: History, registry: Registry) -> tuple[Candidate | None, str]:
    marks = [mark for mark in history.marks if mark.sha.startswith(commit)]
    if len({mark.sha for mark in marks}) > 1:
        return None, f"'{commit}' is the beginning of several commits: {', '.join(sorted({mark.sha for mark in marks}))}; give more of it"
    if marks:
        return _of_mark(marks[0], history), ""
    return _first([_of_revision(one, history) for one in history.successful if _is_tagged(one, commit, registry)][:1], f"the commit {commit}")


def _first(found: list[Candidate], what: str) -> tuple[Candidate | None, str]:
    return (found[0], "") if found else (None, f"no release of this service is known to have {what}, of verified marks or successful deployments")


def _of_definition(arn: str, history: History) -> Candidate:
    for mark in history.marks:
        if short(mark.task_definition) == short(arn):
            return _of_mark(mark, history)._replace(task_definition=arn)
    known = next((one for one in history.successful if one.task_definition == arn), None)
    return _of_revision(known, history) if known else Candidate(arn, CALLER)


def _of_revision(one: Revision, history: History) -> Candidate:
    mark = next((mark for mark in history.marks if mark.service_revision == one.arn), None)
    return marked(mark, one) if mark else Candidate(one.task_definition, CALLER, one.arn, one.images, at=one.created)


def _of_mark(mark: Mark, history: History) -> Candidate:
    return marked(mark, history.revisions.get(mark.service_revision))


def _is_tagged(one: Revision, commit: str, registry: Registry) -> bool:
    """Whether an image of that release has a tag of that commit: `sha-<commit>` or the commit itself."""
    for image in one.images:
        try:
            tags = registry.image(repository(image.image), image.digest).tags if image.digest else ()
        except Expired:
            raise
        except AwsError:
            continue
        if any([tag.removeprefix("sha-").startswith(commit) for tag in tags]):
            return True
    return False
