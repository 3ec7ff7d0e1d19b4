"""A stateful GitHub on loopback, the one double for everything that speaks to GitHub. `python -m tests.github` runs it to play with.

    with GitHub() as github:
        repository = github.repository("owner/name")
        repository.commit({"action.yml": "name: x"})
        repository.tag("v1.2.3", annotated=True)
        github.faults.add(bad_gateway("POST", after=True))

Its routes and schemas are GitHub's own description (specification.py); one file below resources/ per family of operations; a new operation is one
function and one line in that file's OPERATIONS.
"""

from tests.github.repository import Repository
from tests.github.server import GitHub
from tests.github.specification import needs_github

__all__ = ["GitHub", "Repository", "needs_github"]
