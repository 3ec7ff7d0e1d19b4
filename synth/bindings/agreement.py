"""Whether facts and corrections agree, and which actions may be bound at all."""

from __future__ import annotations

import re

from synth.bindings.lock import is_pinned
from synth.bindings.names import parameters
from synth.nearest import nearest
from synth.problems import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from synth.bindings.catalogue import ActionFacts, Catalogue
    from synth.bindings.shape import Correction

OLDEST_NODE = 24  # GitHub's runners have dropped node20 and what was before it


def problems(facts: Catalogue, corrections: Mapping[str, Correction], images: Iterable[str]) -> Iterator[Problem]:
    """What keeps the facts from being bound, and the corrections that they do not bear out."""
    pins: dict[str, str] = {}
    for action in facts.actions:
        where = f"{action.name} {action.tag}"
        correction = corrections.get(action.name)
        if correction is None or not correction.unbound:
            for message in _refused(action):
                yield Problem(where, message)
        if pins.setdefault(action.locked, action.sha) != action.sha:
            yield Problem(where, f"has another commit than {action.locked} of the same repository: one line of a lock cannot pin both")
        for message in _unfounded(action, correction) if correction else ():
            yield Problem(where, message)
    for pin in facts.pins:
        if pins.setdefault(pin.reference, pin.sha) != pin.sha:
            yield Problem(pin.reference, "is pinned to two commits: keep the one that the tag stands for")
    for name in {action.name for action in facts.actions} ^ corrections.keys():
        yield Problem(name, "needs both facts in catalogue.json and a correction in corrections.py")
    for reference in {image.reference for image in facts.images} ^ set(images):
        yield Problem(reference, "needs both facts in images.json and a place in IMAGES of corrections.py")


def _refused(action: ActionFacts) -> Iterator[str]:
    node = re.fullmatch(r"node(\d+)", action.using)
    if action.using != "composite" and not (node and int(node[1]) >= OLDEST_NODE):
        yield f"runs on {action.using}: only node{OLDEST_NODE} and later, and composite actions, are bound"
    for nested in action.nested:
        if not is_pinned(nested):
            yield f"uses {nested}, which is no full commit SHA, so its own pin would not fix what runs"


def _unfounded(action: ActionFacts, correction: Correction) -> Iterator[str]:
    offered = list(parameters(action, correction))
    names = [name for name, _ in offered]
    for name in sorted({name for name in names if names.count(name) > 1} | {"step", "permissions"} & set(names)):
        yield f"has two meanings for the parameter '{name}'"
    for name, declared in action.inputs.items():
        if declared.deprecated and not correction.deprecated.get(name):
            yield f"deprecates the input '{name}': say in corrections.py what to do instead"
    for name in (*correction.deprecated, *correction.internal):
        if name not in action.inputs:
            yield f"corrections.py names the input '{name}', which this release does not have{nearest(name, action.inputs)}"
    known = [name for _, name in offered]
    named = [*correction.kinds, *correction.defaults, *correction.required, *[scope.given for scope in correction.scopes if scope.given]]
    for name in dict.fromkeys(named):
        if name not in known:
            yield f"corrections.py names the input '{name}', which this release does not have or deprecates{nearest(name, known)}"
