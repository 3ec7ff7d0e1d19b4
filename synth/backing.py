"""Backing services that tests need beside them: databases and caches in containers of the job, their data in memory."""

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
    """PostgreSQL on localhost, its data in memory; DATABASE_URL, or `variable`, names it. `version` is an image tag that the lock knows."""

    version: str = field(default="17-alpine", kw_only=False)
    database: str = "test"
    port: int = 5432
    variable: str = "DATABASE_URL"
    name: str = "postgres"

    def container(self) -> Container:
        return Container(
            f"postgres:{self.version}",
            env={"POSTGRES_DB": self.database, "POSTGRES_HOST_AUTH_METHOD": "trust"},  # reachable from this job only, so no password to leak
            ports=[f"{self.port}:5432"],
            options=f"--tmpfs {postgres_data(self.version)} {health('pg_isready --username postgres')}",
        )

    def variables(self) -> Mapping[str, str]:
        return {self.variable: f"postgresql://postgres@localhost:{self.port}/{self.database}"}


@record
class Mysql:
    """MySQL on 127.0.0.1, its data in memory; DATABASE_URL, or `variable`, names it. `version` is an image tag that the lock knows."""

    version: str = field(default="8.4.9", kw_only=False)
    database: str = "test"
    port: int = 3306
    variable: str = "DATABASE_URL"
    name: str = "mysql"

    def container(self) -> Container:
        return Container(
            f"mysql:{self.version}",
            env={"MYSQL_DATABASE": self.database, "MYSQL_ALLOW_EMPTY_PASSWORD": "yes"},  # reachable from this job only, so no password to leak
            ports=[f"{self.port}:3306"],
            # by TCP: the server that the image starts for its own preparation answers on the socket only
            options=f"--tmpfs /var/lib/mysql {health('mysqladmin ping --protocol tcp --host 127.0.0.1 --silent')}",
        )

    def variables(self) -> Mapping[str, str]:
        return {self.variable: f"mysql://root@127.0.0.1:{self.port}/{self.database}"}  # 'localhost' would be the socket to its clients


@record
class Redis:
    """Redis on localhost, its data in memory; REDIS_URL, or `variable`, names it. `version` is an image tag that the lock knows."""

    version: str = field(default="8.6-alpine", kw_only=False)
    port: int = 6379
    variable: str = "REDIS_URL"
    name: str = "redis"

    def container(self) -> Container:
        return Container(f"redis:{self.version}", ports=[f"{self.port}:6379"], options=f"--tmpfs /data {health('redis-cli ping')}")

    def variables(self) -> Mapping[str, str]:
        return {self.variable: f"redis://localhost:{self.port}"}


def postgres_data(tag: str) -> str:
    """Where an image of PostgreSQL keeps its data.

    From 18 on that is one folder up, and the image refuses to start on the old mount (docker-library/postgres#1259).
    """
    digits = tag.removeprefix("pg").split("-")[0].split(".")[0]
    return "/var/lib/postgresql/data" if digits.isdigit() and int(digits) < 18 else "/var/lib/postgresql"


def health(command: str) -> str:
    """Docker's options that make the runner wait until the command succeeds in the container: at most 50 seconds."""
    return f'--health-cmd "{command}" --health-interval 5s --health-timeout 5s --health-retries 10'
