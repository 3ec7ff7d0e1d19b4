"""What is known of an action that a hand-written workflow names: its inputs and outputs, and what it runs on.

The facts are those of one release of each action in the catalogue. Another release may differ, so whoever reports what they say should ask
`same_major` how sure to be.
"""

from __future__ import annotations

from synth.bindings.version import is_moving, numbers, same
from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


@record
class InputFact(Record):
    """An input, spelt as the action does. `required`: it must be given, because it has no default. `deprecated`: what to do instead, or nothing."""

    name: str
    required: bool
    deprecated: str


@record
class Interface(Record):
    """What one release of an action takes and gives. The inputs by their names in small letters, since GitHub does not tell case apart in them.

    `runtime` is what its file says under `runs.using`; `open_outputs`: it also sets outputs that its file does not declare; `commit`: the
    SHA of the release.
    """

    inputs: Mapping[str, InputFact]
    outputs: frozenset[str]
    runtime: str
    open_outputs: bool
    version: str
    commit: str


def interface(reference: str) -> Interface | None:
    """The interface of the action, of the one release that is known. None for an unknown action, a local one, an image or a workflow.

    `actions/checkout@v4`, `owner/repo/path@<sha>` or the same without `@`.
    """
    name = _name(reference)
    if name not in _made:
        _made[name] = _interface(name)
    return _made[name]


_made: dict[str, Interface | None] = {}


def same_major(reference: str, known: Interface) -> bool | None:
    """Whether the reference, which is one to this action, names a release with the major version of what is known; None when it does not say.

    Before 1.0.0 each minor version counts as one (https://semver.org, 4). A commit says it if it is one that the built-in lock has.
    """
    if reference.partition("@")[2] == known.commit:
        return True
    version = _version(reference)
    return None if version is None else same(version, numbers(known.version) or ())


def runtime_of(reference: str) -> str | None:
    """What the release that the reference names runs on: `node24`, `composite`, `docker`; `node20` stands for that and all that is older.

    None where nothing says it: an unknown action or commit, a branch, a major that nobody looked at. A tag that moves, such as v2, is where
    its repository was last seen. GitHub's runners have dropped what `synth.bindings.runtimes.RETIRED` holds.
    """
    from synth.bindings.runtimes import MAJORS

    known, version = interface(reference), _version(reference)
    if known is None or version is None:
        return None
    if majors := MAJORS.get("/".join(_name(reference).split("/")[:2])):
        retired, current = majors
        newest = numbers(known.version) or majors[1:]
        if version[0] <= retired:
            return "node20"
        return known.runtime if current <= version[0] <= newest[0] else None
    return known.runtime if _is_as(version, known) else None


def _is_as(version: tuple[int, ...], known: Interface) -> bool:
    """Whether what is known tells what that version runs on: it is the same, or it moves, or time goes one way only."""
    seen = numbers(known.version) or ()
    if version == seen or (same(version, seen) and is_moving(version)):
        return True
    match known.runtime:
        case "node24":
            return version > seen and same(version, seen) is True
        case "node20":
            return version < seen
        case _:
            return False


def _name(reference: str) -> str:
    """The key of the table. GitHub does not tell case apart in owners and repositories, but it does in the path behind them."""
    owner, _, rest = reference.partition("@")[0].partition("/")
    repository, slash, path = rest.partition("/")
    return f"{owner}/{repository}".lower() + slash + path


def _version(reference: str) -> tuple[int, ...] | None:
    """The numbers of the version that the reference names: by its tag, or by a commit that the built-in lock has."""
    ref = reference.partition("@")[2]
    if len(ref) != 40:
        return numbers(ref)
    from synth.bindings.lock import builtin

    return numbers(builtin().version_of(f"{_name(reference)}@{ref}"))


def _interface(name: str) -> Interface | None:
    from synth.bindings.interfaces import DEPRECATED, INTERFACES

    if name not in INTERFACES:
        return None
    version, commit, runtime, inputs, outputs = INTERFACES[name]
    deprecated = DEPRECATED.get(name, {})
    facts = {}
    for text in inputs.split():
        spelt = text.rstrip("!")
        facts[spelt.lower()] = InputFact(name=spelt, required=text != spelt, deprecated=deprecated.get(spelt, ""))
    declared = frozenset(outputs.split())
    return Interface(
        inputs=facts,
        outputs=declared - {"*"},
        runtime=runtime,
        open_outputs="*" in declared,
        version=version,
        commit=commit,
    )
