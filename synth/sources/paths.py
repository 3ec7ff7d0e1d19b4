"""Which files of a repository are compared."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_OURS = re.compile(r"\.github/workflows/(?:[^/]+\.ya?ml|actions\.lock)|(?:.*/)?action\.ya?ml|\.github/ghsynth\.lock", re.DOTALL)
_NAMED = re.compile(r".*\.(?:ya?ml|lock)", re.DOTALL)
FOLDERS = (".github", ".github/workflows", ".github/actions")


def wanted(path: str, only: Sequence[str] = ()) -> bool:
    """Whether the path, from the root, is a workflow, an action or a lock; with `only`, any YAML file at or below one of these."""
    if not only:
        return _OURS.fullmatch(path) is not None
    return any([path == one or (one in ("", ".") or path.startswith(f"{one}/")) for one in only]) and _NAMED.fullmatch(path) is not None


def notable(path: str, only: Sequence[str] = ()) -> bool:
    """Whether a symlink or submodule at the path hides files that would be compared."""
    return wanted(path, only) or path in FOLDERS or path.startswith(".github/actions/") or path in only
