"""ECR's lifecycle policies: read, and worked out against a repository's images as ECR does it. Pure: nothing here asks AWS.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html, "Lifecycle policy evaluation rules"
"""

from __future__ import annotations

import re

from synth.record import Record, positional, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

COUNT, PUSHED, PULLED, MOVED = "imageCountMoreThan", "sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned"
DAY = 86_400.0
_COUNTS = (COUNT, PUSHED, PULLED, MOVED)
_STATUSES = ("tagged", "untagged", "any")
_PARTS = {"rulePriority", "description", "selection", "action"}
_SELECTION = {"tagStatus", "tagPatternList", "tagPrefixList", "storageClass", "countType", "countUnit", "countNumber"}


class PolicyError(Exception):
    """A text that is no lifecycle policy; `problems` has one sentence each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(self.problems))


@positional
class Stored(Record):
    """An image in a repository. Times are seconds since 1970; `pulled` is None for never, `moved` where it is not in the archive."""

    digest: str
    tags: tuple[str, ...]
    pushed: float
    pulled: float | None = None
    moved: float | None = None


@record
class Rule(Record):
    """One rule. `patterns` are those of tagPatternList, or prefixes with `*` behind them; an image has to match all of them."""

    priority: int
    status: str
    patterns: tuple[str, ...]
    archived: bool
    count: str
    number: int
    action: str
    description: str

    def selects(self, image: Stored) -> bool:
        """Whether the image is one that the rule is about, whatever its age."""
        if self.status == "any":
            tagged = True
        elif self.status == "untagged":
            tagged = not image.tags
        else:
            tagged = bool(image.tags) and all([any([_matches(pattern, tag) for tag in image.tags]) for pattern in self.patterns])
        return tagged and (image.moved is not None) == self.archived

    def takes(self, images: Sequence[Stored], now: float) -> list[Stored]:
        """Those of the images, which it is about, that are too many or too old."""
        if self.count == COUNT:
            return sorted(images, key=lambda one: (-one.pushed, one.digest))[self.number :]
        return [one for one in images if now - self._since(one) > self.number * DAY]

    def _since(self, image: Stored) -> float:
        if self.count == PULLED:
            return image.pushed if image.pulled is None else max(image.pulled, image.pushed)
        return image.moved if self.count == MOVED and image.moved is not None else image.pushed

    def __str__(self) -> str:
        return f"rule {self.priority}" + (f" ({self.description})" if self.description else "")


def expired(rules: Sequence[Rule], images: Sequence[Stored], now: float) -> dict[str, Rule]:
    """By digest, the rule that takes an image away: that deletes it, or moves it to the archive, from which nothing can be pulled.

    All rules look at all images. What a rule is about, no later rule can take, and what an earlier one takes still counts for the later ones.
    """
    found: dict[str, Rule] = {}
    owned: set[str] = set()
    for rule in sorted(rules, key=lambda one: one.priority):
        about = [one for one in images if rule.selects(one)]
        found |= {one.digest: rule for one in rule.takes(about, now) if one.digest not in owned}
        owned |= {one.digest for one in about}
    return found


def read(text: str) -> list[Rule]:
    """The rules, in their order. Raises PolicyError with everything that ECR would not take."""
    import json

    try:
        content = json.loads(text)
    except ValueError as error:
        raise PolicyError([f"is no JSON: {error}"]) from None
    if isinstance(content, dict) and isinstance(content.get("lifecyclePolicyText"), str):  # as aws ecr get-lifecycle-policy answers
        return read(content["lifecyclePolicyText"])
    rules = content.get("rules") if isinstance(content, dict) else None
    if not isinstance(rules, list) or not rules:
        raise PolicyError(["has no list 'rules' with a rule in it"])
    problems: list[str] = []
    found = [rule for number, one in enumerate(rules, 1) if (rule := _rule(number, one, problems)) is not None]
    problems += _together(found)
    if problems:
        raise PolicyError(problems)
    return sorted(found, key=lambda one: one.priority)


def _rule(number: int, content: Any, problems: list[str]) -> Rule | None:
    selection = content.get("selection") if isinstance(content, dict) else None
    action = content.get("action") if isinstance(content, dict) else None
    if not isinstance(selection, dict) or not isinstance(action, dict):
        problems.append(f"rule number {number} has no selection and action")
        return None
    before = len(problems)

    def wrong(what: str) -> None:
        problems.append(f"rule number {number}: {what}")

    for unknown in sorted({*(content.keys() - _PARTS), *(selection.keys() - _SELECTION)}):
        wrong(f"'{unknown}' is no field of a rule")
    for name, value in (("rulePriority", content.get("rulePriority")), ("countNumber", selection.get("countNumber"))):
        if type(value) is not int or value < 1:
            wrong(f"{name} is no positive whole number")
    status, count = selection.get("tagStatus"), selection.get("countType")
    if status not in _STATUSES:
        wrong(f"tagStatus is none of {', '.join(_STATUSES)}")
    if count not in _COUNTS:
        wrong(f"countType is none of {', '.join(_COUNTS)}")
    elif count == COUNT and "countUnit" in selection:
        wrong(f"countUnit does not go with {COUNT}")
    elif count != COUNT and selection.get("countUnit") != "days":
        wrong("countUnit is not days")
    patterns = _patterns(selection, wrong)
    if (status == "tagged") != bool(patterns):
        wrong("tagPatternList or tagPrefixList goes with tagStatus tagged, and with no other")
    if action.get("type") not in ("expire", "transition"):
        wrong("the action's type is neither expire nor transition")
    if len(problems) > before:
        return None
    return Rule(
        priority=content["rulePriority"],
        status=str(status),
        patterns=patterns,
        archived=selection.get("storageClass") == "archive",
        count=str(count),
        number=selection["countNumber"],
        action=action["type"],
        description=str(content.get("description", "")),
    )


def _patterns(selection: Mapping[str, Any], wrong: Any) -> tuple[str, ...]:
    lists = {name: selection[name] for name in ("tagPatternList", "tagPrefixList") if selection.get(name)}
    if len(lists) > 1:
        wrong("has both tagPatternList and tagPrefixList")
    for name, value in lists.items():
        if not isinstance(value, list) or not all([isinstance(one, str) and one for one in value]):
            wrong(f"{name} is no list of texts")
            return ()
        if name == "tagPatternList" and any([one.count("*") > 4 for one in value]):
            wrong("a pattern has more than four '*'")
        return tuple([one if name == "tagPatternList" else f"{one}*" for one in value])
    return ()


def _together(rules: Sequence[Rule]) -> list[str]:
    """What is wrong with the rules side by side."""
    priorities = [rule.priority for rule in rules]
    said = [f"priority {one} is given to several rules" for one in sorted({one for one in priorities if priorities.count(one) > 1})]
    if late := [rule for rule in rules if rule.status == "any" and rule.priority < max(priorities)]:
        said.append(f"rule {late[0].priority} is about any image, and has to be the last one")
    return said


def _matches(pattern: str, tag: str) -> bool:
    return re.fullmatch(".*".join([re.escape(part) for part in pattern.split("*")]), tag) is not None
