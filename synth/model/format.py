"""The shapes of GitHub's two file formats: every key, what it may hold, and what an expression there may use.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax and .../metadata-syntax; where they are silent, the runner's own
schema (actions/runner, src/Sdk/WorkflowParser/workflow-v1.0.json).
"""

from __future__ import annotations

from synth import model
from synth.expr import availability as at
from synth.model import action
from synth.model.branding import COLORS, ICONS
from synth.model.events import EVENTS, FILTERS
from synth.model.permissions import SCOPES
from synth.model.shape import Shape
from synth.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.expr.availability import Availability


def _text(available: Availability | None = None, **more: Any) -> Shape:
    return Shape(text=True, available=available, **more)


def _filled(available: Availability | None = None, **more: Any) -> Shape:
    return Shape(text=True, filled=True, available=available, **more)


def _one_of(*values: str, available: Availability | None = None) -> Shape:
    return Shape(text=True, values=values, available=available)


def _truth(available: Availability | None = None) -> Shape:
    return Shape(truth=True, available=available)


def _number(available: Availability | None = None) -> Shape:
    return Shape(number=True, available=available)


def _condition(available: Availability) -> Shape:
    return Shape(text=True, truth=True, number=True, condition=True, available=available)


def _each(value: Shape, available: Availability | None = None) -> Shape:
    """A mapping whose keys the user chooses."""
    return Shape(others=value, available=available, vain=True)


def _listed(value: Shape) -> Shape:
    """A list, for which one value may stand alone."""
    return Shape(text=True, filled=value.filled, values=value.values, available=value.available, items=value, listed=True, vain=True)


def _env(available: Availability, values: Availability | None = None) -> Shape:
    return _each(_text(values or available, kept=True), available)


ANYTHING = Shape(anything=True)

# --- triggers

INPUT_TYPES = ("string", "boolean", "number")
DISPATCH_TYPES = (*INPUT_TYPES, "choice", "environment")


def _default(available: Availability | None = None) -> Shape:
    return Shape(text=True, truth=True, number=True, null=True, available=available)


_CALL = Shape(
    null=True,
    makes=model.Trigger,
    keys={
        "inputs": Shape(
            others=Shape(
                makes=model.Input,
                needed=("type",),
                keys={
                    "description": _text(),
                    "type": _one_of(*INPUT_TYPES),
                    "required": _truth(),
                    "default": _default(at.RUN),
                },
            )
        ),
        "outputs": Shape(others=Shape(makes=model.Output, needed=("value",), keys={"description": _text(), "value": _text(at.CALL_OUTPUT)})),
        "secrets": Shape(others=Shape(makes=model.Secret, null=True, keys={"description": _text(), "required": _truth()})),
    },
)
_DISPATCH = Shape(
    null=True,
    makes=model.Trigger,
    tolerant=True,
    keys={
        "inputs": Shape(
            null=True,
            others=Shape(
                makes=model.Input,
                null=True,
                keys={
                    "description": _text(),
                    "type": _one_of(*DISPATCH_TYPES),
                    "required": _truth(),
                    "default": _default(),
                    "options": Shape(items=_text(), vain=True),
                },
            ),
        )
    },
)
_SCHEDULE = Shape(
    vain=True,
    items=Shape(makes=model.Schedule, needed=("cron",), keys={"cron": _filled(), "timezone": _filled()}),
    finish=lambda schedules: model.Trigger(schedules=schedules),
)


_UNLISTED = {"merge_group": ("destroyed",)}  # sent, and described with the webhooks only


def _event(name: str) -> Shape:
    special = {"workflow_call": _CALL, "workflow_dispatch": _DISPATCH, "schedule": _SCHEDULE}
    if name in special:
        return special[name]
    keys = {key: _listed(_filled()) for key in FILTERS.get(name, ())}
    if EVENTS[name]:
        keys["types"] = _listed(_one_of(*EVENTS[name], *_UNLISTED.get(name, ())))
    elif name == "repository_dispatch":
        keys["types"] = _listed(_filled())
    return Shape(null=True, makes=model.Trigger, keys=keys)


def _triggers(read: Any) -> dict[str, model.Trigger]:
    """One form for the three in which events may be written."""
    if isinstance(read, dict):
        return {name: trigger if isinstance(trigger, model.Trigger) else model.Trigger() for name, trigger in read.items()}
    return {name: model.Trigger() for name in ((read,) if isinstance(read, str) else read or ())}


ON = Shape(vain=True, text=True, values=tuple(EVENTS), items=_one_of(*EVENTS), keys={name: _event(name) for name in EVENTS}, finish=_triggers)

# --- what workflows and jobs share

PERMISSIONS = Shape(text=True, values=("read-all", "write-all"), keys={scope: _one_of(*levels) for scope, (levels, _) in SCOPES.items()})
CACHE_MODE = _one_of("read", "write", "write-only", "none")


def _concurrency(available: Availability) -> Shape:
    return Shape(
        text=True,
        filled=available is at.JOB,
        available=available,
        makes=model.Concurrency,
        short="group",
        needed=("group",),
        keys={
            "group": _filled(available),
            "cancel-in-progress": _truth(available),
            "queue": _one_of("single", "max", available=available),
        },
    )


def _defaults(available: Availability | None) -> Shape:
    run = Shape(
        makes=model.RunDefaults,
        available=available,
        vain=True,
        keys={"shell": _filled(available or at.LITERAL), "working-directory": _filled(available)},
    )
    return Shape(makes=model.JobDefaults, vain=True, keys={"run": run})


def _container(*, service: bool) -> Shape:
    available = at.JOB
    keys = {
        "image": _filled(available),
        "options": _text(available),
        "env": _env(available, at.JOB_OUTPUT),
        "ports": Shape(items=_filled(available), available=available),
        "volumes": Shape(items=_filled(available), available=available),
        "credentials": Shape(
            available=at.CREDENTIALS,
            keys={"username": _filled(at.CREDENTIALS), "password": _filled(at.CREDENTIALS)},
        ),
    }
    if service:
        keys |= {"entrypoint": _text(available), "command": _text(available)}
    return Shape(text=True, filled=service, available=available, makes=model.Container, short="image", keys=keys)


# --- steps

_USES = _filled()
_COMMON = {
    "name": _text(at.STEP),
    "id": _filled(),
    "continue-on-error": _truth(at.STEP),
}
_ACTIVE = {
    **_COMMON,
    "if": _condition(at.STEP_IF),
    "timeout-minutes": _number(at.STEP),
    "env": _env(at.STEP),
    "background": _truth(at.STEP),
}
_RUN_STEP = Shape(
    needed=("run",),
    keys={**_ACTIVE, "run": _text(at.STEP), "shell": _filled(at.LITERAL), "working-directory": _text(at.STEP)},
)
_USES_STEP = Shape(needed=("uses",), keys={**_ACTIVE, "uses": _USES, "with": _env(at.STEP)})
_WAIT_STEP = Shape(needed=("wait",), keys={**_COMMON, "wait": _listed(_filled(at.STEP))})
_WAIT_ALL_STEP = Shape(needed=("wait-all",), keys={**_COMMON, "wait-all": Shape(truth=True, null=True, finish=lambda given: given is not False)})
_CANCEL_STEP = Shape(needed=("cancel",), keys={**_COMMON, "cancel": _filled(at.STEP)})
_INNER_STEP = Shape(makes=model.Step, variants=(_RUN_STEP, _USES_STEP))
_PARALLEL_STEP = Shape(needed=("parallel",), keys={"parallel": Shape(items=_INNER_STEP, vain=True)})
STEP = Shape(makes=model.Step, variants=(_RUN_STEP, _USES_STEP, _WAIT_STEP, _WAIT_ALL_STEP, _CANCEL_STEP, _PARALLEL_STEP))

# --- jobs

_CELLS = Shape(items=Shape(others=Shape(anything=True, available=at.STRATEGY), available=at.STRATEGY), available=at.STRATEGY)
MATRIX = Shape(
    makes=model.Matrix,
    available=at.STRATEGY,
    rest="axes",
    keys={"include": _CELLS, "exclude": replace(_CELLS, vain=True)},
    others=Shape(items=Shape(anything=True, available=at.STRATEGY), available=at.STRATEGY),
)
_STRATEGY = Shape(
    vain=True,
    makes=model.Strategy,
    available=at.STRATEGY,
    keys={"fail-fast": _truth(at.STRATEGY), "max-parallel": _number(at.STRATEGY), "matrix": MATRIX},
)
_RUNS_ON = Shape(
    text=True,
    filled=True,
    available=at.JOB,
    items=_filled(at.JOB),
    vain=True,
    makes=model.RunnerGroup,
    keys={
        "group": _filled(at.JOB),
        "labels": Shape(text=True, filled=True, items=_filled(at.JOB), available=at.JOB, vain=True),
    },
)
_ENVIRONMENT = Shape(
    text=True,
    available=at.JOB,
    makes=model.Environment,
    short="name",
    needed=("name",),
    keys={"name": _text(at.JOB), "url": _text(at.ENVIRONMENT_URL), "deployment": _truth(at.JOB)},
)
_SNAPSHOT = Shape(
    text=True,
    filled=True,
    makes=model.Snapshot,
    short="image_name",
    needed=("image-name",),
    keys={"image-name": _filled(), "version": _filled(), "if": _condition(at.JOB)},
)
_ANY_JOB = {
    "name": _text(at.JOB),
    "needs": _listed(_filled()),
    "if": _condition(at.JOB_IF),
    "permissions": PERMISSIONS,
    "cache-mode": CACHE_MODE,
    "concurrency": _concurrency(at.JOB),
    "strategy": _STRATEGY,
}
_STEPS_JOB = Shape(
    makes=model.Job,
    needed=("runs-on",),
    keys={
        **_ANY_JOB,
        "runs-on": _RUNS_ON,
        "environment": _ENVIRONMENT,
        "timeout-minutes": _number(at.JOB),
        "cancel-timeout-minutes": _number(at.JOB),
        "continue-on-error": _truth(at.JOB),
        "container": _container(service=False),
        "services": Shape(others=_container(service=True), available=at.JOB),
        "outputs": _each(_text(at.JOB_OUTPUT)),
        "env": _env(at.JOB_SECRETS),
        "defaults": _defaults(at.JOB_DEFAULTS),
        "snapshot": _SNAPSHOT,
        "steps": Shape(items=STEP, vain=True),
    },
)
_CALL_JOB = Shape(
    makes=model.CallJob,
    needed=("uses",),
    keys={
        **_ANY_JOB,
        "uses": _filled(),
        "with": _each(Shape(text=True, truth=True, number=True, available=at.JOB)),
        "secrets": Shape(text=True, values=("inherit",), vain=True, others=Shape(text=True, truth=True, number=True, available=at.JOB_SECRETS)),
    },
)
JOB = Shape(variants=(_STEPS_JOB, _CALL_JOB))

WORKFLOW = Shape(
    makes=model.Workflow,
    needed=("on", "jobs"),
    keys={
        "name": _text(),
        "description": _text(),
        "run-name": _text(at.RUN),
        "on": ON,
        "permissions": PERMISSIONS,
        "cache-mode": CACHE_MODE,
        "env": _env(at.RUN_ENV),
        "defaults": _defaults(None),
        "concurrency": _concurrency(at.RUN),
        "jobs": Shape(others=JOB),
    },
)

# --- actions

_STEP_OF_ACTION = {
    "name": _text(at.ACTION_STEP),
    "id": _filled(),
    "if": _condition(at.ACTION_STEP_IF),
    "env": _env(at.ACTION_STEP),
    "continue-on-error": _truth(at.ACTION_STEP),
}
_COMPOSITE_STEP = Shape(
    makes=model.Step,
    variants=(
        Shape(
            needed=("run", "shell"),
            keys={**_STEP_OF_ACTION, "run": _text(at.ACTION_STEP), "shell": _text(at.ACTION_STEP), "working-directory": _text(at.ACTION_STEP)},
        ),
        Shape(needed=("uses",), keys={**_STEP_OF_ACTION, "uses": _filled(), "with": _env(at.ACTION_STEP)}),
    ),
)
NODES = ("node12", "node16", "node20", "node24")
_RUNS = Shape(
    variants=(
        Shape(
            makes=action.DockerRuns,
            needed=("using", "image"),
            keys={
                "using": _one_of("docker"),
                "image": _filled(),
                "entrypoint": _filled(),
                "args": Shape(items=_text(at.ACTION_ARGS)),
                "env": _env(at.ACTION_ARGS),
                "pre-entrypoint": _filled(),
                "pre-if": _condition(at.ACTION_IF),
                "post-entrypoint": _filled(),
                "post-if": _condition(at.ACTION_IF),
            },
        ),
        Shape(
            makes=action.NodeRuns,
            needed=("using", "main"),
            keys={
                "using": _one_of(*NODES),
                "main": _filled(),
                "pre": _filled(),
                "pre-if": _condition(at.ACTION_IF),
                "post": _filled(),
                "post-if": _condition(at.ACTION_IF),
            },
        ),
        Shape(
            makes=action.CompositeRuns,
            needed=("using", "steps"),
            keys={"using": _one_of("composite"), "steps": Shape(items=_COMPOSITE_STEP)},
        ),
    )
)
ACTION = Shape(
    makes=action.ActionFile,
    needed=("name", "description", "runs"),
    keys={
        "name": _filled(),
        "description": _text(),
        "author": _text(),
        "inputs": Shape(
            others=Shape(
                makes=action.ActionInput,
                others=ANYTHING,
                keys={
                    "description": _text(),
                    "required": Shape(truth=True, text=True),  # GitHub's runner does not look at it; yes and no are texts
                    "default": _text(at.ACTION_DEFAULT),
                    "deprecationMessage": _text(),
                },
            )
        ),
        "outputs": Shape(others=Shape(makes=action.ActionOutput, keys={"description": _text(), "value": _text(at.ACTION_OUTPUT)})),
        "runs": _RUNS,
        "branding": Shape(makes=action.Branding, keys={"icon": _one_of(*ICONS), "color": _one_of(*COLORS)}),
    },
)
