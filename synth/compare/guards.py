"""What decides whether a job or a step runs, and whether its failure counts: `if` and `continue-on-error`."""

from __future__ import annotations

from synth.compare.conditions import always_true, fault, goes_on, never_true, only_status, same_condition
from synth.compare.pair import CAUTION, DANGER, INFO, code, listing
from synth.compare.side import FALSE, shown
from synth.compare.values import Code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from synth.compare.pair import Pair
    from synth.compare.side import Path
    from synth.compare.values import Change, Words


def condition(
    pair: Pair,
    old: dict[str, Any],
    new: dict[str, Any],
    *,
    old_at: Path,
    new_at: Path,
    gate: bool,
    job: str | None,
    step: str | None = None,
    uses: str | None = None,
) -> Iterator[Change]:
    """The row for another `if`. `gate` says that what it guards is a scan, so that not running it lets pass."""
    was, now = old.get("if"), new.get("if")
    if was == now and ("if" in old) == ("if" in new):
        return
    at: dict[str, Any] = {"job": job, "step": step, "old": (*old_at, "if"), "new": (*new_at, "if"), "before": was, "after": now}
    what: Words = ("the job",) if step is None else ("the step ", Code(uses)) if uses else ("the step",)
    if "if" not in new or now is None:
        severity = CAUTION if only_status(was) or never_true(was) else DANGER
        yield pair.change("condition-removed", severity, (Code("if"), " is removed, it was ", code(was)), (*what, " no longer asks for it"), **at)
        return
    if said := fault(shown(now), condition=True):
        before = "; before, it was always true" if "if" in old and always_true(was) else ""
        refused: Words = ("GitHub refuses the whole file: ", Code(said), before)
        yield pair.change("expression-invalid", DANGER, (Code("if"), " cannot be read: ", code(now)), refused, **at)
        return
    if "if" not in old or was is None:
        yield _added(pair, now, gate, what, at)
        return
    if same_condition(was, now):
        yield pair.change("condition-changed", INFO, (Code("if"), " is written otherwise"), ("no effective change",), **at)
    elif always_true(now):
        why: Words = () if always_true(was) else ("it always holds: ", *what, " runs whatever it asked for before")
        yield pair.change("condition-constant", DANGER if not always_true(was) else INFO, (Code("if"), " ", code(was), " -> ", code(now)), why, **at)
    elif never_true(now):
        yield pair.change(
            "condition-constant", DANGER, (Code("if"), " ", code(was), " -> ", code(now)), ("it never holds: ", *what, " is switched off"), **at
        )
    else:
        loosened = goes_on(now) and not goes_on(was)
        why = ("it runs after a failure too now",) if loosened else ("before, it was always true",) if always_true(was) else ()
        yield pair.change("condition-changed", CAUTION, (Code("if"), " ", code(was), " -> ", code(now)), why, **at)


def _added(pair: Pair, now: Any, gate: bool, what: Words, at: dict[str, Any]) -> Change:
    says: Words = (Code("if"), " is added: ", code(now))
    if never_true(now):
        return pair.change("condition-constant", DANGER, says, ("it never holds: ", *what, " is switched off"), **at)
    if goes_on(now):
        return pair.change("condition-added", CAUTION, says, ("it runs after a failure too now",), **at)
    if always_true(now):
        return pair.change("condition-added", INFO, says, ("it always holds: no effective change",), **at)
    if gate and at["step"] is not None:
        return pair.change("gate-conditional", DANGER, says, ("the scan is left out where it does not hold, and the job goes on",), **at)
    return pair.change("condition-added", CAUTION, says, (*what, " is left out where it does not hold"), **at)


def continues(
    pair: Pair,
    old: dict[str, Any],
    new: dict[str, Any],
    *,
    old_at: Path,
    new_at: Path,
    waiting: Callable[[], list[str]],
    job: str | None,
    step: str | None = None,
) -> Iterator[Change]:
    """The row for another `continue-on-error`, with the jobs that a failure no longer stops."""
    was, now = old.get("continue-on-error"), new.get("continue-on-error")
    if was == now and ("continue-on-error" in old) == ("continue-on-error" in new):
        return
    key = "continue-on-error"
    at: dict[str, Any] = {"job": job, "step": step, "old": (*old_at, key), "new": (*new_at, key), "before": was, "after": now}
    says: Words = (Code(key), " ", code("false" if was is None else was), " -> ", code("false" if now is None else now))
    if now is None or now is FALSE or shown(now) == "false":
        off = was is None or was is FALSE
        yield pair.change("failure-counts", INFO, says, ("no effective change",) if off else ("a failure counts again",), **at)
        return
    who = Code(step if step is not None else shown(job))
    stopped: Words = (
        (" no longer stops ", *listing(jobs)) if (jobs := waiting()) else (" no longer stops ", "the job" if step is not None else "the run")
    )
    yield pair.change("failure-ignored", DANGER, says, ("a failed ", who, *stopped), **at)
