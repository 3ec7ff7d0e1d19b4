"""IAM as values: who may take on a role, what it may do, and which jobs of which workflows do so."""

from __future__ import annotations

from synth.record import Record, field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


@record
class Statement(Record):
    """One rule of a policy. `principal` is that of a trust policy (`{"Federated": (arn,)}`), `conditions` are operator -> key -> values.

    ARNs are whole (`arn:aws:...:111122223333:...`), so that a statement can be judged without knowing where it stands. `reason` is why it is there,
    and why no narrower one would do where a resource is `*`.
    """

    sid: str
    effect: str = "Allow"
    principal: Mapping[str, tuple[str, ...]] | None = None
    actions: tuple[str, ...]
    resources: tuple[str, ...] = ()
    conditions: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    reason: str = ""


@record
class Policy(Record):
    """Statements; what none of them allows is denied."""

    statements: tuple[Statement, ...] = ()

    @property
    def actions(self) -> tuple[str, ...]:
        """What the statements name, each once, sorted."""
        return tuple(sorted({action for statement in self.statements for action in statement.actions}))


@record
class Assuming(Record):
    """A job that takes on a role: the workflow's file name (`deploy.yml`) and name, the job's id and name, its GitHub environment if it has one.

    `refs` are the git refs that it runs on, with `*` where any; `purpose` is what the job is for, `seconds` how long it asks the credentials for.
    """

    file: str
    workflow: str
    job: str
    name: str
    environment: str | None = None
    refs: tuple[str, ...] = ()
    purpose: str
    region: str | None = None
    seconds: int = 3600


@record
class Role(Record):
    """An IAM role. `environment` is the GitHub environment that it trusts, None where it trusts branches; `purpose` is what its jobs are for."""

    name: str
    account: str
    environment: str | None = None
    purpose: str
    trust: Policy
    permissions: Policy
    jobs: tuple[Assuming, ...] = ()
    session_seconds: int = 3600
    partition: str = "aws"
    path: str = "/"

    @property
    def arn(self) -> str:
        return f"arn:{self.partition}:iam::{self.account}:role{self.path}{self.name}"


@record
class Repository(Record):
    """An ECR repository. `mutable` are patterns of tags that move, `lifecycle` the policy's text, `readers` the other accounts that run images."""

    name: str
    account: str
    region: str
    mutable: tuple[str, ...] = ()
    lifecycle: str
    readers: tuple[str, ...] = ()
    partition: str = "aws"

    @property
    def arn(self) -> str:
        return f"arn:{self.partition}:ecr:{self.region}:{self.account}:repository/{self.name}"


@record
class Github(Record):
    """The repository on GitHub that is trusted. Without the numbers, which `GET /repos/{owner}/{name}` tells, any repository of the name is."""

    owner: str
    name: str
    owner_id: int | None = None
    repository_id: int | None = None

    @property
    def known(self) -> bool:
        return self.owner_id is not None and self.repository_id is not None


@record
class Infrastructure(Record):
    """All that is to be made: roles and repositories, each in its account; `warnings` say what was left out or is weaker than it could be."""

    github: Github
    roles: tuple[Role, ...] = ()
    repositories: tuple[Repository, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def accounts(self) -> tuple[str, ...]:
        return tuple(sorted({role.account for role in self.roles} | {repository.account for repository in self.repositories}))
