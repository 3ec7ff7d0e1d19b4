"""The load test, and the figures that a release has to reach under it."""

from __future__ import annotations

import re
from math import ceil

from synth.bindings import checkout, upload_artifact
from synth.build.jobs import Job
from synth.build.origin import here
from synth.build.steps import run, uses
from synth.expr import cancelled
from synth.link.names import slug
from synth.model import Origin
from synth.pipeline import Environment, Figures, StageError
from synth.record import field, record
from synth.stages.of_deployment import newest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.pipeline import Progress

_K6 = "docker://grafana/k6:1.8.0"
_PLAIN = re.compile(r"[\w][\w./-]*")
_SUMMARY = "k6/summary.json"


@record
class LoadTest:
    """Runs a k6 script against the environment, which it finds in `__ENV.BASE_URL`. The next deployment waits for it.

    It fails where the 95th percentile is not below `p95_ms` or the part of failed requests not below `error_rate`, whatever thresholds the
    script has; those fail it as well (k6 ends with 99). A script without requests, or whose own `handleSummary` leaves no summary, fails too.
    With `peak_rps`, requests a second at production's peak, the script finds in `__ENV.RATE` what is the share of so few hosts:
    `hosts=(2, 20)` are those here and those of production, which make a tenth of it. The job has no credentials; the summary is kept.
    """

    environment: Environment = field(kw_only=False)
    script: str = field(kw_only=False)
    p95_ms: int = 500
    error_rate: float = 0.001
    peak_rps: float | None = None
    hosts: Sequence[int] = (1, 1)
    name: str | None = None
    timeout_minutes: int = 30
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        to = self.environment
        deployed = newest(progress, to)
        if not _PLAIN.fullmatch(self.script):
            raise StageError(f"'{self.script}' cannot stand in a command as it is: letters, digits, '.', '_', '-' and '/' can")
        if self.p95_ms <= 0 or not 0 < self.error_rate <= 1:
            raise StageError(f"p95_ms={self.p95_ms} has to be above 0, and error_rate={self.error_rate} above 0 and at most 1")
        if (self.peak_rps is not None and self.peak_rps <= 0) or len(self.hosts) != 2 or min(self.hosts) < 1:
            raise StageError(
                f"peak_rps={self.peak_rps} has to be above 0, and hosts={list(self.hosts)} two numbers from 1: those here, those of production"
            )
        name = self.name or f"Load test {to.name}"
        writable = run("mkdir --mode 777 k6", name="Make room for the summary")  # k6 is another user in its container
        load = uses(
            _K6,
            name="Load",
            inputs={"args": f"run --quiet --summary-export {_SUMMARY} {self.script}"},
            env={
                "BASE_URL": to.url.rstrip("/"),
                **({} if self.peak_rps is None else {"RATE": ceil(self.peak_rps * self.hosts[0] / self.hosts[1])}),  # k6 takes whole numbers
                "K6_SUMMARY_TREND_STATS": "avg,min,med,max,p(90),p(95),p(99)",
                "K6_NO_USAGE_REPORT": "true",
            },
        )
        judged = run(_JUDGE, name="Compare with the limits", p95=self.p95_ms, rate=self.error_rate)
        kept = upload_artifact("Keep the summary", name=slug(name), path=_SUMMARY, retention_days=90)
        ended = ~cancelled() & load.began  # the figures are wanted most when they stop the run
        steps = [checkout("Check out"), writable, load, judged.replace(if_=ended), kept.replace(if_=ended)]
        figures = Figures(job=name, artifact=slug(name), file="summary.json")  # an artifact of one file has it without its folder
        return progress.check(Job(name, steps, needs=[deployed], timeout_minutes=self.timeout_minutes, origin=self.origin)).but(figures=figures)


_JUDGE = """
summary=k6/summary.json
if ! found="$(jq --exit-status --raw-output '[.metrics.http_req_duration["p(95)"], .metrics.http_req_failed.value] | select(all(type == "number"))
    | "\\(.[0]) \\(.[1])"' "$summary")"; then
  echo "::error::the summary of k6 has no 95th percentile or no error rate: the script asked nothing, or has a handleSummary of its own"
  exit 1
fi
read -r p95 rate <<< "$found"
echo "p95 $p95 ms, failed requests $rate (as a part of 1)" | tee -a "$GITHUB_STEP_SUMMARY"
if ! jq --exit-status --null-input --argjson p95 "$p95" --argjson rate "$rate" --argjson most {p95} --argjson part {rate} \\
    '$p95 < $most and $rate < $part' > /dev/null; then
  echo "::error::the release is too slow or fails too often under load"
  exit 1
fi
"""
