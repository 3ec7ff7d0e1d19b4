"""Whether a written workflow means what the reference means. `differences` compares; what ghsynth writes another way on purpose is undone first.

`python benchmarks/check.py FILE INDEX` prints the differences of one file.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from reference import document
from ruamel.yaml import YAML

from synth.bindings.lock import builtin


def differences(text: str, i: int, *, of_ghsynth: bool = False) -> list[str]:
    """One line for each place where the text means something else than variant i; none where it means the same."""
    got, wanted = YAML(typ="safe", pure=True).load(text), document(i)
    if of_ghsynth:
        _undo_pins(got)
        for got_job, wanted_job in zip(got["jobs"].values(), wanted["jobs"].values(), strict=False):
            _undo_variables(got_job, wanted_job)
            _undo_ids(got_job, wanted_job)
    return sorted(_differ(_plain(got), _plain(wanted), ""))


# What ghsynth does on purpose: pins for tags, values in variables instead of expressions in scripts, ids from names


def _undo_pins(workflow: dict[str, Any]) -> None:
    tags = {entry.pin: reference.partition("@")[2] for reference, entry in builtin().entries.items() if "@" in reference}
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            path, _, pin = step.get("uses", "").partition("@")
            if pin in tags:
                step["uses"] = f"{path}@{tags[pin]}"
        for service in job.get("services", {}).values():
            service["image"] = service["image"].partition("@sha256:")[0]


def _undo_variables(got: dict[str, Any], wanted: dict[str, Any]) -> None:
    for step, original in zip(got["steps"], wanted["steps"], strict=False):
        for name in [name for name in step.get("env", {}) if name not in original.get("env", {})]:
            step["run"] = step["run"].replace(f'"${name}"', step["env"].pop(name))
        if not step.get("env", True):
            del step["env"]


def _undo_ids(got: dict[str, Any], wanted: dict[str, Any]) -> None:
    steps = zip(got["steps"], wanted["steps"], strict=False)
    ids = {step["id"]: original["id"] for step, original in steps if "id" in step and "id" in original}
    got.update(_replaced(got, ids))
    for step in got["steps"]:
        if step.get("id") in ids:
            step["id"] = ids[step["id"]]


def _replaced(value: Any, ids: Mapping[str, str]) -> Any:
    match value:
        case dict():
            return {key: _replaced(part, ids) for key, part in value.items()}
        case list():
            return [_replaced(part, ids) for part in value]
        case str():
            return re.sub(r"\bsteps\.([\w-]+)", lambda found: f"steps.{ids.get(found[1], found[1])}", value)
    return value


# What GitHub reads as the same


def _plain(workflow: dict[str, Any]) -> dict[str, Any]:
    """One spelling for each meaning: conditions without `${{ }}`, lists of one as lists, texts where GitHub makes texts."""
    workflow["on"] = {event: filters or {} for event, filters in workflow["on"].items()}
    for filters in workflow["on"].values():
        if "types" in filters:
            filters["types"] = sorted(filters["types"])
    group = workflow["concurrency"]
    group["cancel-in-progress"] = _condition(group.get("cancel-in-progress"))
    workflow["env"] = _texts(workflow.get("env"))
    for job in workflow["jobs"].values():
        job["needs"] = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
        job["env"] = _texts(job.get("env"))
        for service in job.get("services", {}).values():
            service["env"] = _texts(service.get("env"))
            service["ports"] = [str(port) for port in service.get("ports", [])]
        for part in (job, *job["steps"]):
            if "if" in part:
                part["if"] = _condition(part["if"])
        for step in job["steps"]:
            step["with"], step["env"] = _texts(step.get("with")), _texts(step.get("env"))
            if "run" in step:
                step["run"] = step["run"].rstrip("\n")
    return workflow


def _condition(value: object) -> str:
    """The condition alone, without brackets that group: the reference's are comparisons joined by `&&`, which need none."""
    bare = re.sub(r"^\$\{\{\s*(.*?)\s*\}\}$", r"\1", str(value))
    while (fewer := re.sub(r"(?<!\w)\(([^()]*)\)", r"\1", bare)) != bare:
        bare = fewer
    return bare


def _texts(values: Mapping[str, Any] | None) -> dict[str, str]:
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in (values or {}).items()}


def _differ(got: Any, wanted: Any, path: str) -> Iterator[str]:
    if isinstance(got, dict) and isinstance(wanted, dict):
        for key in sorted(got.keys() | wanted.keys()):
            where = f"{path}.{key}".lstrip(".")
            if key not in wanted:
                yield f"{where}: {got[key]!r} is added"
            elif key not in got:
                yield f"{where}: {wanted[key]!r} is missing"
            else:
                yield from _differ(got[key], wanted[key], where)
    elif isinstance(got, list) and isinstance(wanted, list) and len(got) == len(wanted):
        for n, (one, other) in enumerate(zip(got, wanted, strict=True)):
            yield from _differ(one, other, f"{path}[{n}]")
    elif got != wanted:
        yield f"{path}: {got!r} for {wanted!r}"


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        found = differences(file.read(), int(sys.argv[2]), of_ghsynth="ghsynth" in sys.argv[3:])
    print("\n".join(found) or "the same")
    sys.exit(bool(found))
