"""What a pull request does to the dependencies."""

from __future__ import annotations

from synth.build.jobs import Job
from synth.build.origin import here
from synth.build.steps import uses
from synth.expr import github
from synth.model import Origin
from synth.pipeline import StageError
from synth.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from synth.pipeline import Progress

_REVIEW = "actions/dependency-review-action@v5.0.0"


@record
class DependencyReview:
    """Fails a pull request that adds a dependency with a known vulnerability of this severity or worse, by GitHub's own dependency review.

    It compares two commits, so it has no job on the main branch and holds back no push: require it before merging. DependencyCheck is
    OWASP's tool, which looks at everything and holds back the push.
    """

    severity: Literal["low", "moderate", "high", "critical"] = "high"
    name: str = "Review dependencies"
    timeout_minutes: int = 10
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        if progress.release is not None:
            raise StageError("the image is pushed already: put it before Push, beside the other checks")
        review = uses(
            _REVIEW,
            name="Review",
            inputs={"fail-on-severity": self.severity},
            permissions={"contents": ("read", "compares the dependencies of two commits")},
        )
        only = github.event_name == "pull_request"
        job = Job(self.name, [review], if_=only, timeout_minutes=self.timeout_minutes, origin=self.origin)
        return progress.but(jobs=(*progress.jobs, job))

    def notes(self) -> list[str]:
        """What has to be set in GitHub for the job to work."""
        return [f"'{self.name}' needs the dependency graph, and Code Security where the repository is private: Settings > Advanced Security"]
