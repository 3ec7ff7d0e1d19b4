"""The containers of jobs, and the services beside them."""

from __future__ import annotations

from synth.checks.subject import Subject
from synth.model import Container

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.model import Job


def containers(subject: Subject) -> Iterator[tuple[str, Job, tuple[str, ...], Container]]:
    """Each with what it is in words, its job, and the way there from the job."""
    for name, job in subject.jobs():
        if job.container is not None:
            yield f"the container of job '{name}'", job, ("container",), job.container
        for service, container in job.services.items() if job.services and not isinstance(job.services, str) else ():
            if isinstance(container, Container):
                yield f"service '{service}' of job '{name}'", job, ("services", service), container
