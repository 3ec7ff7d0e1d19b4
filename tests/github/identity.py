"""Who asks: what a token may do and how much of its budget is spent."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.github.exchange import Refusal

_WINDOW_SECONDS = 3600


@dataclass
class Budget:
    """The primary limit of one identity; `refusal` is the status with which GitHub answers when nothing is left, 403 or 429."""

    limit: int
    resets_at: float
    used: int = 0
    refusal: int = 403
    created_at: list[float] = field(default_factory=list)

    @property
    def remaining(self) -> int:
        return max(self.limit - self.used, 0)

    def renew(self, now: float) -> None:
        if now >= self.resets_at:
            self.used, self.resets_at = 0, now + _WINDOW_SECONDS

    def headers(self) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Used": str(self.used),
            "X-RateLimit-Reset": str(int(self.resets_at)),
            "X-RateLimit-Resource": "core",
        }


@dataclass
class Identity:
    """A token, or nobody. `permissions` None stands for everything; `repositories` None for all of them."""

    token: str
    login: str
    budget: Budget
    permissions: Mapping[str, str] | None = None
    repositories: frozenset[str] | None = None
    expires_at: float | None = None

    @property
    def anonymous(self) -> bool:
        return not self.token

    def may(self, scopes: tuple[str, ...], level: str) -> bool:
        """Whether one of the scopes is granted at that level, `read` or `write`."""
        if self.anonymous:
            return False
        if self.permissions is None:
            return True
        enough = ("write",) if level == "write" else ("read", "write")
        return any(self.permissions.get(scope) in enough for scope in scopes)

    def reaches(self, full_name: str) -> bool:
        return not self.anonymous and (self.repositories is None or full_name in self.repositories)


def primary_limit(identity: Identity, address: str) -> Refusal:
    whose = f"for {address}" if identity.anonymous else f"for user ID {zlib.crc32(identity.login.encode())}"
    more = " (But here's the good news: Authenticated requests get a higher rate limit.)" if identity.anonymous else ""
    return Refusal(identity.budget.refusal, f"API rate limit exceeded {whose}.{more}", headers=identity.budget.headers())


def secondary_limit(retry_after: int | None = None) -> Refusal:
    message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
    return Refusal(403, message, headers={} if retry_after is None else {"Retry-After": str(retry_after)})


BAD_CREDENTIALS = Refusal(401, "Bad credentials")
