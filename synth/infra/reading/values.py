"""What a file says about roles and repositories, each with its place. Unlike `synth.infra.values`, which we write, it holds whatever IAM has."""

from __future__ import annotations

from synth.model import Origin
from synth.record import Record, field, record

HOUR = 3600  # seconds that a role's session lasts at most where nobody says
UNKNOWN = "\ue000"  # stands in a text for a piece that only AWS or a parameter knows; no policy holds a private-use character


@record
class Condition(Record):
    """One key of one operator: `StringEquals`, `aws:RequestedRegion`, and any of the values."""

    operator: str
    key: str
    values: tuple[str, ...]
    origin: Origin | None = None


@record
class Clause(Record):
    """A statement as it is written. `principals` are kind and value, `("Federated", arn)`; `*` alone is `("*", "*")`."""

    effect: str = "Allow"
    sid: str = ""
    actions: tuple[str, ...] = ()
    not_actions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    not_resources: tuple[str, ...] = ()
    principals: tuple[tuple[str, str], ...] = ()
    not_principals: tuple[tuple[str, str], ...] = ()
    conditions: tuple[Condition, ...] = ()
    origin: Origin | None = None


@record
class Document(Record):
    """A policy as it is written."""

    clauses: tuple[Clause, ...] = ()
    version: str = "2012-10-17"
    origin: Origin | None = None


@record
class WrittenRole(Record):
    """A role of a template. `account` is None where the template does not say; `managed` are the policies of others that it has, by ARN.

    `seconds` is how long a session may last, None where that is not to be seen.
    """

    name: str
    account: str | None = None
    trust: Document | None = None
    permissions: tuple[Document, ...] = ()
    managed: tuple[str, ...] = ()
    seconds: int | None = None
    origin: Origin | None = None


@record
class WrittenRepository(Record):
    """An ECR repository of a template. `filters` are the patterns of tags that are left out of `mutability`."""

    name: str
    mutability: str = "MUTABLE"
    filters: tuple[str, ...] = ()
    lifecycle: str | None = None
    lifecycle_origin: Origin | None = None
    origin: Origin | None = None


@record
class Templates(Record):
    """All that was read. `policies` are those that belong to no role; `notes` say what could not be followed."""

    roles: tuple[WrittenRole, ...] = ()
    repositories: tuple[WrittenRepository, ...] = ()
    policies: tuple[Document, ...] = ()
    files: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def with_(self, other: Templates) -> Templates:
        """Both."""
        return Templates(**{name: (*getattr(self, name), *getattr(other, name)) for name in ("roles", "repositories", "policies", "files", "notes")})


@record
class Known(Record):
    """What a person tells about a template: its parameters or variables, and the account."""

    account: str | None = None
    region: str | None = None
    parameters: dict[str, str] = field(default_factory=dict)
