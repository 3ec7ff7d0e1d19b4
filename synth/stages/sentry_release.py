"""The release in Sentry, so that errors name the version that brought them."""

from __future__ import annotations

from synth.build.actions import vendored
from synth.build.jobs import Job
from synth.build.origin import here
from synth.expr import secrets
from synth.model import Origin
from synth.pipeline import StageError
from synth.record import field, record
from synth.versions import version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.pipeline import Progress


@record
class SentryRelease:
    """Makes the release in Sentry and marks it as deployed to the environment that was deployed to last. Put it after a Deploy.

    The version is `sha-<commit>`, which the container finds in VERSION: the application gives it to Sentry as its release. `token` is the name
    of the secret with an organization token; it is read in the job's own environment, `environment`, where nothing else runs and no person is
    asked. Nothing waits for this job, and what Sentry refuses is a warning, unless `required`.
    """

    organization: str = field(kw_only=False)
    projects: Sequence[str] = field(kw_only=False)
    environment: str = "sentry"
    token: str = "SENTRY_AUTH_TOKEN"  # the name of a secret
    url: str | None = None
    required: bool = False
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        if not progress.deployed or progress.last is None:
            raise StageError("nothing is deployed yet: put Deploy before it")
        if not self.projects:
            raise StageError("it names no project: give the slugs of those in Sentry")
        to = progress.deployed[-1]
        inputs: dict[str, Any] = {
            "organization": self.organization,
            "projects": ",".join(self.projects),
            "environment": to.name,
            "auth-token": secrets[self.token],
            "version": version(),
            "url": self.url,
            "fail-on-error": True if self.required else None,
        }
        given = {name: value for name, value in inputs.items() if value is not None}
        job = Job(
            f"Mark {to.name} in Sentry",
            [vendored("sentry-release", given, name="Mark the release")],
            needs=[progress.last, *progress.checks],
            environment=self.environment,
            environment_deployment=False,
            continue_on_error=None if self.required else True,
            timeout_minutes=5,
            origin=self.origin,
        )
        return progress.but(jobs=(*progress.jobs, job))

    def notes(self) -> list[str]:
        """What has to be set in GitHub."""
        return [f"environment '{self.environment}' needs the secret {self.token}, an organization token of Sentry"]
