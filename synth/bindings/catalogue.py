"""The facts that bindings are generated from: catalogue.json and images.json, selected from a wider collection. No text of others."""

from __future__ import annotations

import json

from synth.problems import DefinitionError, Problem
from synth.record import Record, positional, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any


@record
class Input(Record):
    """An input as the action's file declares it; `default` is None where it has none."""

    default: str | bool | int | None = None
    required: bool = False
    deprecated: bool = False


@positional
class ActionFacts(Record):
    """A release of an action. `sha` is the commit behind the tag, `major` the moving tag such as v7, None where the project has none.

    `seen` is the day of the sighting; `nested` are the actions that a composite one uses.
    """

    name: str
    tag: str
    major: str | None
    sha: str
    seen: str
    using: str
    inputs: Mapping[str, Input]
    outputs: tuple[str, ...]
    nested: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        return f"{self.name}@{self.major or self.tag}"

    @property
    def repository(self) -> str:
        """The owner and repository, without the path of an action below its root."""
        return _repository(self.name)

    @property
    def locked(self) -> str:
        """The reference that the lock has: the repository's, which also pins the actions in its folders."""
        return f"{self.repository}@{self.major or self.tag}"


@record
class ImageFacts(Record):
    """A container image's digest. `seen` is the day, the month or only the year of the sighting."""

    image: str
    tag: str
    digest: str
    seen: str

    @property
    def reference(self) -> str:
        return f"{self.image}:{self.tag}"


@record
class PinFacts(Record):
    """The commit behind a release of which nothing else was seen, as others pin it. `seen` is the day on which they did."""

    repository: str
    tag: str
    sha: str
    seen: str

    @property
    def reference(self) -> str:
        return f"{self.repository}@{self.tag}"


@record
class Catalogue(Record):
    """The actions, the images that are bound, and further pins, each in the order of their names."""

    actions: tuple[ActionFacts, ...]
    images: tuple[ImageFacts, ...]
    pins: tuple[PinFacts, ...] = ()


def read(actions: str, images: str) -> Catalogue:
    """The catalogue from the texts of catalogue.json and images.json. Raises TypeError for a key that it does not know."""
    written = json.loads(actions)
    return Catalogue(
        actions=tuple([_action(name, facts) for name, facts in written["actions"].items()]),
        images=tuple([ImageFacts(**facts) for facts in json.loads(images)["images"]]),
        pins=tuple([PinFacts(**facts) for facts in written.get("pins", ())]),
    )


def write(catalogue: Catalogue) -> tuple[str, str]:
    """The texts of catalogue.json and images.json."""
    actions = {action.name: _written(action) for action in catalogue.actions}
    images = [{name: getattr(image, name) for name in ("image", "tag", "digest", "seen")} for image in catalogue.images]
    pins = [{name: getattr(pin, name) for name in ("repository", "tag", "sha", "seen")} for pin in catalogue.pins]
    return _json({"actions": actions, "pins": pins}), _json({"images": images})


def from_json(actions: str) -> tuple[ActionFacts, ...]:
    """The actions of a catalogue that holds nothing else. Raises ValueError, KeyError or TypeError for another text."""
    return tuple([_action(name, facts) for name, facts in json.loads(actions)["actions"].items()])


def to_json(actions: Iterable[ActionFacts]) -> str:
    """The text of a catalogue that holds nothing but actions."""
    return _json({"actions": {action.name: _written(action) for action in actions}})


def select_actions(facts: Mapping[str, Any], names: Iterable[str]) -> tuple[ActionFacts, ...]:
    """The actions called so, from a collection with an entry per action. Raises DefinitionError for what it does not have."""
    entries = {entry["action"]: entry for entry in facts["entries"]}
    return tuple([_selected(entry) for entry in _found(entries, names)])


def select_images(facts: Mapping[str, Any], references: Iterable[str]) -> tuple[ImageFacts, ...]:
    """The images called so, `name:tag`, from a collection with an entry per image. Raises DefinitionError for what it does not have."""
    entries = {f"{entry['image']}:{entry['tag']}": entry for entry in facts["images"]}
    return tuple([ImageFacts(image=e["image"], tag=e["tag"], digest=e["digest"], seen=e["seen"]) for e in _found(entries, references)])


def select_pins(facts: Mapping[str, Any]) -> tuple[PinFacts, ...]:
    """The pins of a collection: releases newer than an entry's own and releases of actions without an entry. One without a commit is left out."""
    newer = [(e["action"], e["newer_release_seen"]) for e in facts["entries"] if e.get("newer_release_seen", {}).get("sha")]
    seen = [(action, said, said["seen_in"]) for action, said in newer]
    seen += [(action, said, said["commit_date"]) for action, said in facts.get("pins_seen_elsewhere", {}).items()]
    pins = [PinFacts(repository=_repository(action), tag=said["tag"], sha=said["sha"], seen=_day(text)) for action, said, text in seen]
    return tuple([pin for _, pin in sorted({(pin.reference, pin.sha): pin for pin in pins}.items())])


def _repository(action: str) -> str:
    return "/".join(action.split("/")[:2])


def _day(text: str) -> str:
    """The day that the text names."""
    from re import search

    found = search(r"\d{4}-\d\d-\d\d", text)
    if found is None:
        raise DefinitionError([Problem(text, "names no day of the sighting: write it as 2026-08-22")])
    return found[0]


def _found(entries: Mapping[str, Any], names: Iterable[str]) -> list[Any]:
    wanted = sorted(names)
    if missing := [name for name in wanted if name not in entries]:
        raise DefinitionError([Problem(name, "has no entry in this collection of facts: add one, or do not bind it") for name in missing])
    return [entries[name] for name in wanted]


def _selected(entry: Mapping[str, Any]) -> ActionFacts:
    return ActionFacts(
        entry["action"],
        tag=entry["tag"],
        major=entry["major_tag"],
        sha=entry["sha"],
        seen=entry["snapshot_crawled"],
        using=entry["using"],
        inputs={
            name: Input(
                default=declared.get("default"),
                required=declared.get("required", False),
                deprecated="deprecationMessage" in declared,
            )
            for name, declared in entry["inputs"].items()
        },
        outputs=tuple(entry["outputs"]),
        nested=tuple(entry.get("nested_uses", ())),
    )


def _action(name: str, facts: dict[str, Any]) -> ActionFacts:
    inputs = {key: Input(**declared) for key, declared in facts.pop("inputs").items()}
    return ActionFacts(name, inputs=inputs, outputs=tuple(facts.pop("outputs")), nested=tuple(facts.pop("nested", ())), **facts)


def _written(action: ActionFacts) -> dict[str, object]:
    written: dict[str, object] = {name: getattr(action, name) for name in ("tag", "major", "sha", "seen", "using")}
    if action.nested:
        written["nested"] = action.nested
    written["inputs"] = {name: _declared(declared) for name, declared in action.inputs.items()}
    return written | {"outputs": action.outputs}


def _declared(declared: Input) -> dict[str, object]:
    given: dict[str, object] = {} if declared.default is None else {"default": declared.default}
    return given | {name: True for name in ("required", "deprecated") if getattr(declared, name)}


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
