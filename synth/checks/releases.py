"""Which release of an action a step uses, and whether what is known of a later one holds for it.

Dated data, of November 2026: actions whose later majors took on inputs and outputs and gave up hardly any, so that what the newest release has
and what was given up is all that an earlier one can have.
"""

from __future__ import annotations

from synth.bindings.known import same_major
from synth.bindings.lock import is_pinned
from synth.bindings.version import numbers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from synth.bindings.known import Interface
    from synth.model import Uses

_STEADY: Mapping[str, tuple[int, str]] = {  # the first major for which that is so, the inputs that were given up since
    "actions/cache": (1, ""),
    "actions/cache/restore": (3, ""),
    "actions/cache/save": (3, ""),
    "actions/checkout": (1, ""),
    "actions/download-artifact": (1, ""),
    "actions/github-script": (2, "previews"),
    "actions/setup-go": (1, "stable version"),
    "actions/setup-java": (2, ""),
    "actions/setup-node": (1, "always-auth version"),
    "actions/setup-python": (1, "pip-install version"),
    "actions/upload-artifact": (1, ""),
    "aws-actions/configure-aws-credentials": (2, "proxy-server"),
    "docker/build-push-action": (2, ""),
    "docker/login-action": (1, ""),
    "docker/metadata-action": (3, ""),
    "docker/setup-buildx-action": (1, "config config-inline install"),
    "docker/setup-qemu-action": (1, ""),
}


def released(uses: Uses) -> str:
    """The reference, with the version behind a commit where a comment names it."""
    name, at, _ = uses.reference.partition("@")
    version = uses.version.partition(" ")[0]
    return f"{name}@{version}" if at and version and is_pinned(uses.reference) else uses.reference


def holds(uses: Uses, known: Interface) -> bool:
    """Whether the release has the outputs that are known and no others, and of the inputs those, or some that were `given_up`."""
    if same_major(uses.reference, known) is True:
        return True
    name, _, ref = released(uses).partition("@")
    first, _ = _STEADY.get(name.lower(), (0, ""))
    version = numbers(ref)
    return bool(first and version) and first <= (version or (0,))[0] <= (numbers(known.version) or (0,))[0]


def given_up(uses: Uses) -> tuple[str, ...]:
    """The inputs that earlier releases of the action had."""
    return tuple(_STEADY.get(uses.reference.partition("@")[0].lower(), (0, ""))[1].split())
