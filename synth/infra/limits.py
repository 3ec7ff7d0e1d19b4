"""How long policies may be: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html. White space does not count."""

from __future__ import annotations

import json

from synth.infra.documents import document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.infra.values import Policy, Role

TRUST, INLINE = 2_048, 10_240


def too_long(role: Role) -> Iterator[str]:
    """What AWS would refuse of the role."""
    if (length := _length(role.trust)) > TRUST:
        most = f"{TRUST} unless the account's quota is raised"
        yield f"role {role.name}: its trust takes {length} characters, and AWS allows {most}; give its jobs two roles"
    if (length := _length(role.permissions)) > INLINE:
        yield f"role {role.name}: its permissions take {length} characters, and AWS allows {INLINE} in a role; give its jobs two roles"


def _length(policy: Policy) -> int:
    return len(json.dumps(document(policy), separators=(",", ":")))
