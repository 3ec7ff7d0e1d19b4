"""Which tags may move. https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

Mutability = Literal["MUTABLE", "IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION", "MUTABLE_WITH_EXCLUSION"]


@dataclass(frozen=True, slots=True)
class Repository:
    """`exclusions` are the tags, `*` standing for any text, to which the opposite of the rule applies."""

    name: str
    mutability: Mutability = "IMMUTABLE"
    exclusions: tuple[str, ...] = ()

    def is_fixed(self, tag: str) -> bool:
        """Whether the tag stays where it is once it is there."""
        excluded = any(_matches(one, tag) for one in self.exclusions)
        match self.mutability:
            case "MUTABLE":
                return False
            case "IMMUTABLE":
                return True
            case "IMMUTABLE_WITH_EXCLUSION":
                return not excluded
            case "MUTABLE_WITH_EXCLUSION":
                return excluded

    def fields(self) -> dict[str, Any]:
        """As DescribeRepositories shows them."""
        filters = [{"filterType": "WILDCARD", "filter": one} for one in self.exclusions]
        return {"imageTagMutability": self.mutability} | ({"imageTagMutabilityExclusionFilters": filters} if filters else {})


def repository(name: str, mutability: Mutability = "IMMUTABLE", exclusions: tuple[str, ...] = ()) -> Repository:
    """Raises ValueError for exclusions that the rule does not take, and for a rule that lacks them."""
    if mutability.endswith("_WITH_EXCLUSION") != bool(exclusions):
        raise ValueError(f"repository '{name}': {mutability} and the exclusions {list(exclusions)} do not go together")
    return Repository(name, mutability, exclusions)


def _matches(pattern: str, tag: str) -> bool:
    return re.fullmatch(".*".join(re.escape(part) for part in pattern.split("*")), tag) is not None
