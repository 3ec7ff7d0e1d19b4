"""Names in GitHub's files -> names in Python."""

from __future__ import annotations

import keyword
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.bindings.catalogue import ActionFacts
    from synth.bindings.shape import Correction


def parameter_name(name: str) -> str:
    """The parameter of an input, the attribute of an output: `enableCrossOsArchive` -> `enable_cross_os_archive`, `with` -> `with_`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    made = re.sub(r"\W+", "_", words).lower()
    return f"{made}_" if keyword.iskeyword(made) else made


def module_name(action: str) -> str:
    """The module that binds the action: `actions/cache/restore` -> `actions_cache_restore`."""
    return re.sub(r"\W+", "_", action).lower()


def parameters(action: ActionFacts, correction: Correction) -> Iterator[tuple[str, str]]:
    """Each parameter and its input, in the action's own order, without what is deprecated or internal."""
    for name, declared in action.inputs.items():
        if not declared.deprecated and name not in correction.deprecated and name not in correction.internal:
            yield parameter_name(name), name
