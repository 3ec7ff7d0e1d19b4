"""The whole cloud on loopback, as a test uses it: `with Cloud() as cloud:`. README.md says what it is and what it is not."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from tests.actions.notify.conftest import Services
from tests.cloud.images import Built
from tests.cloud.parts import PROFILE, Parts
from tests.cloud.registry.client import Client
from tests.cloud.registry.rules import Mutability, repository
from tests.cloud.roles import Role, Session
from tests.cloud.tokens import Job
from tests.github.server import GitHub
from tests.github.specification import ABSENT, FILE
from tests.simulator.names import REGION
from tests.simulator.scenario import CONTAINER, balancer
from tests.simulator.world.service import Service

__all__ = ["PROFILE", "Cloud"]
BREAKER = {"enable": True, "rollback": True}


class Cloud(Parts):
    """Everything listens on free ports of 127.0.0.1, so several may run at once; on leaving, nothing of it is left."""

    @property
    def github(self) -> GitHub:
        """Raises RuntimeError where GitHub's own description, which it is made of, is not there."""
        if self._github is None:
            raise RuntimeError(ABSENT if not FILE.is_file() else "the cloud is not up")
        return self._github

    @property
    def services(self) -> Services:
        """Slack, PagerDuty and Monday: `.url`, `.requests`, `.planned`."""
        assert self._services is not None, "the cloud is not up"
        return self._services

    @property
    def violations(self) -> list[str]:
        """What did not have the shape of botocore's models. A test ends by finding this empty."""
        return self.simulator.violations

    # who

    def role(self, name: str, trust: Mapping[str, Any], policies: tuple[Mapping[str, Any], ...] = (), most_seconds: int = 3600) -> Role:
        made = self.vault.roles[name] = Role(name, trust, policies, most_seconds)
        return made

    def job(self, job: Job) -> dict[str, str]:
        """The environment of a job that may ask for an identity token."""
        return self.issuer.admit(job)

    def session(self, role: Role, name: str = "test") -> Session:
        """Credentials of a role without asking STS for them."""
        return self.vault.issue(role, name)

    # what there is

    def repository(self, name: str, mutability: Mutability = "IMMUTABLE", exclusions: tuple[str, ...] = ()) -> str:
        """Makes an ECR repository. Gives its URI."""
        self.shelf.add(repository(name, mutability, exclusions))
        with self.lock:
            self.world.registry.repositories.setdefault(name, [])
        return f"{self.registry.server.host}/{name}"

    def push(self, built: Built, name: str, tag: str, session: Session | None = None) -> str:
        """As a role that has asked ECR for a password; the operator if none is given. Gives the digest. Raises RegistryError."""
        data = self.client("ecr", session).get_authorization_token()["authorizationData"][0]
        password = base64.b64decode(data["authorizationToken"]).decode().removeprefix("AWS:")
        return Client(data["proxyEndpoint"], password).push(built, name, tag)

    def service(
        self, name: str, image: str, cluster: str = "default", desired: int = 2, variables: Mapping[str, str] | None = None, **configuration: Any
    ) -> Service:
        """A service whose first deployment is under way; `image` is a reference with digest or tag."""
        options = {"awslogs-group": f"/ecs/{cluster}/{name}", "awslogs-region": REGION, "awslogs-stream-prefix": "ecs"}
        container = {
            "name": CONTAINER,
            "image": image,
            "portMappings": [{"containerPort": 8080}],
            "environment": [{"name": key, "value": value} for key, value in (variables or {}).items()],
            "logConfiguration": {"logDriver": "awslogs", "options": options},
        }
        family = f"{cluster}-{name}" if cluster != "default" else name
        fields = {"family": family, "networkMode": "awsvpc", "containerDefinitions": [container], "cpu": "256", "memory": "512"}
        given = {"deploymentCircuitBreaker": BREAKER, **configuration}
        shifts = given.get("strategy", "ROLLING") != "ROLLING"
        settings = {"loadBalancers": [balancer(family, shifts)]}
        with self.lock:
            self.world.clusters.add(cluster)
            self.world.logs.groups.setdefault(options["awslogs-group"], {})
            definition = self.world.definitions.register(fields, self.world.wall)
            return self.world.add_service(cluster, name, definition, desired, given, settings)

    def wait_until(self, condition: Callable[[], bool], seconds: float = 30.0) -> None:
        """Raises TimeoutError, with the end of the journal, where it does not hold in so many real seconds."""
        if not self.ticker.wait_until(condition, seconds):
            raise TimeoutError("\n".join([f"not within {seconds:g} s", *(str(one) for one in self.journal()[-20:])]))

    def settled(self, service: Service) -> bool:
        return all(one.over for one in service.deployments) and service.steady

    # how to reach it

    @property
    def endpoint(self) -> str:
        return self.simulator.endpoint

    def environment(self) -> dict[str, str]:
        """For jobs: where AWS, GitHub and the others are. No credentials: those come from STS."""
        found = {"AWS_ENDPOINT_URL": self.endpoint, "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION}
        return found | ({"GITHUB_API_URL": self._github.url} if self._github else {})

    def address(self, service: Service, test: bool = False) -> str:
        """The service behind its load balancer."""
        return f"{self.endpoint}/{'test' if test else 'app'}/{service.cluster}:{service.name}"

    def client(self, service: str, session: Session | None = None, **config: Any) -> Any:
        """Plain boto3 with a role's credentials; the operator's if none is given. One try for each call unless `config` says otherwise."""
        one = session or self.operator
        keys = {"aws_access_key_id": one.key, "aws_secret_access_key": one.secret, "aws_session_token": one.token}
        settings = Config(**{"retries": {"total_max_attempts": 1}, "read_timeout": 30, **config})
        made = _session().client(service, endpoint_url=self.endpoint, config=settings, **keys)
        self.stack.callback(made.close)
        return made


@cache
def _session() -> Any:
    """One for all: it keeps the parsed models."""
    return boto3.Session(region_name=REGION)
