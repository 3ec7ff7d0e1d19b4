"""The one version of a build of the main branch, and the names that it goes by: tags, image labels, the container's environment.

`sha-<commit>` is the version, from the build to the logs. A version tag of git, `v1.4.0`, comes later and names the same image again; nothing is
built a second time for it.
"""

from __future__ import annotations

import re

from synth.expr import github, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.build.steps import Text
    from synth.expr.tree import Expr

COMMIT, BRANCH, NIGHTLY = "sha-", "branch-", "nightly-"
LONGEST = 128  # of an ECR tag
_FOREIGN = re.compile(r"[^A-Za-z0-9._-]+")


def version() -> Expr[str]:
    """`sha-<commit>`: the version of what the run builds, and the tag that never moves."""
    return COMMIT + github.sha


def branch_tag(branch: str) -> str:
    """`branch-<name>` as ECR takes it. A name that had to be changed gets a part of its hash, so that `a/b` and `a-b` stay two tags."""
    name = _FOREIGN.sub("-", branch)
    if name == branch and len(BRANCH + name) <= LONGEST:
        return BRANCH + name
    from hashlib import sha256

    mark = "-" + sha256(branch.encode()).hexdigest()[:8]
    return BRANCH + name[: LONGEST - len(BRANCH) - len(mark)] + mark


def labels(date: Text) -> list[Text]:
    """What the image tells of itself, by the names of the OCI image specification. `date` is the commit's, so that building twice is the same."""
    told: dict[str, Text] = {
        "revision": github.sha,
        "version": version(),
        "source": text("{server}/{repository}", server=github.server_url, repository=github.repository),
        "created": date,
    }
    return [text("org.opencontainers.image.{name}={value}", name=name, value=value) for name, value in told.items()]


def variables() -> Expr[str]:
    """What the container is told, as lines: GIT_SHA, the full commit, and VERSION, for the application's logs and its answer."""
    return text("GIT_SHA={sha}\nVERSION={version}", sha=github.sha, version=version())
