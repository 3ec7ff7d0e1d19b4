"""Which secrets a job can read that it could not, and which it no longer reads."""

from __future__ import annotations

from synth.checks.secret_reads import _READ
from synth.compare.fields import text_within
from synth.compare.matching import label
from synth.compare.normal import steps_of
from synth.compare.pair import CAUTION, DANGER, INFO, code
from synth.compare.side import mapping
from synth.compare.values import Code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from synth.compare.pair import Pair
    from synth.compare.side import Path
    from synth.compare.values import Change, Words

ALL = "*"  # any of them
_NOT_JOBS = ("on", "jobs")


def reads(part: Any) -> dict[str, Path]:
    """The names of the secrets that a part of a file reads, each with the first path; `*` where it reads all."""
    found: dict[str, Path] = {}
    for path, text in text_within(part):
        if "secrets" in text.lower() and ("${{" in text or (path and path[-1] == "if")):
            for read in _READ.finditer(text if "${{" not in text else " ".join(_inside(text))):
                name = read[1] or read[2] or ALL
                if read[0][0] != "'" and name.upper() != "GITHUB_TOKEN":
                    found.setdefault(name if name == ALL else name.upper(), path)
    return found


def _inside(text: str) -> list[str]:
    from synth.expr.embedded import embedded

    return [one.text for one in embedded(text)[0]]


def known(plain: Any) -> frozenset[str]:
    """All secrets that the file reads anywhere."""
    return frozenset(reads(plain))


def secret_rows(
    pair: Pair, job: str | None, old: Any, new: Any, *, old_at: Path, new_at: Path, elsewhere: Callable[[], frozenset[str]]
) -> Iterator[Change]:
    """The rows for a job, or for an action's `runs`. `elsewhere` gives the secrets that the file read before in any job."""
    if not pair.names_secrets:
        return
    was, now = reads(old), reads(new)
    for name, path in now.items():
        if name in was or ALL in was:
            continue
        step = _step(new, path)
        at: dict[str, Any] = {"job": job, "step": step, "old": old_at, "new": (*new_at, *path)}
        if name == ALL:
            yield pair.change("secret-all", DANGER, ("reads all secrets at once",), ("each secret of the repository is in reach",), **at)
            continue
        before = name in elsewhere()
        severity = CAUTION if before else DANGER
        why: Words = ("another job read it before",) if before else ()
        yield pair.change("secret-added", severity, ("new secret read: ", Code(name)), why, after=name, **at)
    for name, path in was.items():
        if name not in now and name != ALL and ALL not in now:
            at = {"job": job, "step": _step(old, path), "old": (*old_at, *path), "new": new_at}
            yield pair.change("secret-dropped", INFO, ("the secret ", Code(name), " is no longer read"), before=name, **at)


def inherited(pair: Pair, id: str, old: Any, new: Any, old_at: Path | None) -> Iterator[Change]:
    """The row for `secrets: inherit` of a call."""
    was, now = mapping(old).get("secrets"), mapping(new).get("secrets")
    at: dict[str, Any] = {"job": id, "old": old_at, "new": ("jobs", id, "secrets")}
    if now == "inherit" and was != "inherit":
        uses = mapping(new).get("uses")
        own = isinstance(uses, str) and uses.startswith(("./", "$/"))
        why: Words = (code(uses), " gets all secrets of the caller, not only those that it needs")
        yield pair.change("secrets-inherit", CAUTION if own else DANGER, (Code("secrets: inherit"), " passes all secrets on"), why, **at)
    elif was == "inherit" and now != "inherit":
        yield pair.change("secrets-named", INFO, (Code("secrets: inherit"), " is gone: not all secrets are passed on"), **at)


def _step(job: Any, path: Path) -> str | None:
    """The step that a path below a job leads into."""
    if len(path) > 1 and path[0] == "steps" and isinstance(path[1], int):
        return label(steps_of(job)[path[1]], path[1])
    return None


def shared(workflow: dict[str, Any]) -> dict[str, Any]:
    """The part of a workflow outside its jobs and triggers, which is every job's."""
    return {key: value for key, value in workflow.items() if key not in _NOT_JOBS}
