"""What a job waits for, by way of all that it needs: whether a deployment still has to pass a gate, a scan or a test that it had to pass before."""

from __future__ import annotations

import re
from functools import cache

from synth.compare.conditions import never_true
from synth.compare.normal import needs_of, steps_of
from synth.compare.pair import CAUTION, DANGER, code, listing
from synth.compare.side import mapping, shown
from synth.compare.values import Code, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.compare.pair import Pair
    from synth.compare.values import Change, Words

_SCAN = re.compile(
    r"trivy|grype|snyk|codeql|semgrep|zizmor|checkov|tfsec|gitleaks|trufflehog|osv-|bandit|\bsast\b|vulnerab|\bscan|scan\b|[-_]scan|scanner|audit|kics"
    r"|govulncheck|dependency-(?:check|review)|cosign verify|attestation verify|security|sonar",
    re.IGNORECASE,
)
_CHECK = re.compile(
    r"\b(?:unit|e2e|integration|smoke)?[-_ ]?(?:tests?|check|checks|lint|verify|approve|approval|gate|coverage)\b|[-_](?:tests?|checks?|gate)\b",
    re.IGNORECASE,
)
_TARGET = re.compile(r"deploy|publish|releas|promot|roll[-_ ]?out|\bship\b", re.IGNORECASE)


def is_scan(part: Any) -> bool:
    """Whether a step or a job without steps looks for vulnerabilities, secrets and the like: by what it uses, runs or is called."""
    return any([isinstance(text := mapping(part).get(name), str) and bool(_SCAN.search(text)) for name in ("uses", "run", "name", "id")])


def scans(step: dict[str, Any]) -> bool:
    """Whether what a step uses or runs is a scan, whatever it is called."""
    return is_scan({name: step.get(name) for name in ("uses", "run")})


def kind_of(id: str, job: Any) -> str:
    """`scan`, `gate` (an environment), `check`, or '' for a job that holds nothing back."""
    names = f"{id} {shown(mapping(job).get('name', ''))}"
    if _SCAN.search(names) or is_scan({"uses": mapping(job).get("uses")}) or any([is_scan(step) for step in steps_of(job)]):
        return "scan"
    if mapping(job).get("environment"):
        return "gate"
    return "check" if _CHECK.search(names.replace("_", "-")) else ""


def is_target(id: str, job: Any) -> bool:
    """Whether what the job does reaches users: it has an environment, or is called so."""
    return bool(mapping(job).get("environment")) or bool(
        _TARGET.search(f"{id} {shown(mapping(job).get('name', ''))} {shown(mapping(job).get('uses', ''))}")
    )


def ancestors(jobs: dict[str, Any]) -> dict[str, set[str]]:
    """All jobs that each job waits for. A circle is no endless loop."""
    direct = {id: [need for need in needs_of(job) if need in jobs] for id, job in jobs.items()}
    found: dict[str, set[str]] = {}
    for id in jobs:
        seen: set[str] = set()
        waiting = list(direct[id])
        while waiting:
            need = waiting.pop()
            if need not in seen:
                seen.add(need)
                waiting += direct[need]
        found[id] = seen
    return found


def bypassed(pair: Pair, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    """The rows for deployments that no longer wait for what held them back; `before` is by the ids of the newer version."""
    if [(id, needs_of(job)) for id, job in before.items()] == [(id, needs_of(job)) for id, job in after.items()]:
        return
    was, now = ancestors(before), ancestors(after)
    kinds = cache(lambda id: kind_of(id, before[id]))
    for id, job in after.items():
        if id not in before or never_true(mapping(job).get("if", "x")):
            continue
        if not was[id] - now[id] or not (is_target(id, job) or is_target(id, before[id])):
            continue
        lost = [other for other in before if other in was[id] - now[id] and kinds(other) and not _replaced(kinds(other), before, now[id], after)]
        if not lost:
            continue
        gone = [other for other in lost if other not in after]
        says: Words = ("no longer waits for ", *listing(lost))
        off = [other for other in lost if other in after]
        why: Words = (*listing(off), f" {_is(off)} off every path to ", Code(id)) if off else (*listing(gone), f" {_is(gone)} removed")
        at = ("jobs", id, "needs")
        waits = {"before": ", ".join(sorted(was[id])), "after": ", ".join(sorted(now[id]))}
        yield pair.change("gate-bypassed", DANGER, says, why, job=id, old=("jobs", _old(pair, id), "needs"), new=at, **waits)


def _is(several: list[str]) -> str:
    return "is" if len(several) == 1 else "are"


def _replaced(kind: str, before: dict[str, Any], now: set[str], after: dict[str, Any]) -> bool:
    """Whether a new job of the same kind is waited for now in its place."""
    return any([id not in before and kind_of(id, after[id]) == kind for id in now])


def held_back(jobs: dict[str, Any], id: str) -> list[str]:
    """The jobs that wait for the job."""
    return [other for other, waits in ancestors(jobs).items() if id in waits]


def needs(pair: Pair, old_id: str, new_id: str, old: Any, new: Any) -> Iterator[Change]:
    """The row for other `needs`, with the jobs' new ids on both sides."""
    was, now = [pair.renamed.get(id, id) for id in needs_of(old)], needs_of(new)
    if was == now:
        return
    at: dict[str, Any] = {"job": new_id, "old": ("jobs", old_id, "needs"), "new": ("jobs", new_id, "needs"), "before": was, "after": now}
    if set(was) == set(now):
        yield pair.change("needs-changed", "info", (Code("needs"), " is written in another order"), ("no effective change",), **at)
        return
    more, less = [id for id in now if id not in was], [id for id in was if id not in now]
    says: Words = (Code("needs"), " ", code(was), " -> ", code(now))
    why: Words = ("it waits for ", *listing(more), " too") if more else ()
    why = (*why, "; " if why else "", "it no longer waits directly for ", *listing(less)) if less else why
    yield pair.change("needs-changed", CAUTION, says, why, **at)


def graph(jobs: Any) -> tuple[Node, ...]:
    """The jobs of a workflow as a picture has them."""
    found = []
    for id, job in mapping(jobs).items():
        given = mapping(job)
        name = given.get("name")
        environment = given.get("environment")
        environment = environment.get("name") if isinstance(environment, dict) else environment
        found.append(
            Node(id=id, name=shown(name) if name else id, needs=tuple(needs_of(job)), environment=shown(environment) if environment else None)
        )
    return tuple(found)


def _old(pair: Pair, id: str) -> str:
    return next((old for old, new in pair.renamed.items() if new == id), id)
