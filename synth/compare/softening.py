"""What no longer fails: exit codes forced to 0, failures ignored, severities left out, thresholds lowered. Read from scripts and inputs alike."""

from __future__ import annotations

import re
from collections import Counter

from synth.compare.side import mapping, shown
from synth.compare.values import Code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.compare.values import Words

_EXIT = re.compile(r"(--?exit[-_]?code|EXIT_CODE)[ =:]+['\"]?(\d+)", re.IGNORECASE)
_SEVERITY = re.compile(r"(--?severity|--?severities|SEVERITY)[ =:]+['\"]?([A-Za-z]+(?:,[A-Za-z]+)*)")
_LEVEL = re.compile(
    r"(--?(?:fail[-_]on[-_]severity|fail[-_]on|severity[-_]threshold|severity[-_]cutoff|audit[-_]level|min[-_]severity|level|threshold))[ =:]+['\"]?"
    r"(negligible|info|note|low|moderate|medium|warning|high|error|critical|none|never)\b",
    re.IGNORECASE,
)
_LEAST = re.compile(
    r"(--?[\w.-]*(?:fail[-_]under|min[-_]coverage|coverage[-_]threshold|cov[-_]threshold|minimum[-_]coverage|least))[ =:]+['\"]?(\d+(?:\.\d+)?)",
    re.IGNORECASE,
)
_MOST = re.compile(r"(--?(?:max[-_]warnings|fail[-_]on[-_]?cvss|failBuildOnCVSS|max[-_]\w+))[ =:]+['\"]?(\d+(?:\.\d+)?)", re.IGNORECASE)
_IGNORED = re.compile(r"\|\|\s*(?:true\b|:(?=\s|$)|exit 0\b|echo\b)|\bset \+e\b|;\s*true\s*$|;\s*exit 0\s*$", re.MULTILINE)
_LENIENT = re.compile(
    r"--?(?:soft[-_]fail|exit[-_]zero|no[-_]fail|no[-_]error|no[-_]exit[-_]code|passWithNoTests|ignore[-_]unfixed|allow[-_]fail(?:ure)?|advisory"
    r"|continue[-_]on[-_]error)(?:[ =]+['\"]?(true|false|1|0)\b)?(?![\w-])",
    re.IGNORECASE,
)
_STRICT = re.compile(
    r"--?(?:fail[-_]build|fail[-_]on[-_](?:error|findings|vulnerabilities)|exit[-_]on[-_]error|strict|fail[-_]fast[-_]on[-_]error)"
    r"(?:[ =]+['\"]?(true|false|1|0)\b)?(?![\w-])",
    re.IGNORECASE,
)
_RANK = {
    name: i
    for i, names in enumerate(("info note negligible", "low", "moderate medium warning", "high error", "critical", "none never"))
    for name in names.split()
}
_INTERESTING = re.compile(
    r"exit|severit|fail|audit|level|thresh|cover|cov|max|\|\||set \+e|; *true|soft|zero|no-|passWith|ignore|allow|strict|advis|continue|least",
    re.IGNORECASE,
)


def softened(old: Any, new: Any) -> Iterator[Words]:
    """What of a script, or of the inputs of an action, no longer fails as it did, in words."""
    one, other = as_flags(old), as_flags(new)
    if one == other or not (_INTERESTING.search(one) or _INTERESTING.search(other)):
        return
    before, after = _exit(one), _exit(other)
    for flag, codes in before.items():
        lost = [code for code in codes if code != "0"]
        if lost and all([code == "0" for code in after.get(flag, ["0"])]) and (flag in after or _still(one, other)):
            said = f"{flag} {lost[0]} -> 0" if flag in after else f"{flag} {lost[0]}"
            yield (Code(said), "" if flag in after else " is removed", ": the gate no longer fails")
    for text in sorted((Counter(_IGNORED.findall(other)) - Counter(_IGNORED.findall(one))).elements()):
        yield ("a failure is ignored: ", Code(text.strip()))
        break
    yield from _severities(one, other)
    yield from _ranks(one, other)
    yield from _numbers(_LEAST, one, other, lower=True)
    yield from _numbers(_MOST, one, other, lower=False)
    yield from _switches(one, other)


def as_flags(value: Any) -> str:
    """A script as it is; the inputs of an action as if they were flags of a command."""
    if isinstance(value, dict):
        return "\n".join([f"--{key} {shown(one)}" for key, one in value.items()])
    return shown(value)


def _exit(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for flag, number in _EXIT.findall(text):
        found.setdefault(flag.lower(), []).append(number)
    return found


def _still(one: str, other: str) -> bool:
    """Whether the newer script still runs what the flag was given to: its first word is there."""
    return any(
        [line.split(" ")[0] in other for line in one.splitlines() if _EXIT.search(line) and line.strip() and not line.startswith("--")]
    ) or one.startswith("--")


def _severities(one: str, other: str) -> Iterator[Words]:
    before = [set(found.upper().split(",")) for _, found in _SEVERITY.findall(one)]
    after = [set(found.upper().split(",")) for _, found in _SEVERITY.findall(other)]
    if len(before) == len(after):
        for was, now in zip(before, after, strict=True):
            if lost := sorted(was - now):
                yield (Code(",".join(lost)), " is no longer among the severities")


def _ranks(one: str, other: str) -> Iterator[Words]:
    before, after = dict(_folded(_LEVEL.findall(one))), dict(_folded(_LEVEL.findall(other)))
    for flag, was in before.items():
        if flag in after and _RANK[after[flag]] > _RANK[was]:
            yield (Code(flag), " ", Code(f"{was} -> {after[flag]}"), ": less severe findings no longer fail")


def _folded(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(flag, value.lower()) for flag, value in found]


def _numbers(pattern: re.Pattern[str], one: str, other: str, lower: bool) -> Iterator[Words]:
    before, after = dict(pattern.findall(one)), dict(pattern.findall(other))
    for flag, was in before.items():
        now = after.get(flag)
        if now is None:
            if lower and other.strip():
                yield (Code(flag), " is removed: nothing is asked for any more")
        elif (float(now) < float(was)) if lower else (float(now) > float(was)):
            yield (Code(flag), " ", Code(f"{was} -> {now}"), ": the threshold is lowered" if lower else ": more is let pass")


def _switches(one: str, other: str) -> Iterator[Words]:
    for found in _LENIENT.finditer(other):
        if found[1] not in ("false", "0") and not any(
            [again[1] not in ("false", "0") for again in _LENIENT.finditer(one) if _flag(again) == _flag(found)]
        ):
            yield (Code(found[0].strip()), " is set: what it finds no longer fails, or less of it")
    for found in _STRICT.finditer(one):
        if found[1] not in ("false", "0") and found[1] is not None:
            later = [again[1] for again in _STRICT.finditer(other) if _flag(again) == _flag(found)]
            if later and later[0] in ("false", "0"):
                yield (Code(_flag(found)), " is switched off: what it finds no longer fails")


def _flag(found: re.Match[str]) -> str:
    return re.split(r"[ =]", found[0], maxsplit=1)[0].lower()


def inputs_of(step: dict[str, Any]) -> dict[str, Any]:
    """The inputs of an action and the variables of a step, which some scanners are set by."""
    return {**mapping(step.get("with")), **mapping(step.get("env"))}
