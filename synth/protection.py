"""What GitHub itself is to enforce: who may deploy where, and what a change must pass. `ghsynth infra apply` carries it out."""

from __future__ import annotations

from synth.build.origin import here
from synth.model import Origin
from synth.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ANY = "~ALL"  # of branches, as rulesets of GitHub spell it
PROTECTED = "~PROTECTED"
ACTIONS_APP = 15368  # GitHub Actions on github.com, whose checks nobody else can report


@record
class Protection:
    """A GitHub environment as it is to be: `Protection("production", reviewers=["octocat", "octo-org/platform"])`.

    `reviewers` are people and `owner/team`, six at most, of whom one has to approve. `branches` and `tags` are the names that may deploy, `*` for any
    part between slashes; without `branches` it is the pipelines' main branch, `["~ALL"]` stands for every branch and tag, `["~PROTECTED"]` for
    branches with a protection of their own. A wait or a `prevent_self_review` of None stays as it is on GitHub. `variables` are values for `vars`;
    `secrets` names that somebody has to fill in, beside those that jobs name.
    """

    environment: str = field(kw_only=False)
    reviewers: Sequence[str] = ()
    prevent_self_review: bool | None = None
    wait_minutes: int | None = None
    branches: Sequence[str] | None = None
    tags: Sequence[str] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    secrets: Sequence[str] = ()
    origin: Origin = field(default_factory=here, init=False)


@record
class Rules:
    """What changes of branches must pass: `Rules(checks=["Lint", "Unit tests"], pinned_actions=True)`. It becomes one ruleset, called `name`.

    `checks` are names of jobs that must have succeeded; None stands for the gates of the pipelines. With `approvals` a change comes by pull request
    and as many people approve it. Force-pushes and deletion are refused in any case. `pinned_actions` makes GitHub refuse every action that is not
    named by a full SHA. `app` is who reports the checks: GitHub Actions of github.com, None for any, as GitHub Enterprise Server needs it.
    """

    name: str = field(default="ghsynth", kw_only=False)
    branches: Sequence[str] = ("~DEFAULT_BRANCH",)
    checks: Sequence[str] | None = None
    up_to_date: bool = False
    approvals: int | None = None
    pinned_actions: bool | None = None
    app: int | None = ACTIONS_APP
    origin: Origin = field(default_factory=here, init=False)
