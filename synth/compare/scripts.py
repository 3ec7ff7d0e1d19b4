"""What of an event becomes code: values that anybody may write, newly expanded within a script; and whose code is checked out."""

from __future__ import annotations

from synth.checks.template_injection import SCRIPTS
from synth.compare.matching import action_of
from synth.compare.pair import CAUTION, DANGER
from synth.compare.side import TRUE, mapping, shown
from synth.compare.values import Code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.compare.pair import Pair
    from synth.compare.side import Path
    from synth.compare.values import Change

_GIVEN = ("inputs.", "github.event.inputs.", "github.event.client_payload.")


def scripts_of(step: dict[str, Any]) -> dict[tuple[str, ...], str]:
    """The texts of a step that are code, by path: `run`, and the inputs that are scripts."""
    found: dict[tuple[str, ...], str] = {}
    if isinstance(step.get("run"), str):
        found["run",] = step["run"]
    for name, value in mapping(step.get("with")).items():
        if isinstance(value, str) and name.lower() in SCRIPTS.get(action_of(step) or "", ()):
            found["with", name] = value
    return found


def injections(
    pair: Pair, old: dict[str, Any], new: dict[str, Any], *, job: str | None, step: str, old_at: Path | None, new_at: Path
) -> Iterator[Change]:
    """The rows for what is newly expanded in the scripts of a step; an empty `old` is a new step."""
    if old.get("run") == new.get("run") and old.get("with") == new.get("with"):
        return
    before = {value for text in scripts_of(old).values() for value in _expanded(text)}
    for path, text in scripts_of(new).items():
        if "${{" not in text:
            continue
        for value, anybody in _expanded(text).items():
            if value in before:
                continue
            says = ("the value of ", Code(value), " becomes part of the script")
            at: dict[str, Any] = {"job": job, "step": step, "old": old_at, "new": (*new_at, *path)}
            if anybody:
                why = ("anybody may write it, as a command too: give it to the step under 'env'",)
                yield pair.change("injection", DANGER, says, why, after=value, **at)
            else:
                yield pair.change(
                    "expansion", CAUTION, says, ("whoever starts the run decides it: give it to the step under 'env'",), after=value, **at
                )


def _expanded(text: str) -> dict[str, bool]:
    """What the expressions of a script show, with whether anybody may write it; of the rest only what a caller gives."""
    if "${{" not in text:
        return {}
    from synth.expr.embedded import embedded
    from synth.expr.untrusted import untrusted

    found: dict[str, bool] = {}
    for one in embedded(text)[0]:
        if "github" in one.text.lower():
            found.update({value.path: True for value in untrusted(one.text)})
        name = one.text.strip()
        if name.lower().startswith(_GIVEN):
            found.setdefault(name, False)
    return found


def checkouts(
    pair: Pair, old: dict[str, Any], new: dict[str, Any], *, privileged: bool, job: str | None, step: str, new_at: Path
) -> Iterator[Change]:
    """The rows for a checkout of a stranger's code, and for one that leaves its credentials behind."""
    if action_of(new) != "actions/checkout":
        return
    was, now = mapping(old.get("with")), mapping(new.get("with"))
    at: dict[str, Any] = {"job": job, "step": step, "new": (*new_at, "with")}
    ref = shown(now.get("ref"))
    if (
        privileged
        and ref != shown(was.get("ref"))
        and ("github.event.pull_request.head" in ref or "github.head_ref" in ref or "workflow_run.head" in ref)
    ):
        why = ("the run holds secrets, and the code may be anybody's",)
        yield pair.change("checkout-untrusted", DANGER, ("checks out ", Code(ref)), why, after=ref, **at)
    if now.get("allow-unsafe-pr-checkout") is TRUE and was.get("allow-unsafe-pr-checkout") is not TRUE:
        why = ("the run holds secrets, and the code may be anybody's",)
        yield pair.change("checkout-untrusted", DANGER, (Code("allow-unsafe-pr-checkout"), " is set"), why, **at)
    if shown(was.get("persist-credentials")) == "false" and shown(now.get("persist-credentials", "true")) != "false":
        why = ("the token stays in the folder for every later step",)
        yield pair.change("credentials-kept", CAUTION, (Code("persist-credentials: false"), " is gone"), why, **at)
