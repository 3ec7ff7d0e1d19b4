"""An input that takes true or false, a number or one of a few words is given one of them.

An action reads text. Most take anything but `true` for false, so that `yes` switches off what was to be switched on; others stop. Known are the
actions of the catalogue, in the major version that it has; what an expression gives is not looked at.
https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepswith
"""

from __future__ import annotations

from synth.bindings.known import interface, same_major
from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
name: Test
on: push
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v7
        with:
          lfs: yes
"""
GOOD = BAD.replace("yes", "true")


def check(subject: Subject) -> Iterator[Found]:
    for _, step in subject.steps():
        if step.uses is None or not step.with_ or isinstance(step.with_, str):
            continue
        reference = step.uses.reference
        known = interface(reference)
        if known is None or same_major(reference, known) is not True:
            continue
        kinds = _kinds(reference)
        for key, value in step.with_.items():
            wanted = kinds.get(key.lower(), ())
            if wanted and not places.dynamic(value) and not _fits(value, wanted):
                said = _said(value)
                yield Found(
                    places.at(step, "with", key),
                    f"the input '{key}' of {reference.partition('@')[0]} is {_named(wanted)}, not '{said}'{nearest(said, wanted)}",
                )


def _kinds(reference: str) -> dict[str, tuple[str, ...]]:
    """What each input takes, by its name in small letters."""
    from synth.bindings.input_kinds import KINDS

    owner, _, rest = reference.partition("@")[0].partition("/")
    repository, slash, path = rest.partition("/")
    given = KINDS.get(f"{owner}/{repository}".lower() + slash + path, {})
    return {name.lower(): tuple(values.split("|")) for values, names in given.items() for name in names.split()}


def _fits(value: object, wanted: tuple[str, ...]) -> bool:
    """Whether the text is one of those; an empty one leaves the input to its action."""
    said = _said(value).strip()
    return not said or said.lower() in [one.lower() for one in wanted] or ("#" in wanted and said.lstrip("-").isdigit())


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def _named(wanted: tuple[str, ...]) -> str:
    names = ["a whole number" if one == "#" else f"'{one}'" for one in wanted]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
