"""Windows on GitHub: a job that refuses outside of one, and the workflow that goes on with what was refused once it opens.

A job cannot wait for a window: it would hold a runner for hours, and six are the most. A wait timer of an environment counts minutes and knows no
clock. What is skipped leaves a green run that delivered nothing. So the run fails where a window is closed, names it, and is re-run from there:
GitHub keeps the results, the image and the approvals of the jobs that succeeded, and re-runs for 30 days. Starting the pipeline anew would build
the commit again, and its tag is taken. Only the newest run that came as far as a window goes on: an older release must not come after a newer one.

Who cannot wait gives a reason to the button of the same workflow. It becomes a status of the commit, which lasts, shows who pressed it, and holds
for that commit alone; a re-run takes no inputs. Statuses that no workflow of the repository wrote do not count.
"""

from __future__ import annotations

from synth.build.jobs import Concurrency, Job
from synth.build.steps import run
from synth.build.triggers import Input, dispatch, schedule
from synth.build.workflows import Workflow
from synth.expr import github
from synth.link.names import slug
from synth.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.build.steps import Step
    from synth.model import Origin
    from synth.pipeline import Environment, Pipeline
    from synth.windows import Window

JOB, STEP = "Window of ", "Check the window"
_HALF_HOURLY = "11,41 * * * *"  # at the full hour GitHub's schedules are late


def checked(to: Environment, window: Window) -> Step[Any]:
    """The step that refuses outside the window, unless somebody gave a reason for this commit; `open` is true where it does not."""
    step = run(
        _NOW.rstrip("\n") + _REFUSE,
        name=f"{STEP} of {to.name}",
        env={"GH_TOKEN": github.token},
        outputs=["open"],
        window=str(window),
        environment=to.name,
        **_asked(window),
    )
    return replace(step, permissions={"statuses": ("read", "reads whether a reason was given to go on outside the window")})


def going_on(pipeline: Pipeline, windows: Sequence[tuple[Environment, Window]], file: str, origin: Origin) -> Workflow:
    """The workflow that re-runs, where a window is open, what was refused when it was closed."""
    why = Input("why", default="", required=False, description="Why it goes on although a window is closed; empty: it does not")
    name = f"Continue {pipeline.name}"
    return Workflow(
        name,
        on=[schedule(_HALF_HOURLY), dispatch(why)],
        jobs=[_continued(pipeline, to, window, file, why, origin) for to, window in windows],
        concurrency=Concurrency(slug(name)),
        origin=origin,
    )


def _continued(pipeline: Pipeline, to: Environment, window: Window, file: str, why: Input[str], origin: Origin) -> Job:
    now = run(_NOW.rstrip("\n") + _TELL, name="Look at the clock", outputs=["open"], **_asked(window))
    again = run(
        _RERUN,
        name="Go on with what was refused",
        if_=(now.outputs.open == "true") | (why != ""),
        env={"GH_TOKEN": github.token},
        file=file,
        branch=pipeline.main,
        job=JOB,
        step=f"{STEP} of {to.name}",
        why=why,
    )
    scopes = {
        "actions": ("write", "re-runs the jobs that were refused"),
        "statuses": ("write", "records why a run goes on outside the window"),
    }
    return Job(f"Continue {to.name}", [now, replace(again, permissions=scopes)], timeout_minutes=10, origin=origin)


def _asked(window: Window) -> dict[str, Any]:
    opens, closes = window.bounds()
    return {"zone": window.zone, "days": " ".join([str(day) for day in window.weekdays()]), "opens": opens, "closes": closes}


_NOW = """
zone={zone} days={days} opens={opens} closes={closes}
if [ ! -f "/usr/share/zoneinfo/$zone" ]; then
  echo "::error::this runner does not know the time zone $zone"
  exit 2
fi
read -r day now <<< "$(TZ="$zone" date '+%u %H:%M')"
before=$(((day + 5) % 7 + 1))
open=false
if [[ "$opens" < "$closes" ]]; then
  if [[ " $days " == *" $day "* && ! "$now" < "$opens" && "$now" < "$closes" ]]; then open=true; fi
elif [[ " $days " == *" $day "* && ! "$now" < "$opens" ]] || [[ " $days " == *" $before "* && "$now" < "$closes" ]]; then
  open=true
fi
"""
_TELL = """
echo "open=$open" >> "$GITHUB_OUTPUT"
"""
_REFUSE = """
window={window} to={environment}
if [ "$open" = false ]; then
  reason="$(gh api "repos/$GITHUB_REPOSITORY/commits/$GITHUB_SHA/statuses?per_page=100" \\
    --jq '[.[] | select(.context == "outside-the-window" and .creator.login == "github-actions[bot]")][0].description // empty')" || reason=""
  if [ -z "$reason" ]; then
    echo "::error::it is $now in $zone, and $to is deployed to in the window $window: the run goes on by itself once it opens"
    exit 1
  fi
  echo "::warning::outside the window $window, $to is deployed to for a reason"
  echo "Outside the window $window of $to: ${reason//[^[:alnum:] .,:;#@_\\/-]/ }" >> "$GITHUB_STEP_SUMMARY"  # plain words, no Markdown
fi
echo "open=true" >> "$GITHUB_OUTPUT"
"""
_RERUN = """
file={file} branch={branch} job={job} step={step} why={why}
runs="$(gh api --method GET "repos/$GITHUB_REPOSITORY/actions/workflows/$file/runs" --field "branch=$branch" --field per_page=50 \\
  --jq '.workflow_runs[] | select(.event != "pull_request") | "\\(.id) \\(.status) \\(.head_sha)"')"
while read -r run status commit; do
  if [ -z "$run" ]; then break; fi
  jobs="$(gh api --paginate "repos/$GITHUB_REPOSITORY/actions/runs/$run/jobs?per_page=100" --jq '.jobs[]' | jq --slurp .)"
  if ! jq --exit-status --arg job "$job" 'any(.[]; (.name | startswith($job)) and .conclusion != "skipped")' <<< "$jobs" > /dev/null; then
    continue
  fi
  if [ "$status" != completed ]; then
    echo "run $run is under way"
    exit 0
  fi
  if ! jq --exit-status --arg step "$step" 'any(.[].steps[]?; .name == $step and .conclusion == "failure")' <<< "$jobs" > /dev/null; then
    echo "run $run, the newest that came so far, does not wait for this window"
    exit 0
  fi
  if [ -n "$why" ]; then
    gh api --method POST "repos/$GITHUB_REPOSITORY/statuses/$commit" --raw-field state=success --raw-field context=outside-the-window \\
      --raw-field "description=$(printf '%s: %s' "$GITHUB_ACTOR" "$why" | tr '\\n' ' ' | cut --characters=1-140)" --silent
  fi
  gh api --method POST "repos/$GITHUB_REPOSITORY/actions/runs/$run/rerun-failed-jobs" --silent
  echo "run $run goes on" | tee -a "$GITHUB_STEP_SUMMARY"
  exit 0
done <<< "$runs"
echo "no run waits"
"""
