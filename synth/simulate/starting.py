"""Which workflows an event starts.

https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows and the filters of workflow-syntax#on.
"""

from __future__ import annotations

from synth.simulate.happening import base_of, ref_of
from synth.simulate.patterns import means

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from synth.model import Trigger, Workflow
    from synth.simulate.values import Event

    Verdict: TypeAlias = "tuple[bool | None, str]"

DEFAULT_TYPES = {  # those that start a workflow whose trigger names no types; of other events all do
    "pull_request": ("opened", "synchronize", "reopened"),
    "pull_request_target": ("opened", "synchronize", "reopened"),
    "merge_group": ("checks_requested",),
}
MOST_PATHS = 300  # GitHub looks at no more of a change


def starts(workflow: Workflow, event: Event) -> Verdict:
    """Whether the event starts the workflow, None: unknown, and why."""
    trigger = next((found for name, found in workflow.on.items() if name.lower() == event.name), None)
    if trigger is None:
        return False, f"it does not start on {event.name}"
    said: list[str] = []
    unsure: list[str] = []
    for met, why in _filters(trigger, event):
        if met is False:
            return False, why
        (unsure if met is None else said).append(why)
    if unsure:
        return None, "; ".join(unsure)
    return True, "; ".join(said) or f"it starts on every {event.name}"


def _filters(trigger: Trigger, event: Event) -> Iterator[Verdict]:
    types = trigger.types or DEFAULT_TYPES.get(event.name)
    if types is not None and event.action is not None:
        met = event.action in types
        yield met, f"'{event.action}' is among its types" if met else f"it starts on {', '.join(types)}, not on '{event.action}'"
    if event.name == "workflow_run" and trigger.workflows:
        yield _named(trigger.workflows, event)
    yield from _refs(trigger, event)
    yield from _paths(trigger, event)


def _named(wanted: tuple[str, ...], event: Event) -> Verdict:
    if not event.workflow:
        return None, f"it follows {' or '.join([repr(one) for one in wanted])}: say which ended with --workflow"
    met = event.workflow in wanted
    return met, f"it follows '{event.workflow}'" if met else f"it follows {' or '.join([repr(one) for one in wanted])}, not '{event.workflow}'"


def _refs(trigger: Trigger, event: Event) -> Iterator[Verdict]:
    """The filters of branches and tags. One kind alone keeps refs of the other kind from starting the workflow."""
    branches = trigger.branches is not None or trigger.branches_ignore is not None
    tags = trigger.tags is not None or trigger.tags_ignore is not None
    if event.name != "push":
        if branches:
            yield _filtered("branch", base_of(event), trigger.branches, trigger.branches_ignore)
        return
    ref = ref_of(event)
    if ref.startswith("refs/tags/"):
        if tags:
            yield _filtered("tag", ref.removeprefix("refs/tags/"), trigger.tags, trigger.tags_ignore)
        elif branches:
            yield False, "it names branches only, and a tag is pushed"
    elif branches:
        yield _filtered("branch", ref.removeprefix("refs/heads/"), trigger.branches, trigger.branches_ignore)
    elif tags:
        yield False, "it names tags only, and a branch is pushed"


def _filtered(kind: str, name: str, wanted: tuple[str, ...] | None, ignored: tuple[str, ...] | None) -> Verdict:
    if wanted is not None:
        found = means(wanted, name)
        return (True, f"{kind} '{name}' matches '{found}'") if found else (False, f"{kind} '{name}' matches none of {_listed(wanted)}")
    found = means(ignored or (), name)
    return (False, f"{kind} '{name}' is ignored by '{found}'") if found else (True, f"{kind} '{name}' is not ignored")


def _paths(trigger: Trigger, event: Event) -> Iterator[Verdict]:
    """The filters of paths, which are not looked at when a tag is pushed."""
    wanted, ignored = trigger.paths, trigger.paths_ignore
    if (wanted is None and ignored is None) or (event.name == "push" and ref_of(event).startswith("refs/tags/")):
        return
    if event.changed is None:
        which = f"a changed path matches {_listed(wanted)}" if wanted is not None else f"a changed path is outside {_listed(ignored or ())}"
        yield None, f"it starts if {which}: say what changed with --changed"
        return
    changed = [path.removeprefix("./") for path in event.changed][:MOST_PATHS]
    if wanted is not None:
        met = next((path for path in changed if means(wanted, path)), None)
        yield (True, f"'{met}' matches its paths") if met is not None else (False, f"no changed path matches {_listed(wanted)}")
        return
    left = next((path for path in changed if not means(ignored or (), path)), None)
    yield (True, f"'{left}' is not ignored") if left is not None else (False, f"all changed paths are ignored by {_listed(ignored or ())}")


def _listed(patterns: tuple[str, ...]) -> str:
    return ", ".join([f"'{pattern}'" for pattern in patterns])
