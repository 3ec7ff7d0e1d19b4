"""A small share of production that gets the release first, and is compared with the rest of it."""

from __future__ import annotations

from synth.build.origin import here, standing_at
from synth.model import Origin
from synth.pipeline import Environment, Health, LogScan, Service, StageError
from synth.record import field, record
from synth.stages.deploy import Deploy
from synth.stages.of_bake import baked, measured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from synth.pipeline import Progress
    from synth.rollout import Strategy

_FEWEST_MINUTES = 10  # points of a minute that a comparison of latencies takes


@record
class OneBox:
    """Deploys the release to a small ECS service of its own in production, and compares it with `compare_with`, the service that has the rest.

    Both stand behind one load balancer, so that the one box gets its share of real requests; the environment's `url` is one that only the one
    box answers. Once it is verified there, `metrics` are watched for `bake_minutes`: rules of the action verify-metrics, one of which at the
    least compares, such as `{"rule": "compare", "kind": "counts", "namespace": "Orders", "metric": "Errors", "per": "Requests"}`. A rule finds
    the two services by the dimensions ClusterName and ServiceName; `canary` and `baseline` in the rule are others. Where the one box is worse,
    or nothing can be said, its last good release is restored and verified, the job fails, and production is not deployed to.

    A hotfix deploys and verifies the one box, and leaves the comparison out, which is its bake.
    """

    environment: Environment = field(kw_only=False)
    service: Service = field(kw_only=False)
    health: Health = field(kw_only=False)
    compare_with: Service
    metrics: Sequence[Mapping[str, Any]]
    bake_minutes: int = 30
    strategy: Strategy | None = None
    alarms: Sequence[str] = ()
    logs: LogScan | None = None
    name: str | None = None
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        to, rest = self.environment, self.compare_with
        if rest.name == self.service.name:
            raise StageError(f"service '{rest.name}' cannot be compared with itself: compare_with is the one that has the rest of production")
        if any(done.name == to.name for done in progress.deployed):
            raise StageError(f"environment '{to.name}' has been deployed to already")
        if not any(rule.get("rule") == "compare" for rule in self.metrics):
            raise StageError("nothing is compared: give metrics= a rule such as {'rule': 'compare', 'kind': 'counts', ...}")
        if problems := _problems(self.metrics):
            raise StageError("; ".join(problems))
        if self.bake_minutes < _FEWEST_MINUTES:
            raise StageError(f"bake_minutes={self.bake_minutes} is too short: a comparison takes {_FEWEST_MINUTES} points of a minute")
        compared = measured(
            "Compare with the rest",
            self.metrics,
            self.bake_minutes,
            canary_dimensions=_dimensions(to, self.service),
            baseline_dimensions=_dimensions(to, rest),
        )
        return baked(progress, self.deploys()[0], compared, self.bake_minutes)

    def deploys(self) -> list[Deploy]:
        """The deployment without its comparison."""
        given: dict[str, Any] = {"strategy": self.strategy, "alarms": self.alarms, "logs": self.logs, "name": self.name}
        with standing_at(self.origin):
            return [Deploy(self.environment, self.service, self.health, **given)]

    def unbaked(self) -> Deploy:
        """What a hotfix does."""
        return self.deploys()[0]


def _dimensions(to: Environment, service: Service) -> str:
    return f"ClusterName={to.cluster.rsplit('/', 1)[-1]},ServiceName={service.name}"


def _problems(rules: Sequence[Mapping[str, Any]]) -> list[str]:
    """What the action would say to the rules."""
    import json

    from synth.runtime.metrics.reading import Sides, rules_of

    problems: list[str] = []
    rules_of(json.dumps([dict(rule) for rule in rules]), Sides((("ServiceName", "a"),), (("ServiceName", "b"),), "inconclusive"), problems)
    return problems
