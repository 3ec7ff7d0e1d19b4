"""Backing services that tests need beside them: databases and caches in containers of the job."""

from __future__ import annotations

from typing import Protocol

from synth.build.jobs import Container
from synth.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Backing(Protocol):
    """A service that tests need."""

    @property
    def name(self) -> str: ...

    def container(self) -> Container: ...

    def variables(self) -> Mapping[str, str]:
        """What tells the tests where the service is."""
        ...


@record
class Postgres:
    """PostgreSQL on localhost:5432, its data in memory; DATABASE_URL names it. `version` is an image tag that the lock knows."""

    version: str = field(default="17-alpine", kw_only=False)
    database: str = "test"
    name: str = "postgres"

    def container(self) -> Container:
        # from 18 on the image keeps its data one folder up, and refuses to start on the old mount
        major = self.version.split("-")[0].split(".")[0]
        data = "/var/lib/postgresql/data" if major.isdigit() and int(major) < 18 else "/var/lib/postgresql"
        return Container(
            f"postgres:{self.version}",
            env={"POSTGRES_DB": self.database, "POSTGRES_HOST_AUTH_METHOD": "trust"},  # reachable from this job only, so no password to leak
            ports=["5432:5432"],
            options=f"--tmpfs {data} {health('pg_isready --username postgres')}",
        )

    def variables(self) -> Mapping[str, str]:
        return {"DATABASE_URL": f"postgresql://postgres@localhost:5432/{self.database}"}


@record
class Redis:
    """Redis on localhost:6379, its data in memory; REDIS_URL names it. `version` is an image tag that the lock knows."""

    version: str = field(default="8.6-alpine", kw_only=False)
    name: str = "redis"

    def container(self) -> Container:
        return Container(f"redis:{self.version}", ports=["6379:6379"], options=f"--tmpfs /data {health('redis-cli ping')}")

    def variables(self) -> Mapping[str, str]:
        return {"REDIS_URL": "redis://localhost:6379"}


def health(command: str) -> str:
    """Docker's options that make the runner wait until the command succeeds in the container: at most 50 seconds."""
    return f'--health-cmd "{command}" --health-interval 5s --health-timeout 5s --health-retries 10'
