"""What counts as the same. Two versions of a file differ in meaning exactly when their normal forms differ.

The normal form knows no comments, quotes, styles and order of keys, because the tree does not. Beyond that:

- `on` is a mapping of events to options, however it is written; an event without options has empty ones; so is `inputs` of an event
- one value stands for a list of one in `needs`, `runs-on`, `paths`, `branches`, `tags`, `types`, `workflows`
- `environment: x` is `{name: x}`, `concurrency: x` is `{group: x}`, `container: x` and a service `x` are `{image: x}`
- a job's `permissions` are those in effect: its own, else the workflow's. Those of the workflow are then gone, but whether the default is newly
  stated is compared apart (`permissions.newly_stated`)
- everything else is itself, keys that nobody knows too
"""

from __future__ import annotations

from synth.compare.side import listed, mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_LISTS = ("branches", "branches-ignore", "tags", "tags-ignore", "paths", "paths-ignore", "types", "workflows")
UNSTATED = "the repository's default"


def normal(plain: Any) -> Any:
    """The normal form of a workflow's or an action's plain tree."""
    if not isinstance(plain, dict):
        return plain
    made = {key: value for key, value in plain.items() if key != "permissions" or "jobs" not in plain}
    if "on" in made:
        made["on"] = _events(made["on"])
    if "concurrency" in made:
        made["concurrency"] = _short(made["concurrency"], "group")
    if isinstance(made.get("jobs"), dict):
        default = plain.get("permissions", UNSTATED)
        made["jobs"] = {name: _job(job, default) for name, job in made["jobs"].items()}
    return made


def _events(on: Any) -> Any:
    if isinstance(on, dict):
        return {event: _options(event, options) for event, options in on.items()}
    return {event if isinstance(event, str) else str(event): {} for event in listed(on)}


def _options(event: str, options: Any) -> Any:
    if options is None:
        return {}
    if not isinstance(options, dict):
        return options
    made = {name: listed(value) if name in _LISTS else value for name, value in options.items()}
    for name in ("inputs", "outputs", "secrets"):
        if name in made and event in ("workflow_call", "workflow_dispatch"):
            part = made[name]
            made[name] = {key: {} if value is None else value for key, value in part.items()} if isinstance(part, dict) else part or {}
    return made


def _job(job: Any, default: Any) -> Any:
    if not isinstance(job, dict):
        return job
    made = {**job, "permissions": job.get("permissions", default)}
    for name in ("needs", "runs-on"):
        if name in made and not isinstance(made[name], dict):
            made[name] = listed(made[name])
    for name, key in (("environment", "name"), ("concurrency", "group"), ("container", "image")):
        if name in made:
            made[name] = _short(made[name], key)
    if isinstance(made.get("services"), dict):
        made["services"] = {name: _short(service, "image") for name, service in made["services"].items()}
    return made


def _short(value: Any, key: str) -> Any:
    """The mapping that a single value stands for."""
    return value if isinstance(value, dict) or value is None else {key: value}


def steps_of(job: Any) -> list[dict[str, Any]]:
    """The steps of a job, or of a composite action's `runs`; what is no step is an empty one."""
    found = mapping(job).get("steps")
    return [mapping(step) for step in found] if isinstance(found, list) else []


def needs_of(job: Any) -> list[str]:
    """The ids that a job waits for, each once."""
    return list(dict.fromkeys([name for name in listed(mapping(job).get("needs")) if isinstance(name, str)]))
