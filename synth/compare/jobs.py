"""The jobs of a workflow: added, removed, renamed, and what changed in each that both versions have."""

from __future__ import annotations

from functools import cache

from synth.compare.conditions import goes_on
from synth.compare.environments import environment
from synth.compare.fields import ABSENT, field, keys
from synth.compare.guards import condition, continues
from synth.compare.images import container, services
from synth.compare.matching import bare, renamed_jobs
from synth.compare.matrix import strategy
from synth.compare.normal import UNSTATED, needs_of, steps_of
from synth.compare.pair import CAUTION, DANGER, INFO, code, listing
from synth.compare.permissions import job_permissions, scopes, scopes_of
from synth.compare.pins import added_action, pin_change, reference
from synth.compare.reach import ancestors, bypassed, held_back, is_target, kind_of, needs
from synth.compare.secret_rows import inherited, known, secret_rows
from synth.compare.side import mapping, shown
from synth.compare.steps import Place, steps
from synth.compare.triggers import DANGEROUS
from synth.compare.values import Code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from synth.compare.pair import Pair
    from synth.compare.values import Change, Words

_SEVERITY = {"timeout-minutes": INFO, "env": INFO, "with": INFO, "name": CAUTION}
_SPECIAL = frozenset(
    {
        "steps",
        "needs",
        "permissions",
        "if",
        "continue-on-error",
        "environment",
        "strategy",
        "container",
        "services",
        "uses",
        "secrets",
        "name",
        "concurrency",
    }
)


def jobs(pair: Pair, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    """The rows for all jobs; `before` and `after` are normal forms of the whole workflow."""
    olds, news = mapping(before.get("jobs")), mapping(after.get("jobs"))
    pair.renamed = renamed_jobs(olds, news)
    was = {pair.renamed.get(id, id): job for id, job in olds.items()}
    elsewhere = cache(lambda: known(before))
    for id, job in olds.items():
        if pair.renamed.get(id, id) not in news:
            yield _removed(pair, id, job, olds)
    actions = _actions(olds)
    former = {new: old for old, new in pair.renamed.items()}
    privileged = any([event in DANGEROUS for event in mapping(after.get("on"))])
    for id, job in news.items():
        if id not in was:
            yield from _added(pair, id, job, actions, elsewhere, privileged)
            continue
        old_id = former.get(id, id)
        if old_id != id:
            yield _renamed(pair, old_id, id, was[id], job)
        if was[id] != job:
            yield from _changed(pair, old_id, id, mapping(was[id]), mapping(job), actions, elsewhere, privileged, news)
    moved = [{**mapping(job), "needs": [pair.renamed.get(need, need) for need in needs_of(job)]} for job in was.values()]
    yield from bypassed(pair, dict(zip(was, moved, strict=True)), news)


def _check(id: str, job: Any) -> str:
    """What the check of the job is called, as far as the file tells."""
    name = mapping(job).get("name")
    return shown(name) if name else id


def _removed(pair: Pair, id: str, job: Any, olds: dict[str, Any]) -> Change:
    environment = mapping(mapping(job).get("environment")).get("name")
    says: Words = ("job ", Code(id), " is removed", *((" with its environment ", code(environment)) if environment else ()))
    why: Words = ("a required check named ", Code(_check(id, job)), " will never report")
    scan = kind_of(id, job) == "scan" and not any([is_target(other, olds[other]) for other in held_back(olds, id)])
    kind, severity = ("scan-removed", DANGER) if scan else ("job-removed", CAUTION)
    return pair.change(kind, severity, says, why, job=id, old=("jobs", id), new=("jobs",))


def _renamed(pair: Pair, old_id: str, id: str, old: Any, new: Any) -> Change:
    check = _check(old_id, old)
    says: Words = ("job ", Code(old_id), " is renamed to ", Code(id))
    if check == _check(id, new):
        return pair.change("job-renamed", INFO, says, ("its check keeps the name ", Code(check)), job=id, old=("jobs", old_id), new=("jobs", id))
    why: Words = ("a required check named ", Code(check), " will never report")
    return pair.change("job-renamed", CAUTION, says, why, job=id, old=("jobs", old_id), new=("jobs", id), before=old_id, after=id)


def _added(pair: Pair, id: str, job: Any, actions: frozenset[str], elsewhere: Callable[[], frozenset[str]], privileged: bool) -> Iterator[Change]:
    given = mapping(job)
    said: list[str | Code] = ["job ", Code(id), " is added"]
    if isinstance(given.get("uses"), str):
        said += [", calls ", Code(given["uses"])]
    if waits := needs_of(job):
        said += [", ", Code("needs"), " ", *listing(waits)]
    if given.get("if") is not None:
        said += [", runs if ", code(given["if"])]
    if name := mapping(given.get("environment")).get("name"):
        said += [", in environment ", code(name)]
    why: Words = ("it runs even where what it needs failed or was skipped",) if goes_on(given.get("if")) else ()
    yield pair.change("job-added", CAUTION, tuple(said), why, job=id, old=("jobs",), new=("jobs", id))
    now = scopes(given.get("permissions"))
    wide = sorted([f"{scope}: {level}" for scope, level in (now or {}).items() if level == "write"])
    if wide and "permissions" in mapping(mapping(mapping(pair.after.plain).get("jobs")).get(id)):
        at: dict[str, Any] = {"job": id, "old": ("jobs",), "new": ("jobs", id, "permissions")}
        yield pair.change(
            "permission-granted", CAUTION, ("the new job is given ", *listing(wide if len(wide) < 8 else [shown(given["permissions"])])), **at
        )
    at_uses = ("jobs", id, "uses")
    if isinstance(given.get("uses"), str):
        yield from added_action(pair, reference(given["uses"], pair.after.comment(at_uses)), actions, at_uses, id, None)
    yield from inherited(pair, id, {}, job, ("jobs",))
    yield from secret_rows(pair, id, {}, job, old_at=("jobs",), new_at=("jobs", id), elsewhere=elsewhere)
    place = Place(old=("jobs",), new=("jobs", id, "steps"), job=id, known=actions, privileged=privileged)
    told = ("action-added", "action-unpinned", "injection", "expansion", "checkout-untrusted")
    yield from [change for change in steps(pair, [], steps_of(job), place) if change.kind in told]


def _changed(
    pair: Pair,
    old_id: str,
    id: str,
    old: dict[str, Any],
    new: dict[str, Any],
    actions: frozenset[str],
    elsewhere: Callable[[], frozenset[str]],
    privileged: bool,
    news: dict[str, Any],
) -> Iterator[Change]:
    old_at, new_at = ("jobs", old_id), ("jobs", id)
    waiting = cache(lambda: held_back(news, id))
    yield from job_permissions(pair, old_id, id, old.get("permissions", UNSTATED), new.get("permissions", UNSTATED))
    yield from environment(pair, old_id, id, old, new)
    yield from condition(pair, old, new, old_at=old_at, new_at=new_at, gate=False, job=id)
    yield from continues(pair, old, new, old_at=old_at, new_at=new_at, waiting=waiting, job=id)
    yield from needs(pair, old_id, id, old, new)
    yield from _past_gates(pair, old_at, new_at, id, old, new, news)
    if old.get("name") != new.get("name"):
        yield from _check_name(pair, old_id, id, old, new)
    if old.get("strategy") != new.get("strategy"):
        yield from strategy(pair, old_id, id, old.get("strategy"), new.get("strategy"))
    if old.get("uses") != new.get("uses"):
        yield from _call(pair, old_id, id, old, new, actions)
    yield from inherited(pair, id, old, new, (*old_at, "secrets"))
    if old.get("secrets") != new.get("secrets") and "inherit" not in (old.get("secrets"), new.get("secrets")):
        one, other = old.get("secrets", ABSENT), new.get("secrets", ABSENT)
        yield from field(pair, "secrets-passed", CAUTION, "secrets", one, other, old_at=(*old_at, "secrets"), new_at=(*new_at, "secrets"), job=id)
    yield from container(pair, old_id, id, old, new)
    yield from services(pair, old_id, id, old, new)
    yield from keys(pair, "job", old, new, _SEVERITY, old_at=old_at, new_at=new_at, job=id, skip=_SPECIAL)
    yield from secret_rows(pair, id, old, new, old_at=old_at, new_at=new_at, elsewhere=elsewhere)
    ones, others = steps_of(old), steps_of(new)
    place = Place(old=(*old_at, "steps"), new=(*new_at, "steps"), job=id, known=actions, privileged=privileged, waiting=waiting)
    yield from steps(pair, ones, others, place)
    yield from _role(pair, id, ones, others, new)
    if old.get("steps") != new.get("steps") and ones == others:
        one, other = old.get("steps", ABSENT), new.get("steps", ABSENT)
        yield from field(pair, "job-steps", CAUTION, "steps", one, other, old_at=(*old_at, "steps"), new_at=(*new_at, "steps"), job=id)


def _past_gates(
    pair: Pair, old_at: tuple[str, ...], new_at: tuple[str, ...], id: str, old: dict[str, Any], new: dict[str, Any], news: dict[str, Any]
) -> Iterator[Change]:
    """The row for a deployment that runs although what it waits for failed."""
    if old.get("if") == new.get("if") or not goes_on(new.get("if")) or goes_on(old.get("if")) or not is_target(id, new):
        return
    if held := [other for other in sorted(ancestors(news)[id]) if kind_of(other, news[other])]:
        says: Words = ("runs even if ", *listing(held), " failed or was skipped")
        yield pair.change("gate-bypassed", DANGER, says, job=id, old=(*old_at, "if"), new=(*new_at, "if"), before=old.get("if"), after=new.get("if"))


def _check_name(pair: Pair, old_id: str, id: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    one, other = old.get("name", ABSENT), new.get("name", ABSENT)
    why: Words = ("a required check named ", Code(_check(old_id, old)), " will never report") if _check(old_id, old) != _check(id, new) else ()
    if old_id == id or one is not ABSENT or other is not ABSENT:
        at: dict[str, Any] = {"old_at": ("jobs", old_id, "name"), "new_at": ("jobs", id, "name"), "job": id}
        yield from field(pair, "check-renamed", CAUTION, "name", one, other, why=why, **at)


def _call(pair: Pair, old_id: str, id: str, old: dict[str, Any], new: dict[str, Any], actions: frozenset[str]) -> Iterator[Change]:
    paths = ("jobs", old_id, "uses"), ("jobs", id, "uses")
    one, other = old.get("uses"), new.get("uses")
    if isinstance(one, str) and isinstance(other, str):
        comments = pair.before.comment(paths[0]), pair.after.comment(paths[1])
        same = bool(comments[0]) and comments[0] == comments[1]
        pins = reference(one, comments[0]), reference(other, comments[1])
        yield from pin_change(pair, *pins, old_at=paths[0], new_at=paths[1], job=id, step=None, same_comment=same)
        return
    present = old.get("uses", ABSENT), new.get("uses", ABSENT)
    yield from field(pair, "job-uses", CAUTION, "uses", *present, old_at=paths[0], new_at=paths[1], job=id)
    if isinstance(other, str):
        yield from added_action(pair, reference(other, pair.after.comment(paths[1])), actions, paths[1], id, None)


def _role(pair: Pair, id: str, olds: list[dict[str, Any]], news: list[dict[str, Any]], job: dict[str, Any]) -> Iterator[Change]:
    """The row for a job that newly takes on a role and may not sign in for it."""
    asks = [j for j, step in enumerate(news) if mapping(step.get("with")).get("role-to-assume")]
    if not asks or any([mapping(step.get("with")).get("role-to-assume") for step in olds]):
        return
    stated = scopes(job.get("permissions"))
    if scopes_of(job.get("permissions")).get("id-token") == "write":
        return
    what = "states no permissions" if stated is None else "is not given it"
    says: Words = (Code("role-to-assume"), " needs ", Code("id-token: write"), f", and the job {what}")
    yield pair.change(
        "role-unreachable", CAUTION, says, ("the step will fail",), job=id, new=("jobs", id, "steps", asks[0], "with", "role-to-assume")
    )


def _actions(jobs: dict[str, Any]) -> frozenset[str]:
    """What the workflow uses, without versions."""
    found = [mapping(job).get("uses") for job in jobs.values()] + [step.get("uses") for job in jobs.values() for step in steps_of(job)]
    return frozenset([bare(uses) for uses in found if isinstance(uses, str)])
