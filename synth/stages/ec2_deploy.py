"""A deployment to machines over SSH, verified on each and taken back where it fails."""

from __future__ import annotations

from math import ceil

from synth.bindings import download_artifact
from synth.build.actions import vendored
from synth.build.jobs import Concurrency, Job
from synth.build.origin import here
from synth.expr import github, secrets
from synth.link.names import slug
from synth.model import Origin
from synth.pipeline import Environment, Health, StageError
from synth.record import field, record
from synth.stages.deploy import verification

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.build.jobs import CallJob
    from synth.build.steps import Step, Text
    from synth.pipeline import Progress

OUTPUTS = ("outcome", "reason", "report", "release", "previous", "hosts-json")
_AROUND_MINUTES, _COMMANDS_SECONDS = 5, 480  # for what is done once; for copy, restart and the way back on one host


@record
class Ec2Deploy:
    """Brings the release to each host in turn, and back to the last verified one on the first host that fails it.

    `file` is in the `artifact` that an earlier job kept, an archive that tar unpacks to `<directory>/releases/<commit>`; without one, the pushed
    image is given to `restart` as $IMAGE, by digest. `directory/current` links to what runs; `restart` is run there.
    `ask` is the address that each host is verified at, such as `http://{host}:8080`, and `url` the one that people use.

    The key is the secret `key` of the environment, and no other job and no other step reads it. `known_hosts` are the host keys as ssh-keyscan
    writes them, or `vars.NAME`; no other host is talked to. With `approval` GitHub waits for a person, once the environment has reviewers.
    """

    environment: str = field(kw_only=False)
    hosts: Sequence[str]
    directory: str
    restart: str
    ask: str
    url: str
    known_hosts: Text
    health: Health = field(default_factory=Health)
    artifact: str | None = None
    file: str | None = None
    user: str = "ec2-user"
    port: int = 22
    key: str = "EC2_SSH_KEY"
    keep: int = 5
    approval: bool = False
    name: str | None = None
    timeout_minutes: int | None = None
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        self._check(progress)
        fetched, release = self._release(progress)
        job = Job(
            self.name or f"Deploy to {self.environment}",
            [*fetched, self._deployed(release)],
            needs=self._waits(progress),
            if_=github.ref == f"refs/heads/{progress.main}",
            environment=self.environment,
            environment_url=self.url,
            concurrency=Concurrency(f"deploy-{slug(self.directory)}-{self.environment}"),
            timeout_minutes=self.timeout_minutes or self._minutes(),
            origin=self.origin,
        )
        to = Environment(self.environment, region="", cluster="", role="", url=self.url, approval=self.approval)  # nothing of AWS is signed in to
        return progress.but(jobs=(*progress.jobs, job), deployed=(*progress.deployed, to), last=job, checks=())

    def notes(self) -> list[str]:
        return [f"environment '{self.environment}' needs the secret {self.key}, a private key that may sign in as {self.user} on its hosts"]

    def _check(self, progress: Progress) -> None:
        if any(done.name == self.environment for done in progress.deployed):
            raise StageError(f"environment '{self.environment}' has been deployed to already")
        if not self.hosts:
            raise StageError("it has no host: give it hosts=[...]")
        if len(self.hosts) > 1 and "{host}" not in self.ask:
            raise StageError("several hosts have to be asked one by one: write {host} in ask, such as http://{host}:8080")
        if (self.artifact is None) != (self.file is None):
            raise StageError("artifact and file belong together: the artifact's name, and the archive in it")
        if self.artifact is None and progress.release is None:
            raise StageError("there is nothing to deploy: put Push before it, or give it the artifact and file that an earlier job kept")
        if self.approval and progress.approvals is not None:
            raise StageError("Approvals knows deployments to ECS only: leave approval out here, or deploy to this environment in another pipeline")

    def _release(self, progress: Progress) -> tuple[list[Step[Any]], dict[str, Any]]:
        """What brings the release to the runner, and the input that names it."""
        if self.artifact is not None and self.file is not None:
            return [download_artifact("Fetch the release", name=self.artifact)], {"file": self.file}
        assert progress.release is not None
        return [], {"image": progress.release.reference}

    def _waits(self, progress: Progress) -> list[Job | CallJob]:
        waits = [progress.last, *progress.checks] if progress.last is not None else [*progress.gates]
        if not waits:
            raise StageError("nothing holds it back: put what tests and builds the release before it")
        return waits

    def _deployed(self, release: dict[str, Any]) -> Step[Any]:
        asked = Environment(self.environment, region="", cluster="", role="", url=self.ask)
        inputs = {
            "hosts": ",".join(self.hosts),
            "user": self.user,
            "port": self.port,
            "private-key": secrets[self.key],
            "known-hosts": self.known_hosts,
            **release,
            "directory": self.directory,
            "restart": self.restart,
            "keep": self.keep,
            **verification(asked, self.health),
        }
        return vendored("deploy-ec2", inputs, outputs=OUTPUTS, name="Deploy")

    def _minutes(self) -> int:
        each = 2 * self.health.deadline_seconds + _COMMANDS_SECONDS  # the release, and the one that is restored
        return _AROUND_MINUTES + ceil(len(self.hosts) * each / 60)
