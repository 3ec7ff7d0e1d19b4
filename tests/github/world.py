"""Everything that the fake remembers: repositories by their names past and present, identities, limits, time."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Mapping
from urllib.parse import quote

from tests.github.clock import Clock
from tests.github.exchange import Refusal
from tests.github.faults import Faults
from tests.github.identity import BAD_CREDENTIALS, Budget, Identity
from tests.github.objects import Objects
from tests.github.repository import Record, Repository

_FOR_TOKENS, _FOR_NOBODY = 5000, 60
_HOUR = 3600


class World:
    def __init__(self) -> None:
        self.address = ""
        self.clock = Clock()
        self.lock = threading.RLock()
        self.faults = Faults()
        self.lag_seconds = 0.0
        self.content_per_minute: int | None = None
        self.repositories: dict[int, Repository] = {}
        self.organisations: set[str] = set()
        self.people: dict[str, str] = {}
        self.teams: dict[str, Record] = {}
        self._names: dict[str, int] = {}
        self._former: dict[str, int] = {}
        self._identities: dict[str, Identity] = {}
        self.nobody = Identity("", "", self._budget(_FOR_NOBODY))
        self._ids = itertools.count(1_000_001)
        self._stores: list[Objects] = []

    def close(self) -> None:
        for store in self._stores:
            store.close()

    def url(self, *parts: object) -> str:
        """The address of a resource. It must be the fake's own: PyGithub refuses other hosts."""
        return "/".join([self.address, *[quote(str(part)) for part in parts]])

    def next_id(self) -> int:
        return next(self._ids)

    # repositories

    def add(self, full_name: str, *, parent: Repository | None = None, private: bool = False) -> Repository:
        """A new repository, empty."""
        owner, name = full_name.split("/")
        objects = parent.objects if parent else Objects()
        if parent is None:
            self._stores.append(objects)
        made = Repository(self, self.next_id(), owner, name, objects, private=private, parent=parent, created=self.clock.now())
        if parent is not None:
            made.default_branch = parent.default_branch
        self.repositories[made.id] = made
        self._names[full_name.lower()] = made.id
        self._former.pop(full_name.lower(), None)
        return made

    def named(self, full_name: str) -> Repository | None:
        """The repository that has the name now."""
        found = self._names.get(full_name.lower())
        return None if found is None else self.repositories[found]

    def formerly(self, full_name: str) -> Repository | None:
        """The repository that had the name, and that no other has now."""
        found = self._former.get(full_name.lower())
        return None if found is None else self.repositories.get(found)

    def rename(self, repository: Repository, name: str) -> None:
        old = repository.full_name.lower()
        repository.owner, repository.name = name.split("/") if "/" in name else (repository.owner, name)
        del self._names[old]
        self._names[repository.full_name.lower()] = self._former[old] = repository.id

    def delete(self, repository: Repository) -> None:
        repository.deleted = True
        del self._names[repository.full_name.lower()], self.repositories[repository.id]

    # identities

    def token(
        self,
        login: str = "octocat",
        *,
        permissions: Mapping[str, str] | None = None,
        repositories: list[str] | None = None,
        valid_seconds: float | None = None,
        limit: int = _FOR_TOKENS,
    ) -> str:
        """A token that GitHub knows. Without permissions it may do everything."""
        value = f"ghs_{len(self._identities):036d}"
        until = None if valid_seconds is None else self.clock.now() + valid_seconds
        reach = None if repositories is None else frozenset(repositories)
        self._identities[value] = Identity(value, login, self._budget(limit), permissions, reach, until)
        return value

    def identity(self, authorization: str | None) -> Identity:
        """Who the header names. Raises Refusal for a token that is unknown or has expired."""
        if not authorization:
            return self.nobody
        found = self._identities.get(authorization.partition(" ")[2])
        if found is None or (found.expires_at is not None and self.clock.now() >= found.expires_at):
            raise BAD_CREDENTIALS
        return found

    def budget(self, token: str = "") -> Budget:
        """The primary limit of a token, or of nobody."""
        return self._identities[token].budget if token else self.nobody.budget

    def visible(self, full_name: str, identity: Identity) -> Repository:
        """The repository, for those who may see it. Raises Refusal."""
        found = self.named(full_name)
        if found is None or (found.private and not identity.reaches(full_name)):
            raise Refusal(404, "Not Found")
        return found

    def _budget(self, limit: int) -> Budget:
        return Budget(limit, self.clock.now() + _HOUR)
