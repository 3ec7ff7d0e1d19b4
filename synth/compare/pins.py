"""What an action, a reusable workflow or an image is pinned to, and what follows from another pin. Versions are read from the comment or the tag."""

from __future__ import annotations

import re

from synth.compare.matching import bare
from synth.compare.pair import CAUTION, DANGER, INFO
from synth.compare.values import Code
from synth.record import Record, positional, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.compare.pair import Pair
    from synth.compare.side import Path
    from synth.compare.values import Change, Words

_SHA = re.compile(r"[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|sha256:[0-9a-fA-F]{64}")
_VERSION = re.compile(r"(?:^|[\s@=/_-])(v?\d+(?:\.\d+)*(?:-[A-Za-z][\w.]*)?)(?=$|[\s,;)])|^[\w.-]*?[/@_-](v?\d+(?:\.\d+)*)$")
_TAG = re.compile(r"(?:.*[/@_-])?[vV]?\d+(?:\.\d+)*(?:[-+._]?[\w.+-]*)?")
_OWN = ("./", "$/", "../")
FIRST_PARTY = ("actions", "github")
LEVELS = ("major", "minor", "patch")


@positional
class Reference(Record):
    """A pin: `what` is used, at which `ref`. `kind` is sha, tag, branch, none, own or expression; `version` where one is known."""

    what: str
    ref: str
    kind: str
    version: str = ""

    @property
    def owner(self) -> str:
        return "" if self.kind == "own" else self.what.partition("/")[0]

    @property
    def repository(self) -> str:
        return "/".join(self.what.split("/")[:2])

    @property
    def shown(self) -> str:
        """The ref as people name it: the version of a commit, where a comment says it."""
        return self.version or (self.ref[:12] if self.kind == "sha" else self.ref) or "no version"


@record
class Delta(Record):
    """What another pin of the same thing comes to."""

    kind: str
    severity: str
    level: str
    why: Words = ()


def reference(written: str, comment: str = "") -> Reference:
    """The pin as it stands in a file, with the comment behind it."""
    written = written.strip()
    if "${{" in written:
        return Reference(written, "", "expression")
    if written.startswith(_OWN):
        return Reference(written, "", "own")
    what, _, ref = written.partition("@")
    image = written.startswith("docker://")
    if image and not ref:
        what = bare(written)
        ref = written[len(what) + 1 :]
    kind = "sha" if _SHA.fullmatch(ref) else "none" if not ref else "tag" if _TAG.fullmatch(ref) or image else "branch"
    return Reference(what, ref, kind, version_in(comment) if kind == "sha" else ref if kind == "tag" else "")


def image_reference(written: str) -> Reference:
    """An image of a container or service: a digest wins over the tag."""
    if "${{" in written:
        return Reference(written, "", "expression")
    name, _, digest = written.removeprefix("docker://").partition("@")
    folder, _, last = name.rpartition("/")
    stem, _, tag = last.partition(":")
    what = f"{folder}/{stem}" if folder else stem
    if digest:
        return Reference(what, digest, "sha", tag)
    return Reference(what, tag, "branch" if tag in ("", "latest", "stable", "edge", "main") else "tag", tag)


def version_in(comment: str) -> str:
    """The version that a comment behind a pin names: `v4.2.2`, `tag=v4.2.2`, `v4.2.2 (2025)`."""
    found = _VERSION.search(comment)
    return (found[1] or found[2] or "") if found else ""


def delta(old: Reference, new: Reference, same_comment: bool = False) -> Delta:
    """What the other ref of the same thing comes to."""
    order = {"sha": 2, "tag": 1, "branch": 0, "none": 0}
    if "expression" in (old.kind, new.kind):
        return Delta(kind="pin-changed", severity=CAUTION, level="unknown", why=("an expression decides what runs",))
    level = step_between(old.version, new.version)
    if order[new.kind] < order[old.kind]:
        held = "a commit" if old.kind == "sha" else "a tag"
        return Delta(kind="pin-loosened", severity=DANGER, level=level, why=(f"it was pinned to {held}; what it is now can be moved by its owner",))
    if level == "downgrade":
        return Delta(kind="pin-downgraded", severity=DANGER, level=level, why=("an older version comes without the fixes of the newer",))
    if old.kind == new.kind == "sha" and (level == "same" or (same_comment and level == "unknown")):
        if level == "same" and new.version.count(".") >= 2:
            return Delta(
                kind="pin-moved", severity=DANGER, level=level, why=("the commit changed and the version that the comment names did not: verify it",)
            )
        said = "the commit changed and the comment did not; a moving tag may explain it: verify it"
        return Delta(kind="pin-moved", severity=DANGER if new.version else CAUTION, level=level, why=(said,))
    kind = "pin-tightened" if order[new.kind] > order[old.kind] else "pin-bumped"
    if level == "major":
        return Delta(kind=kind, severity=CAUTION, level=level, why=("a major version may behave otherwise",))
    if kind == "pin-bumped" and level == "unknown":
        moving = "branch" in (old.kind, new.kind)
        why = "a branch is whatever its owner makes of it" if moving else "no comment says which versions the commits are"
        return Delta(kind=kind, severity=CAUTION, level=level, why=(why,))
    return Delta(kind=kind, severity=INFO, level=level)


def step_between(old: str, new: str) -> str:
    """`major`, `minor`, `patch`, `same`, `downgrade`, or `unknown`; of `v4` and `v4.2.2` only what both say is compared."""
    one, other = _numbers(old), _numbers(new)
    if not one or not other:
        return "same" if old and old == new else "unknown"
    for level, was, now in zip(LEVELS + ("patch",) * 8, one, other, strict=False):
        if was != now:
            return level if now > was else "downgrade"
    return "same" if old.lstrip("vV") == new.lstrip("vV") or len(one) != len(other) else "patch"


def _numbers(version: str) -> tuple[int, ...]:
    found = re.search(r"\d+(?:\.\d+)*", version)
    return tuple([int(part) for part in found[0].split(".")[:8] if len(part) < 10]) if found else ()


def pin_change(
    pair: Pair, old: Reference, new: Reference, *, old_at: Path, new_at: Path, job: str | None, step: str | None, same_comment: bool = False
) -> Iterator[Change]:
    """The row for another pin, or for another thing in its place."""
    if old.what.lower() != new.what.lower():
        yield _swapped(pair, old, new, old_at, new_at, job, step)
        return
    if old.ref == new.ref:
        return
    found = delta(old, new, same_comment)
    level = f" ({found.level})" if found.level in LEVELS else ""
    says: Words = (Code(new.what), " ", Code(old.shown), " -> ", Code(new.shown), f"{level}")
    if found.kind == "pin-moved":
        says = (Code(new.what), " moved to another commit, and its comment still says ", Code(new.shown))
    link = f"https://github.com/{new.repository}/compare/{old.ref}...{new.ref}" if _linkable(old, new) else None
    yield pair.change(
        found.kind, found.severity, says, found.why, job=job, step=step, old=old_at, new=new_at, before=old.ref, after=new.ref, link=link
    )


def _linkable(old: Reference, new: Reference) -> bool:
    plain = re.compile(r"[\w./-]+")
    refs = bool(plain.fullmatch(old.ref) and plain.fullmatch(new.ref))
    return refs and bool(re.fullmatch(r"[\w.-]+/[\w.-]+", new.repository)) and "docker:" not in new.what


def _swapped(pair: Pair, old: Reference, new: Reference, old_at: Path, new_at: Path, job: str | None, step: str | None) -> Change:
    says: Words = (Code(f"{old.what}@{old.ref}".rstrip("@")), " is replaced by ", Code(f"{new.what}@{new.ref}".rstrip("@")))
    if new.kind == "own":
        severity, why = CAUTION, "another action, not another version: one of this repository"
    elif new.owner.lower() == old.owner.lower() and old.kind != "own":
        severity, why = CAUTION, "another action of the same owner, not another version"
    else:
        severity = CAUTION if new.owner.lower() in FIRST_PARTY and new.kind in ("sha", "tag") else DANGER
        why = "another action by another owner, not another version"
    if old.kind == "sha" and new.kind in ("tag", "branch", "none"):
        severity, why = DANGER, f"{why}; and it is no longer pinned to a commit"
    return pair.change("action-swapped", severity, says, (why,), job=job, step=step, old=old_at, new=new_at, before=old.what, after=new.what)


def added_action(pair: Pair, new: Reference, known: frozenset[str], at: Path, job: str | None, step: str | None) -> Iterator[Change]:
    """The row for an action that the file did not use before, where it is somebody else's."""
    if new.kind in ("own", "expression") or new.what.startswith("docker://") or bare(new.what) in known:
        return
    pinned = new.kind == "sha"
    ours = new.owner.lower() in FIRST_PARTY
    says: Words = ("uses ", Code(f"{new.what}@{new.ref}"), " for the first time" + ("" if pinned else ", not pinned to a commit"))
    why = "somebody else's code runs in the job" if pinned else "what it is can be moved by its owner: pin it to a commit"
    if pinned and ours:
        why = "it is GitHub's own"
    yield pair.change(
        "action-added" if pinned else "action-unpinned",
        INFO if pinned and ours else CAUTION,
        says,
        (why,),
        job=job,
        step=step,
        new=at,
        after=f"{new.what}@{new.ref}",
    )
