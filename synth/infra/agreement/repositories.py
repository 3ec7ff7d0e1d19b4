"""What is wrong with an ECR repository as it is written: tags that move, and images that are deleted although a rollback needs them."""

from __future__ import annotations

from synth.finding import Finding
from synth.lifecycle import PolicyError, read
from synth.retention import Retention
from synth.retention_dangers import foreseen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.infra.reading.values import WrittenRepository


def of_repository(one: WrittenRepository, retention: Retention, held: bool = False) -> Iterator[Finding]:
    """`retention` is how far back a rollback must reach; `held` says that tags keep what was verified."""
    if one.mutability.endswith("_WITH_EXCLUSION") and not one.filters:
        message = f"repository '{one.name}' is {one.mutability}, and no filter says what is excluded: ECR refuses it"
        yield Finding("exclusion-without-filters", "error", one.origin, message, "add the filters, such as branch-*, or write IMMUTABLE")
    for filter in one.filters:
        if filter == "*" or filter.startswith("sha-") or not filter.strip("*"):
            message = f"repository '{one.name}': the filter '{filter}' lets tags of releases move"
            yield Finding("exclusion-of-releases", "error", one.origin, message, "exclude only what moves, such as branch-*")
    if one.lifecycle is None:
        return
    try:
        rules = read(one.lifecycle)
    except PolicyError as error:
        message = f"repository '{one.name}': the lifecycle policy {'; '.join(error.problems)}"
        yield Finding(
            "lifecycle-refused", "error", one.lifecycle_origin or one.origin, message, "ghsynth retention --policy prints one that ECR takes"
        )
        return
    for danger in foreseen(rules, retention, held=held):
        message = f"repository '{one.name}': {danger.rule} {danger.why}"
        yield Finding("lifecycle-takes-releases", "error", one.lifecycle_origin or one.origin, message, danger.remedy)
