"""What is wrong with Protection and Rules before GitHub is asked; the limits are those of GitHub's pages on environments and rulesets."""

from __future__ import annotations

import re

from synth.problems import Problem
from synth.protection import ANY, PROTECTED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from synth.protection import Protection, Rules

REVIEWERS = 6  # people and teams, of an environment
_MINUTES = 43_200  # 30 days
_APPROVALS = 10
_REVIEWER = re.compile(r"@?[A-Za-z0-9](?:[A-Za-z0-9_-]*)(?:/[\w.-]+)?")
_NAME = re.compile(r"(?!GITHUB_)[A-Za-z_]\w*", re.ASCII | re.IGNORECASE)


def mistakes(protections: Sequence[Protection], rules: Sequence[Rules]) -> list[Problem]:
    problems = [Problem(one.origin, f"Protection of '{one.environment}': {said}") for one in protections for said in _protection(one)]
    problems += [Problem(one.origin, f"Rules '{one.name}': {said}") for one in rules for said in _rules(one)]
    for kind, names in (
        ("Protection of", [(one.environment, one.origin) for one in protections]),
        ("Rules", [(one.name, one.origin) for one in rules]),
    ):
        first: dict[str, object] = {}
        for name, origin in names:
            if first.setdefault(name.lower(), origin) is not origin:
                problems.append(Problem(origin, f"{kind} '{name}' is given twice, first at {first[name.lower()]}: keep one of them"))
    if len({one.pinned_actions for one in rules} - {None}) > 1:
        problems.append(Problem(rules[-1].origin, "pinned_actions is true in one of the Rules and false in another: a repository has one answer"))
    return problems


def _protection(given: Protection) -> Iterator[str]:
    if not given.environment.strip():
        yield "an environment has a name"
    for reviewer in given.reviewers:
        if not _REVIEWER.fullmatch(reviewer):
            yield f"reviewer '{reviewer}' is neither a login nor owner/team"
    if len(set(given.reviewers)) > REVIEWERS:
        yield f"has {len(set(given.reviewers))} reviewers, GitHub takes {REVIEWERS}: name a team"
    if given.prevent_self_review and not given.reviewers:
        yield "prevent_self_review does nothing without reviewers: name them"
    wait = given.wait_minutes
    if wait is not None and (isinstance(wait, bool) or not 0 <= wait <= _MINUTES):
        yield f"wait_minutes is {wait}, GitHub takes 0 to {_MINUTES}, which are 30 days"
    branches = given.branches if given.branches is not None else ("main",)
    yield from _patterns("branches", branches, (ANY, PROTECTED))
    yield from _patterns("tags", given.tags, ())
    if not branches and not given.tags:
        yield "no branch and no tag may deploy: name some, or leave out branches for the main one"
    if given.tags and {ANY, PROTECTED} & set(branches):
        yield f"branches {list(branches)} say all that GitHub asks about: leave out tags"
    for kind, names in (("variable", given.variables), ("secret", given.secrets)):
        yield from [f"{kind} '{name}': letters, digits and '_', and GITHUB_ is GitHub's own" for name in names if not _NAME.fullmatch(name)]


def _rules(given: Rules) -> Iterator[str]:
    if not given.branches:
        yield "is for no branch: name some, or leave it out"
    yield from _patterns("branches", given.branches, (ANY, "~DEFAULT_BRANCH"), together=True)
    if given.approvals is not None and (isinstance(given.approvals, bool) or not 0 <= given.approvals <= _APPROVALS):
        yield f"approvals is {given.approvals}, GitHub takes 0 to {_APPROVALS}"
    if any([not check.strip() for check in given.checks or ()]):
        yield "a check has a name"


def _patterns(what: str, given: Iterable[str], words: Sequence[str], together: bool = False) -> Iterator[str]:
    patterns = [given] if isinstance(given, str) else list(given)
    if isinstance(given, str):
        yield f"{what} is a list: write [{given!r}]"
    for pattern in patterns:
        if not pattern.strip() or (pattern.startswith("~") and pattern not in words):
            yield f"{what} has {pattern!r}: write a name, a pattern" + (f", or {' or '.join(words)}" if words else "")
        elif pattern in words and len(patterns) > 1 and not together:
            yield f"{what} has {pattern!r}, which stands alone"
