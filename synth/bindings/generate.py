"""Facts and corrections -> the modules of this folder and its lock. Run as `python -m synth.bindings.generate`; --help says more."""

from __future__ import annotations

import argparse
import json
import os
import sys

from synth.bindings import catalogue, lock
from synth.bindings.agreement import problems
from synth.bindings.catalogue import Catalogue
from synth.bindings.corrections import CORRECTIONS, IMAGES
from synth.bindings.interfaces_source import interfaces
from synth.bindings.kinds_source import input_kinds
from synth.bindings.names import module_name
from synth.bindings.source import MARKER, module, package
from synth.problems import DefinitionError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from synth.bindings.catalogue import ActionFacts
    from synth.bindings.shape import Correction

_FOLDER = os.path.dirname(__file__)
_KEPT = ("catalogue.json", "images.json")


def rendered(facts: Catalogue, corrections: Mapping[str, Correction] = CORRECTIONS, images: Sequence[str] = IMAGES) -> dict[str, str]:
    """Each generated file's name and text. Raises DefinitionError where facts and corrections disagree, or an action may not be bound."""
    if found := list(problems(facts, corrections, images)):
        raise DefinitionError(found)
    corrected = [(action, corrections[action.name]) for action in facts.actions]
    bound = [(action, correction) for action, correction in corrected if not correction.unbound]
    files = {f"{module_name(action.name)}.py": module(action, correction) for action, correction in bound}
    entries = _entries(facts, [action for action, _ in bound])
    return files | {
        "__init__.py": package(bound),
        "builtin.lock": lock.write(entries, MARKER.rstrip()),
        "interfaces.py": interfaces(corrected),
        "input_kinds.py": input_kinds(corrected),
    }


def main(arguments: Sequence[str] | None = None, folder: str = _FOLDER) -> int:
    """Writes what differs, or with --check names it and returns 1."""
    parser = argparse.ArgumentParser(prog="python -m synth.bindings.generate", description="Generates the bindings.")
    parser.add_argument("--facts", metavar="FILE", type=_facts, help="refresh catalogue.json from this collection of actions first")
    parser.add_argument("--images", metavar="FILE", type=_facts, help="refresh images.json from this collection of images first")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 and name what differs")
    given = parser.parse_args(arguments)
    files = _wanted(given.facts, given.images, folder)
    differing = sorted([name for name, text in files.items() if _text(os.path.join(folder, name)) != text])
    stale = sorted([name for name in os.listdir(folder) if name not in files and _is_generated(os.path.join(folder, name))])
    for name in differing + stale:
        print(f"{'differs' if given.check else 'written' if name in files else 'removed'}  {name}")
    if given.check:
        return 1 if differing or stale else 0
    for name in differing:
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as file:
            file.write(files[name])
    for name in stale:
        os.unlink(os.path.join(folder, name))
    return 0


def _facts(path: str) -> Any:
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{path}: {error}") from None


def _wanted(actions: Any, images: Any, folder: str) -> dict[str, str]:
    """Every file as it should be; what is given of the wider collections replaces what the folder's catalogue says."""
    texts = [_text(os.path.join(folder, name)) for name in _KEPT]
    kept = catalogue.read(texts[0] or '{"actions": {}}', texts[1] or '{"images": []}')
    facts = Catalogue(
        actions=catalogue.select_actions(actions, CORRECTIONS) if actions else kept.actions,
        images=catalogue.select_images(images, IMAGES) if images else kept.images,
        pins=catalogue.select_pins(actions) if actions else kept.pins,
    )
    return rendered(facts) | dict(zip(_KEPT, catalogue.write(facts), strict=True))


def _text(path: str) -> str | None:
    if not os.path.isfile(path):
        return None
    with open(path, encoding="utf-8", errors="replace", newline="") as file:
        return file.read()


def _is_generated(path: str) -> bool:
    return (_text(path) or "").startswith(MARKER)


def _entries(facts: Catalogue, bound: Iterable[ActionFacts]) -> Iterable[lock.Entry]:
    """What is bound under the reference that its function has; what is not, under its exact tag."""
    own = {action.name: action.locked for action in bound}
    named = [(own.get(action.name, f"{action.repository}@{action.tag}"), action) for action in facts.actions]
    entries = {pin.reference: lock.Entry(pin.reference, pin.sha, pin.tag, pin.seen) for pin in facts.pins}
    entries |= {reference: lock.Entry(reference, action.sha, action.tag, action.seen) for reference, action in named}
    return [*entries.values(), *[lock.Entry(image.reference, image.digest, image.tag, image.seen) for image in facts.images]]


if __name__ == "__main__":
    try:
        sys.exit(main())
    except DefinitionError as error:
        sys.exit(str(error))
