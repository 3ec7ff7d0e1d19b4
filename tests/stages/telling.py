"""A run of a pipeline's notifications: conditions and inputs as the runner computes them, and the action itself, told to a server on loopback."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from synth import model
from synth.expr.embedded import embedded
from synth.expr.evaluate import evaluate
from synth.expr.parse import parse
from synth.expr.values import is_true, text_of
from tests.actions.notify.conftest import Action, Ended
from tests.stages.conftest import inputs_of

SHA = "a3f8c21"
DIGEST = "sha256:" + "0" * 64
SECRETS = {"SLACK_BOT_TOKEN": "xoxb-1", "PAGERDUTY_KEY": "R0UTING", "MONDAY_TOKEN": "monday-1", "SLACK_WEBHOOK_URL": "http://127.0.0.1:9/hooks/x"}


class Delivered(NamedTuple):
    """How the jobs ended that deliver, by id: success unless named here. `outcome` is what deployments say of themselves, `back` what takes them back."""

    results: Mapping[str, str] = {}
    outcome: Mapping[str, str] = {}
    cancelled: bool = False
    back: Mapping[str, str] = {}
    ref: str = "refs/heads/main"


def heard(workflow: model.Workflow, delivered: Delivered, action: Action | None = None) -> dict[str, list[Any]]:
    """The jobs that tell somebody, in order, with the inputs of their steps, or with how the action ended where one is given."""
    known: dict[str, Any] = {}
    told: dict[str, list[Any]] = {}
    for name, job in workflow.jobs.items():
        assert isinstance(job, model.Job)
        if not name.startswith("tell-"):
            outcome = delivered.outcome.get(name, "")
            outputs = {"deploy-outcome": outcome, "take-it-back-outcome": delivered.back.get(name, ""), "digest": DIGEST}
            known[name] = {"result": delivered.results.get(name, "success"), "outputs": outputs}
    for name, job in workflow.jobs.items():
        if isinstance(job, model.Job) and name.startswith("tell-"):
            contexts = _contexts(delivered, {need: known[need] for need in job.needs or ()})
            runs = _holds(job.if_, contexts, delivered)
            outputs = {}
            if runs:
                told[name] = [one for step in job.steps if (one := _step(step, contexts, delivered, action)) is not None]
                for one in told[name]:
                    outputs |= {f"{name}-slack-ts": one.outputs["slack-ts"]} if isinstance(one, Ended) else {}
            known[name] = {"result": "success" if runs else "skipped", "outputs": outputs}
    return told


def _step(step: model.Step, contexts: Mapping[str, Any], delivered: Delivered, action: Action | None) -> Any:
    if not _holds(step.if_, contexts, delivered, of_step=True):
        return None
    inputs = {name: _written(str(value), contexts) for name, value in inputs_of(step).items()}
    return action(**{name.replace("-", "_"): value for name, value in inputs.items()}) if action is not None else inputs


def _contexts(delivered: Delivered, needs: Mapping[str, Any]) -> dict[str, Any]:
    github = {"ref": delivered.ref, "sha": SHA, "repository": "octo-org/octo-app", "token": "ghs_1"}
    return {"github": github, "needs": dict(needs), "secrets": SECRETS, "steps": {}}


def _holds(condition: str | bool | None, contexts: Mapping[str, Any], delivered: Delivered, of_step: bool = False) -> bool:
    """As the server decides it, with the success() that it adds where no status function stands. A run is cancelled while a job is at work."""
    results = [need["result"] for need in contexts["needs"].values()]
    cancelled = delivered.cancelled and "cancelled" in results
    written = str(condition or "success()")
    functions = {"always": lambda: True, "cancelled": lambda: cancelled, "success": lambda: of_step or set(results) <= {"success"}}
    if not any(f"{name}()" in written for name in functions):
        written = f"success() && ({written})"
    return is_true(evaluate(parse(written, None), contexts, functions))


def _written(value: str, contexts: Mapping[str, Any]) -> str:
    found, faults = embedded(value)
    assert [] == faults
    for one in reversed(found):
        value = value[: one.start - 3] + text_of(evaluate(parse(one.text, None), contexts)) + value[one.end + 2 :]
    return value
