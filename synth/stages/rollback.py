"""Ways back that a person starts by hand: one button takes a service back in its environment, another takes a commit back in git."""

from __future__ import annotations

from synth.bindings import checkout
from synth.build.actions import vendored
from synth.build.jobs import Concurrency, Job
from synth.build.origin import here, standing_at
from synth.build.steps import run
from synth.build.triggers import Input, dispatch
from synth.build.workflows import Workflow
from synth.expr import github, text
from synth.link.names import slug
from synth.model import Origin
from synth.pipeline import StageError
from synth.record import field, record, replace
from synth.stages.deploy import Deploy, verification
from synth.stages.one_box import OneBox
from synth.stages.push import signed_in
from synth.stages.regions import Regions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.build.steps import Step
    from synth.expr.tree import Expr
    from synth.pipeline import Pipeline, Progress

OUTPUTS = ("outcome", "reason", "report", "method", "from", "to", "seconds-to-restore", "lkg-source")
ALL = "all"
_FAIL_ON = "failed,rollback-failed,inconclusive,superseded"  # where a rollback is what was asked for, it is no failure
_RESTORE_MINUTES, _AROUND_MINUTES = 30, 30  # for the rollback; for signing in and for verifying what came back, three releases at most


@record
class Rollback:
    """Two workflows beside the pipeline's, for the day on which a release is bad and no deployment is under way.

    "Roll back ..." brings the last known good release back in an environment, or one that is named, and proves that it serves. It waits in line
    with the deployments to that environment, behind the same protection, and needs no build. "Revert ..." opens a pull request that takes a
    commit back, so that the next deployment does not bring it again; without `revert` it is left out.
    """

    revert: bool = True
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        if not progress.deployed:
            raise StageError("there is nothing to roll back yet: put Deploy before it")
        return progress

    def beside(self, pipeline: Pipeline) -> list[Workflow]:
        """The workflows, for what the pipeline deploys."""
        with standing_at(self.origin):
            made = [_button(pipeline, _deployed(pipeline), self.origin)]
            return [*made, _revert(pipeline, self.origin)] if self.revert else made

    def notes(self) -> list[str]:
        """What has to be set in GitHub for the workflows to do what they say."""
        where = "Settings > Actions > General > Allow GitHub Actions to create and approve pull requests"
        return [f"the workflow that reverts opens a pull request once {where} is set"] if self.revert else []


def _deployed(pipeline: Pipeline) -> list[Deploy]:
    return [
        one
        for stage in pipeline.stages
        for one in ([stage] if isinstance(stage, Deploy) else stage.deploys() if isinstance(stage, (OneBox, Regions)) else [])
    ]


def _button(pipeline: Pipeline, deployed: Sequence[Deploy], origin: Origin) -> Workflow:
    environments = list(dict.fromkeys([one.environment.name for one in deployed]))
    services = list(dict.fromkeys([one.service.name for one in deployed]))
    environment = Input("environment", options=environments, description="Where", default=environments[0])
    service = Input("service", options=[ALL, *services], description="Which service", default=ALL)
    target = Input(
        "target",
        default="auto",
        description="auto: the last known good release; or a commit, sha256:..., family:revision, the ARN of a task definition or service revision",
    )
    mode = Input("mode", options=["auto", "dry-run"], default="auto", description="dry-run: say what would be done")
    why = Input("why", default="", description="For those who read this later")
    chosen = [environment, *([service] if len(services) > 1 else []), target, mode, why]

    def applies(one: Deploy) -> Expr[bool]:
        here_it_is = environment == one.environment.name
        return here_it_is & ((service == ALL) | (service == one.service.name)) if len(services) > 1 else here_it_is

    name = f"Roll back {pipeline.name}"
    return Workflow(
        name,
        on=[dispatch(*chosen)],
        jobs=[_job(one, applies(one), target, mode, len(services) > 1) for one in deployed],
        run_name=text("Roll back {environment} to {target} ({mode}) {why}", environment=environment, target=target, mode=mode, why=why),
        concurrency=Concurrency(text("{name}-{run}", name=slug(name), run=github.run_id)),
        origin=origin,
    )


def _job(one: Deploy, applies: Expr[bool], target: Expr[str], mode: Expr[str], several: bool) -> Job:
    to, minutes = one.environment, (one.strategy.minutes if one.strategy else 0) + _RESTORE_MINUTES
    inputs: dict[str, Any] = {
        "cluster": to.cluster,
        "service": one.service.name,
        "to": target,
        "mode": mode,
        "deadline": minutes * 60,
        "fail-on": _FAIL_ON,
    }
    if one.health:
        given = verification(to, one.health)
        inputs |= {f"verify-{key}": value for key, value in given.items() if key != "expect-version"}  # the release's own, not this run's commit
    return Job(
        f"Roll back {one.service.name} in {to.name}" if several else f"Roll back {to.name}",
        [
            signed_in(to.role_for("rollback"), to.region, minutes + _AROUND_MINUTES),
            vendored("rollback", inputs, outputs=OUTPUTS, name="Roll back and verify"),
        ],
        if_=applies,
        environment=to.name,
        environment_url=to.url,
        concurrency=Concurrency(f"deploy-{one.service.name}-{to.name}"),
        timeout_minutes=minutes + _AROUND_MINUTES,
        origin=one.origin,
    )


def _revert(pipeline: Pipeline, origin: Origin) -> Workflow:
    commit = Input("commit", default="", required=False, description=f"Commit of {pipeline.main} to take back; empty: the newest one")
    job = Job(
        "Open a pull request",
        [checkout("Check out everything", ref=pipeline.main, fetch_depth=0), _reverting(commit, pipeline.main)],
        timeout_minutes=10,
        origin=origin,
    )
    name = f"Revert {pipeline.name}"
    return Workflow(
        name,
        on=[dispatch(commit)],
        jobs=[job],
        run_name=text("Revert {commit}", commit=commit.otherwise("the newest commit")),
        concurrency=Concurrency(slug(name)),
        origin=origin,
    )


def _reverting(commit: Expr[str], main: str) -> Step[Any]:
    step = run(
        _SCRIPT,
        name="Revert",
        env={"GH_TOKEN": github.token},
        commit=commit,
        main=main,
    )
    scopes = {
        "contents": ("write", "pushes the branch with the revert"),
        "pull-requests": ("write", "opens the pull request"),
    }
    return replace(step, permissions=scopes)


_SCRIPT = """
wanted={commit}
case "$wanted" in
  *[!0-9a-f]*) echo "::error::not the digits of a commit"; exit 2 ;;
esac
if ! revision="$(git rev-parse --verify --quiet "${wanted:-HEAD}^0")" || ! git merge-base --is-ancestor "$revision" HEAD; then
  echo "::error::there is no such commit on the branch"
  exit 2
fi
branch="revert-$(git rev-parse --short=12 "$revision")"
if existing="$(gh pr list --head "$branch" --state open --json url --jq '.[0].url // empty')" && [ -n "$existing" ]; then
  echo "it is open already: $existing" | tee -a "$GITHUB_STEP_SUMMARY"
  exit 0
fi
git config user.name "github-actions[bot]"
git config user.email "41898282+github-actions[bot]@users.noreply.github.com"
git switch --quiet --create "$branch"
mainline=()
if git rev-parse --verify --quiet "$revision^2" > /dev/null; then
  mainline=(--mainline 1)
fi
if ! git revert --no-edit "${mainline[@]}" "$revision"; then
  echo "::error::later commits changed the same lines: revert it by hand"
  exit 1
fi
gh auth setup-git
if ! git push --quiet origin "$branch"; then
  echo "::error::$branch could not be pushed; where it is left of an earlier attempt, delete it"
  exit 1
fi
title="Revert: $(git log --max-count=1 --format=%s "$revision" | cut --characters=1-200)"
url="$(gh pr create --base {main} --head "$branch" --title "$title" --body "Takes back $revision.")"
echo "opened $url" | tee -a "$GITHUB_STEP_SUMMARY"
"""
