"""What GitHub says about a job in its identity tokens, and the key that signs them.

https://docs.github.com/en/actions/reference/security/oidc
"""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.cloud.trust import ISSUER

LIFETIME_SECONDS = 300
Form = Literal["new", "old"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as its token describes it. `form` "new" is the subject with ids, which repositories made since 2026-07-15 send; "old" the one without."""

    repository: str = "octo-org/octo-app"
    owner_id: int = 1234567
    repository_id: int = 7654321
    environment: str = ""
    ref: str = "refs/heads/main"
    sha: str = "0" * 40
    event: str = "push"
    workflow: str = "Deliver"
    workflow_file: str = ".github/workflows/deliver.yml"
    called_workflow: str = ""  # owner/repository/.github/workflows/x.yml@ref, where the job is in one that is called
    actor: str = "octocat"
    actor_id: int = 583231
    run_id: int = 42
    run_number: int = 7
    run_attempt: int = 1
    visibility: str = "private"
    form: Form = "new"

    @property
    def subject(self) -> str:
        owner, name = self.repository.split("/")
        who = f"{owner}@{self.owner_id}/{name}@{self.repository_id}" if self.form == "new" else self.repository
        if self.environment:
            return f"repo:{who}:environment:{self.environment}"
        return f"repo:{who}:pull_request" if self.event == "pull_request" else f"repo:{who}:ref:{self.ref}"

    def claims(self, audience: str, now: float) -> dict[str, Any]:
        """All numbers but the times are text, as GitHub has them."""
        own = f"{self.repository}/{self.workflow_file}@{self.ref}"
        return {
            "jti": str(uuid.uuid4()),
            "iss": ISSUER,
            "aud": audience,
            "sub": self.subject,
            "iat": int(now),
            "nbf": int(now) - 300,
            "exp": int(now) + LIFETIME_SECONDS,
            "repository": self.repository,
            "repository_id": str(self.repository_id),
            "repository_owner": self.repository.split("/")[0],
            "repository_owner_id": str(self.owner_id),
            "repository_visibility": self.visibility,
            "ref": self.ref,
            "ref_type": "tag" if self.ref.startswith("refs/tags/") else "branch",
            "ref_protected": "false",
            "base_ref": "",
            "head_ref": "",
            "sha": self.sha,
            "event_name": self.event,
            "workflow": self.workflow,
            "workflow_ref": own,
            "workflow_sha": self.sha,
            "job_workflow_ref": self.called_workflow or own,
            "job_workflow_sha": self.sha,
            "actor": self.actor,
            "actor_id": str(self.actor_id),
            "run_id": str(self.run_id),
            "run_number": str(self.run_number),
            "run_attempt": str(self.run_attempt),
            "runner_environment": "github-hosted",
        } | ({"environment": self.environment} if self.environment else {})


class Key:
    """An RSA key of 2048 bits and its public half as JSON Web Key."""

    def __init__(self) -> None:
        self._private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        numbers = self._private.public_key().public_numbers()
        modulus = _number(numbers.n)
        self.id = hashlib.sha256(modulus.encode()).hexdigest()[:16]
        self.public = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.id, "n": modulus, "e": _number(numbers.e)}

    def sign(self, claims: Mapping[str, Any]) -> str:
        return jwt.encode(dict(claims), self._private, algorithm="RS256", headers={"kid": self.id})


def _number(value: int) -> str:
    return base64.urlsafe_b64encode(value.to_bytes((value.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()
