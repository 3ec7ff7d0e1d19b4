"""Names and paths that link derives: ids from names, files from workflows."""

from __future__ import annotations

from synth.build.steps import Vendored

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.build.actions import Action
    from synth.build.workflows import Workflow

WORKFLOWS = ".github/workflows"
ACTIONS = ".github/actions"
_slugs: dict[str, str] = {}


def file_name(workflow: Workflow) -> str:
    """The workflow's path in the repository."""
    return f"{WORKFLOWS}/{workflow.file or slug(workflow.name) + '.yml'}"


def action_folder(action: Action | Vendored) -> str:
    """The composite action's folder in the repository."""
    return f"{ACTIONS}/{action.name if isinstance(action, Vendored) else action.folder or slug(action.name)}"


def slug(name: str) -> str:
    """A name as GitHub's ids want it: `Build and push` -> `build-and-push`."""
    made = _slugs.get(name)
    if made is None:
        made = "-".join("".join([c if c.isascii() and c.isalnum() else " " for c in name.lower()]).split())[:80].rstrip("-") or "x"
        made = _slugs[name] = made if made[0].isalpha() else f"x{made}"
    return made


def valid_id(id_: str) -> bool:
    """Whether GitHub takes the id: letters, digits, `-`, `_`, not beginning with a digit, `-` or `__`, below 100 characters."""
    head, rest = id_[:1], id_.replace("-", "").replace("_", "")
    return bool(id_) and len(id_) < 100 and (head.isalpha() or head == "_") and not id_.startswith("__") and (rest + "x").isalnum() and id_.isascii()


def as_text(value: object) -> str:
    return ("false", "true")[value] if isinstance(value, bool) else str(value)
