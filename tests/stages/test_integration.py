"""Integration tests: services beside the job, or everything by a compose file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from synth.backing import Backing, Mysql, Postgres, Redis
from synth.build.repository import in_repository
from synth.stacks import Docker, Npm
from synth.stages import IntegrationTest
from tests.stages.conftest import NPM, jobs_of, steps
from tests.stages.test_stages import refused


@pytest.mark.row("E5a", "the tests run by a compose file")
@pytest.mark.row("E5c", "everything is taken down with its volumes, whatever happened")
@pytest.mark.row("I2a", "the job ends with the exit code of the test container")
@pytest.mark.row("I2b", "the job has no service or variable beside the compose file's, and takes everything down always")
def test_everything_runs_in_the_network_of_a_compose_file_and_is_taken_down() -> None:
    tests = jobs_of(IntegrationTest(NPM, compose="compose.test.yml"))["integration-tests"]
    assert [
        ("Check out", None, None),
        ("Run the tests", None, "docker compose --file compose.test.yml up --build --exit-code-from tests"),
        (
            "Show the logs",
            "failure() && steps.run-the-tests.outcome == 'failure'",
            "docker compose --file compose.test.yml logs --no-color --timestamps",
        ),
        ("Take everything down", "always()", "docker compose --file compose.test.yml down --volumes --remove-orphans"),
    ] == [(name, step.if_, step.run) for name, step in steps(tests).items()]
    assert (None, None) == (tests.services, tests.env)


def test_the_stack_may_name_the_compose_file() -> None:
    tests = jobs_of(IntegrationTest(Docker(compose="it.yml", tester="sut")))["integration-tests"]
    assert "docker compose --file it.yml up --build --exit-code-from sut" == steps(tests)["Run the tests"].run


def test_the_stage_s_file_goes_before_the_stack_s_tests() -> None:
    tests = jobs_of(IntegrationTest(Npm(folder="api"), compose="it.yml", tester="runner"))["integration-tests"]
    assert "docker compose --file it.yml up --build --exit-code-from runner" == steps(tests)["Run the tests"].run
    assert tests.defaults is not None


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        (
            IntegrationTest(NPM, compose="it.yml", services=[Redis()]),
            "a compose file brings its own services and commands: leave services= and before= out",
        ),
        (
            IntegrationTest(NPM, compose="it.yml", before=["npm run migrate"]),
            "a compose file brings its own services and commands: leave services= and before= out",
        ),
        (IntegrationTest(NPM, compose="a b.yml"), "'a b.yml' cannot stand in a command as it is: letters, digits, '.', '_', '-' and '/' can"),
        (
            IntegrationTest(NPM, compose="a.yml", tester="x; y"),
            "'x; y' cannot stand in a command as it is: letters, digits, '.', '_', '-' and '/' can",
        ),
        (
            IntegrationTest(Docker()),
            "Docker has nothing to run: give it integration=, or leave this stage out; or name a compose file: compose='compose.test.yml'",
        ),
        (IntegrationTest(NPM, services=[Postgres(), Postgres()]), "two services are called 'postgres': give one of them another name="),
        (IntegrationTest(NPM, services=[Postgres(), Mysql()]), "two services set DATABASE_URL: give one of them another variable="),
        (
            IntegrationTest(NPM, services=[Postgres(), Postgres(name="other", variable="OTHER_URL")]),
            "two services are on port 5432: give one of them another port=",
        ),
    ],
)
def test_what_gets_into_its_own_way_is_refused(stage: IntegrationTest, said: str) -> None:
    assert [f"stage IntegrationTest: {said}"] == refused(stage)


def test_two_databases_have_ports_and_variables_of_their_own() -> None:
    services: list[Backing] = [Postgres(), Postgres(name="audit", variable="AUDIT_URL", port=5433), Mysql(variable="MYSQL_URL"), Redis(port=6380)]
    tests = jobs_of(IntegrationTest(NPM, services=services))["integration-tests"]
    assert {
        "DATABASE_URL": "postgresql://postgres@localhost:5432/test",
        "AUDIT_URL": "postgresql://postgres@localhost:5433/test",
        "MYSQL_URL": "mysql://root@127.0.0.1:3306/test",
        "REDIS_URL": "redis://localhost:6380",
    } == tests.env
    containers: Any = tests.services
    assert [("5432:5432",), ("5433:5432",), ("3306:3306",), ("6380:6379",)] == [tuple(one.ports) for one in containers.values()]


def test_mysql_keeps_its_data_in_memory_and_is_asked_by_tcp() -> None:
    container = Mysql().container()
    health = '--health-cmd "mysqladmin ping --protocol tcp --host 127.0.0.1 --silent" --health-interval 5s --health-timeout 5s --health-retries 10'
    assert ("mysql:8.4.9", f"--tmpfs /var/lib/mysql {health}") == (container.image, container.options)


COMPOSE = """\
services:
  tests:
    build: .
  old:
    image: postgres:17-alpine
    tmpfs: /var/lib/postgresql/data
  new:
    image: docker.io/library/postgres:18.1@sha256:00
    tmpfs:
      - /var/lib/postgresql/data
  cache:
    image: redis:8
    tmpfs: [/data:size=64m]
  other:
    image: mysql:8.4
    volumes:
      - data:/var/lib/mysql
  typed:
    image: mongo
    volumes:
      - {type: tmpfs, target: /data}
  none:
    build: .
"""


@pytest.mark.row("E5b", "a compose file that keeps a database on disk is told, with its line")
def test_a_database_on_disk_is_told(tmp_path: Path) -> None:
    (tmp_path / "it.yml").write_text(COMPOSE, encoding="utf-8")
    with in_repository(str(tmp_path)):
        notes = IntegrationTest(NPM, compose="it.yml").notes()
    assert [
        "Integration tests: it.yml:7: 'new' keeps its data on disk: tmpfs: [/var/lib/postgresql]",
        "Integration tests: it.yml:14: 'other' keeps its data on disk: tmpfs: [/var/lib/mysql]",
    ] == notes


@pytest.mark.parametrize(
    ("text", "tester", "said"),
    [
        (None, None, "api/it.yml is not there"),
        ("- a\n", None, "api/it.yml has no services"),
        ("services: {app: {build: .}}\n", None, "api/it.yml has no service 'tests'; it has app"),
        ("services: {app: {build: .}}\n", "run", "api/it.yml has no service 'run'; it has app"),
    ],
)
def test_a_compose_file_that_cannot_be_it_is_told(text: str | None, tester: str | None, said: str, tmp_path: Path) -> None:
    (tmp_path / "api").mkdir()
    if text is not None:
        (tmp_path / "api/it.yml").write_text(text, encoding="utf-8")
    with in_repository(str(tmp_path)):
        assert [f"Integration tests: {said}"] == IntegrationTest(Npm(folder="api"), compose="it.yml", tester=tester).notes()


def test_without_a_repository_nothing_is_said_about_its_files() -> None:
    assert [] == IntegrationTest(NPM, compose="it.yml").notes()
