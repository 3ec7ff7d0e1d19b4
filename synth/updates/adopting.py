"""A bot's pull request, as data -> the lock that it should have brought along. Nothing of the pull request is run, not even its definition.

Generated files at the fork point are what the definition says, since `generate --check` guards the main branch. Where the pull request differs from
them in nothing but pins, and in each file that has a moved pin, the definition with the new lock says exactly what the pull request holds.
"""

from __future__ import annotations

from synth.adopt import moved, only_pins_moved, with_pins
from synth.bindings.lock import merged, read, write
from synth.problems import DefinitionError
from synth.record import Record, positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from synth.bindings.lock import Entry

_DEFINITIONS = (".github/ghsynth.py", ".github/ghsynth.yml", ".github/ghsynth.yaml", ".github/bindings/")


@positional
class Adoption(Record):
    """The entries that moved and the text of the lock with them; or why not, each reason with what to do."""

    entries: tuple[Entry, ...] = ()
    lock: str = ""
    problems: tuple[str, ...] = ()


def adoption(
    before: Mapping[str, str], now: Mapping[str, str], paths: Iterable[str], today: str, lock_path: str, markers: tuple[str, ...]
) -> Adoption:
    """`before` are the texts below .github at the fork point, `now` those of the pull request, `paths` the files that it changes."""
    problems = [
        f"{path} is changed too, so this is more than a bot's update: run 'ghsynth generate' in a checkout"
        for path in paths
        if path.startswith(_DEFINITIONS)
    ]
    generated = {path: text for path, text in before.items() if text.startswith(markers) and path != lock_path}
    try:
        own = read(now[lock_path], lock_path) if lock_path in now else None
    except DefinitionError as error:
        return Adoption(problems=tuple([str(problem) for problem in error.problems]))
    known = merged(own)
    entries = moved(generated, now, known, today)
    if not entries and not problems:
        problems += [
            f"{path} differs in more than its pins: run 'ghsynth generate --check' to see how"
            for path, text in generated.items()
            if now.get(path) != text and not only_pins_moved(text, now.get(path, ""))
        ]
        return Adoption(problems=tuple(problems))
    problems += [
        f"{path} is not what the definition says with these pins: a pin was moved in one place and not in another, or more was changed"
        for path, text in generated.items()
        if with_pins(text, entries, known) != now.get(path)
    ]
    if problems:
        return Adoption(tuple(entries), problems=tuple(problems))
    held = {**(own.entries if own is not None else {}), **{entry.reference: entry for entry in entries}}
    return Adoption(tuple(entries), write(held.values()))
