"""Which majors of actions run on a Node.js that GitHub's runners no longer have: dated data, of November 2026."""

from __future__ import annotations

RETIRED = frozenset({"node12", "node16", "node20"})  # what the runners lack since
RETIRED_ON = "2026-09-23"

# repository -> the newest major that linters report as node20 or older, the oldest that they do not. Between them nobody looked.
# Found by asking jactionlint 2.3 and kjanat's actionlint 1.17 about one major after the other.
MAJORS = {
    "actions/cache": (4, 5),
    "actions/checkout": (4, 5),
    "actions/download-artifact": (5, 8),
    "actions/github-script": (7, 8),
    "actions/setup-node": (4, 6),
    "actions/setup-python": (5, 6),
    "actions/upload-artifact": (5, 6),
    "aws-actions/configure-aws-credentials": (5, 6),
    "docker/build-push-action": (6, 7),
    "docker/login-action": (3, 4),
    "docker/metadata-action": (5, 6),
    "docker/setup-buildx-action": (3, 4),
}
