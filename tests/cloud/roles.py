"""Roles and the credentials that are handed out for them: whoever shows an access key is the role it was issued to."""

from __future__ import annotations

import secrets
import string
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.cloud.trust import PROVIDER
from tests.simulator.errors import ApiError
from tests.simulator.names import ACCOUNT

PROVIDER_ARN = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{PROVIDER}"
_LETTERS = string.ascii_uppercase + "234567"


@dataclass(frozen=True, slots=True, eq=False)
class Role:
    """`trust` is its assume-role policy; `policies` are what an evaluator of permissions reads. `master` is asked for nothing."""

    name: str
    trust: Mapping[str, Any] = field(default_factory=dict)
    policies: tuple[Mapping[str, Any], ...] = ()
    most_seconds: int = 3600
    master: bool = False

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{ACCOUNT}:role/{self.name}"


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """Credentials of a role, under a session's name. `expires` is in seconds since 1970."""

    role: Role
    name: str
    key: str
    secret: str
    token: str
    expires: float

    @property
    def arn(self) -> str:
        return f"arn:aws:sts::{ACCOUNT}:assumed-role/{self.role.name}/{self.name}"

    @property
    def id(self) -> str:
        return f"AROA{self.role.name.upper():A<17.17}:{self.name}"

    def environment(self) -> dict[str, str]:
        return {"AWS_ACCESS_KEY_ID": self.key, "AWS_SECRET_ACCESS_KEY": self.secret, "AWS_SESSION_TOKEN": self.token}


class Vault:
    """All roles, sessions and registry passwords. Never holds its lock while it asks anything else."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock, self._lock = clock, threading.Lock()
        self.roles: dict[str, Role] = {}
        self._sessions: dict[str, Session] = {}
        self._passwords: dict[str, Session] = {}

    def issue(self, role: Role, name: str, seconds: int = 3600) -> Session:
        key = "ASIA" + "".join(secrets.choice(_LETTERS) for _ in range(16))
        session = Session(role, name, key, secrets.token_urlsafe(30), secrets.token_urlsafe(60), self.clock() + seconds)
        with self._lock:
            self._sessions[key] = session
        return session

    def session(self, key: str, token: str | None) -> Session:
        """Raises ApiError for a key that nobody issued, a token that is not of the key, and for one that is over."""
        with self._lock:
            found = self._sessions.get(key)
        if found is None or not secrets.compare_digest(found.token, token or ""):
            raise ApiError("UnrecognizedClientException", "The security token included in the request is invalid.", 403)
        if self.clock() >= found.expires:
            raise ApiError("ExpiredTokenException", "The security token included in the request is expired", 403)
        return found

    def password(self, session: Session) -> str:
        """For the registry; as long valid as the session."""
        made = secrets.token_urlsafe(90)
        with self._lock:
            self._passwords[made] = session
        return made

    def logged_in(self, password: str) -> Session | None:
        with self._lock:
            found = self._passwords.get(password)
        return found if found is not None and self.clock() < found.expires else None
