"""GitHub refuses commits that change workflow files to a token without `workflows: write`, which GITHUB_TOKEN can never have."""

from __future__ import annotations

from tests.github.call import Call
from tests.github.exchange import Refusal

FOLDER = ".github/workflows/"


def guard(call: Call, sha: str) -> None:
    """Raises Refusal where the commit has other workflow files than every branch, for a token that may not change them."""
    objects, tree = call.repository.objects, call.repository.objects.tree_of(sha)
    if call.identity.may(("workflows",), "write") or tree is None:
        return
    new = _held(call, tree)
    heads = [objects.tree_of(at) for name, at in call.repository.refs.items() if name.startswith("refs/heads/")]
    if not any(new == _held(call, head) for head in heads if head):
        guard_path(call, next(iter(sorted(new)), FOLDER))


def guard_path(call: Call, path: str) -> None:
    """Raises Refusal for the path of a workflow file."""
    if path.startswith(FOLDER) and not call.identity.may(("workflows",), "write"):
        raise Refusal(403, f"refusing to allow a GitHub App to create or update workflow `{path}` without `workflows` permission")


def _held(call: Call, tree: str) -> dict[str, str]:
    folder = call.repository.objects.at(tree, FOLDER.rstrip("/"))
    return (
        {}
        if folder is None or folder.kind != "tree"
        else {f"{FOLDER}{one.path}": one.sha for one in call.repository.objects.entries(folder.sha, True)}
    )
