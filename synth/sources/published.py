"""Which commit of the main branch, as the remote has it, a folder can be taken from."""

from __future__ import annotations

from synth.adapters.git import remote
from synth.sources.git import Git
from synth.sources.values import SourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_USUAL = ("refs/remotes/origin/main", "refs/remotes/origin/master")


def published(directory: str, action: str, beside: Sequence[str] = ()) -> str | None:
    """`owner/repository/action@commit` for the last commit that changed the action or what lies beside it; None where it is not pushed yet.

    A branch that is here alone does not count: GitHub does not know its commits.
    """
    name = remote(directory)
    try:
        git = Git(directory)
    except SourceError:
        return None
    default = git.said("symbolic-ref", "--quiet", "refs/remotes/origin/HEAD")
    branch = next((one for one in (default, *_USUAL) if one and git.commit(one)), None)
    if not name or branch is None:
        return None
    commit = git.said("log", "-1", "--format=%H", "--end-of-options", branch, "--", *[f":(literal,top){path}" for path in (action, *beside)])
    if not commit or git.said("cat-file", "-t", f"{commit}:{action}/action.yml") is None:
        return None
    return f"{name}/{action}@{commit}"
