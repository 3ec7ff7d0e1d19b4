"""OWASP Dependency-Check: a database that is refreshed by the clock, and a scan that only reads it."""

from __future__ import annotations

import re

from synth.bindings import cache_restore, cache_save, checkout, upload_artifact
from synth.build.jobs import Concurrency, Job
from synth.build.origin import here, standing_at
from synth.build.steps import run
from synth.build.triggers import dispatch, schedule
from synth.build.workflows import Workflow
from synth.expr import cancelled, github, secrets, text
from synth.link.names import slug
from synth.model import Origin
from synth.pipeline import StageError
from synth.record import field, record
from synth.stages.of_deployment import asking

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from synth.expr.tree import Expr
    from synth.pipeline import Pipeline, Progress
    from synth.stacks import Stack

# seen in 2026 beside no version: another image, `image=`, is the better choice where one is known
IMAGE = "owasp/dependency-check@sha256:60ee7af9cf80ac009761e397b2d4ba5ddbf072c2a0ead1c068dc24dc62155600"
_BY_DIGEST = re.compile(r"[\w.:/-]+@sha256:([0-9a-f]{64})")
_PLAIN = re.compile(r"[\w][\w./-]*")
_DATABASE = "~/.cache/dependency-check"
_REPORTS = "dependency-check"


@record
class DependencyCheck:
    """Stops the run before any push when a dependency has a vulnerability of this CVSS score or more; keeps a report in JSON, and in `formats`.

    The database comes from the cache that "Refresh Dependency-Check ..." fills, a workflow beside this one: it alone has the key of the NVD, in an
    environment of its own. The scan has no credentials and its container no network, so analyzers that ask a server are off. It fails without a
    database, with one older than `oldest_days`, and where it recognises no dependency. It sees what lies in the repository and what `commands`
    bring there (`./mvnw -B dependency:copy-dependencies`), and accepts what `suppression` lists.
    """

    fail_on_cvss: float = 7
    suppression: str | None = None
    formats: Sequence[Literal["HTML", "SARIF", "JUNIT", "XML", "CSV", "JSON"]] = ("HTML",)
    commands: Sequence[str] = ()
    stack: Stack | None = None
    cron: str = "41 3 * * *"  # at the full hour GitHub's schedules are late
    oldest_days: int = 7
    environment: str = "nvd"
    key: str = "NVD_API_KEY"
    image: str = IMAGE
    name: str = "Check dependencies"
    timeout_minutes: int = 20
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        if progress.release is not None:
            raise StageError("the image is pushed already: put it before Push, beside the other checks")
        if not _BY_DIGEST.fullmatch(self.image):
            raise StageError(f"'{self.image}' has no digest: write owasp/dependency-check@sha256:..., a tag can be moved")
        if not 0 < self.fail_on_cvss <= 10:
            raise StageError(f"fail_on_cvss={self.fail_on_cvss} is no CVSS score: above 0 and at most 10, where above 10 nothing would ever fail")
        if self.oldest_days < 1:
            raise StageError(f"oldest_days={self.oldest_days} has to be 1 or more: a database is never fresher than its last refresh")
        if self.suppression is not None and not _PLAIN.fullmatch(self.suppression):
            raise StageError(f"'{self.suppression}' is no path in the repository: letters, digits, '.', '_', '-' and '/' make one")
        return progress.scan(self._scan())

    def beside(self, pipeline: Pipeline) -> list[Workflow]:
        """The workflow that keeps the database fresh."""
        name = f"Refresh Dependency-Check of {pipeline.name}"
        with standing_at(self.origin):
            job = Job(
                "Refresh the database",
                [
                    cache_restore("Fetch the newest database", path=_DATABASE, key=self._key(), restore_keys=self._keys),
                    run(_REFRESH, name="Refresh", image=self.image, key=secrets[self.key]),
                    cache_save("Keep the database", path=_DATABASE, key=self._key()),
                ],
                environment=self.environment,
                environment_deployment=False,  # nothing is deployed
                timeout_minutes=120,
                origin=self.origin,
            )
            on = [schedule(self.cron), dispatch()]
            return [Workflow(name, on=on, jobs=[job], concurrency=Concurrency(slug(name)), origin=self.origin)]

    def notes(self) -> list[str]:
        """What has to be set in GitHub before the first scan."""
        where = f"Settings > Environments > {self.environment}"
        return [
            f"environment '{self.environment}' holds the secret {self.key}, a key of the NVD's API, and only the main branch may use it: {where}",
            f"'{self.name}' has a database once 'Refresh Dependency-Check ...' has run: start it by hand the first time",
        ]

    @property
    def _keys(self) -> str:
        """How the caches of this image begin: another release of the tool may want another schema."""
        return f"dependency-check-{self.image.rpartition(':')[2][:12]}-"

    def _key(self) -> Expr[str]:
        return text("{keys}{run}-{attempt}", keys=self._keys, run=github.run_id, attempt=github.run_attempt)

    def _scan(self) -> Job:
        options = [f"--format {name}" for name in dict.fromkeys(["JSON", *self.formats])]
        options += [f"--suppression /src/{self.suppression}"] if self.suppression else []
        scan = run(
            _SCAN.replace("OPTIONS", " ".join(options)),
            name="Scan",
            image=self.image,
            cvss=f"{self.fail_on_cvss:g}",
        )
        ended = ~cancelled() & scan.began  # findings are wanted most when they stop the run
        steps = [
            *(asking(self.commands, self.stack) if self.commands else [checkout("Check out")]),
            cache_restore("Fetch the database", path=_DATABASE, key=self._key(), restore_keys=self._keys),
            run(_FRESH, name="Check the database", days=self.oldest_days),
            scan,
            run(_SHOW, name="Show the findings").replace(if_=ended),
            upload_artifact("Keep the reports", name=slug(self.name), path=_REPORTS, retention_days=90).replace(if_=ended),
        ]
        return Job(self.name, steps, timeout_minutes=self.timeout_minutes, origin=self.origin)


_REFRESH = """
database="$HOME/.cache/dependency-check"
settings="$RUNNER_TEMP/dependency-check.properties"
mkdir -p "$database"
(umask 077 && printf 'nvd.api.key=%s\\n' {key} > "$settings")  # a key among the arguments is seen by every process
docker run --rm --user "$(id -u):$(id -g)" --volume "$database":/usr/share/dependency-check/data \\
  --volume "$settings":/settings:ro {image} --updateonly --propertyfile /settings
rm "$settings"
date +%s > "$database/refreshed"
"""

_FRESH = """
database="$HOME/.cache/dependency-check"
if ! refreshed="$(cat "$database/refreshed")"; then
  echo "::error::there is no database of vulnerabilities: run the workflow 'Refresh Dependency-Check ...' on the main branch"
  exit 1
fi
age=$(( ($(date +%s) - refreshed) / 86400 ))
if [ "$age" -ge {days} ]; then
  echo "::error::the database of vulnerabilities is $age days old: see why 'Refresh Dependency-Check ...' does not run"
  exit 1
fi
"""

_SCAN = """
database="$HOME/.cache/dependency-check"
mkdir dependency-check
docker run --rm --network none --user "$(id -u):$(id -g)" --volume "$PWD":/src:ro \\
  --volume "$database":/usr/share/dependency-check/data --volume "$PWD/dependency-check":/report {image} \\
  --scan /src --out /report --noupdate --failOnCVSS {cvss} OPTIONS \\
  --disableCentral --disableOssIndex --disableNodeAudit --disablePnpmAudit --disableYarnAudit
if ! jq --exit-status '.dependencies | length > 0' dependency-check/dependency-check-report.json > /dev/null; then
  echo "::error::no dependency was recognised: let commands= bring them into the repository, or leave this stage out"
  exit 1
fi
"""

_SHOW = """
{ echo '```'
  jq --raw-output '.dependencies[] | .fileName as $file | .vulnerabilities[]?
    | "\\($file)  \\(.name)  \\(.severity)  \\(.cvssv3.baseScore // .cvssv2.score // "")"' dependency-check/dependency-check-report.json
  echo '```'
} | tee -a "$GITHUB_STEP_SUMMARY"
"""
