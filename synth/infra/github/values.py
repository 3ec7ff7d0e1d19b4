"""A repository's settings as they are to be and as they are, and what lies between the two."""

from __future__ import annotations

from synth.record import Record, field, positional, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal, TypeAlias

    from synth.model import Origin

    Access: TypeAlias = Literal["all", "protected", "chosen"]
    Act: TypeAlias = "PutEnvironment | AddRef | RemoveRef | PutVariable | RemoveVariable | PutRuleset | RemoveRuleset | PutActions"


@positional
class Ref(Record):
    """Names of branches or tags that may deploy; `kind` is `branch` or `tag`."""

    kind: str
    pattern: str

    def __str__(self) -> str:
        return f"{self.kind} {self.pattern}"


@record
class Wanted(Record):
    """An environment as declared. None stands for whatever GitHub has. `protected` tells whether somebody wrote a Protection for it.

    `secrets` and `used_variables` are names that the environment's jobs read, by the first of those jobs; `approval` is whether a stage says that a
    person decides.
    """

    name: str
    where: Origin | str
    protected: bool = False
    approval: bool = False
    reviewers: tuple[str, ...] = ()
    prevent_self_review: bool | None = None
    wait_minutes: int | None = None
    access: Access = "chosen"
    refs: tuple[Ref, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    used_variables: Mapping[str, str] = field(default_factory=dict)


@record
class Ruleset(Record):
    """`rules` are GitHub's parameters by type of rule; `bypass` those who need not obey; `id` is 0 where GitHub has none yet."""

    name: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    bypass: tuple[Mapping[str, Any], ...] = ()
    enforcement: str = "active"
    target: str = "branch"
    id: int = 0


@record
class Declared(Record):
    """All that a definition says or needs. `secrets` and `used_variables` are those that jobs without environment read."""

    environments: tuple[Wanted, ...] = ()
    rulesets: tuple[Ruleset, ...] = ()
    pinned_actions: bool | None = None
    secrets: Mapping[str, str] = field(default_factory=dict)
    used_variables: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def environment(self, name: str) -> Wanted | None:
        """GitHub tells names apart without regard to case."""
        return next((one for one in self.environments if one.name.lower() == name.lower()), None)


@record
class Present(Record):
    """An environment as GitHub has it. `refs` have GitHub's ids; `variables` and `secrets` are None where the token may not see them."""

    name: str
    reviewers: tuple[str, ...] = ()
    prevent_self_review: bool = False
    wait_minutes: int = 0
    access: Access = "all"
    refs: Mapping[Ref, int] = field(default_factory=dict)
    variables: Mapping[str, str] | None = field(default_factory=dict)
    secrets: tuple[str, ...] | None = ()


@record
class Actions(Record):
    """Which actions may run; `allowed` is `all`, `local_only` or `selected`, None where an organisation decides."""

    enabled: bool = True
    allowed: str | None = "all"
    pinned: bool = False


@record
class Found(Record):
    """What GitHub has. `rulesets` and `actions` are None where they were not asked for. `secrets` and `variables` are the names that the repository
    and its organisation give to every job, None where the token may not see them; `unseen` says what could not be seen, and what would help."""

    repository: str
    private: bool = False
    environments: tuple[Present, ...] = ()
    rulesets: tuple[Ruleset, ...] | None = None
    actions: Actions | None = None
    secrets: tuple[str, ...] | None = ()
    variables: tuple[str, ...] | None = ()
    unseen: tuple[str, ...] = ()

    def environment(self, name: str) -> Present | None:
        return next((one for one in self.environments if one.name.lower() == name.lower()), None)


@record
class PutEnvironment(Record):
    """The whole of an environment's rules. What is None goes unsaid: plans without a feature refuse its very name (422), at its default too."""

    environment: str
    reviewers: tuple[str, ...] | None = None
    prevent_self_review: bool | None = None
    wait_minutes: int | None = None
    access: Access = "all"


@positional
class AddRef(Record):
    environment: str
    ref: Ref


@positional
class RemoveRef(Record):
    environment: str
    ref: Ref
    id: int


@positional
class PutVariable(Record):
    """`new` is whether GitHub has no such variable yet."""

    environment: str
    name: str
    value: str
    new: bool


@positional
class RemoveVariable(Record):
    environment: str
    name: str


@positional
class PutRuleset(Record):
    ruleset: Ruleset


@positional
class RemoveRuleset(Record):
    name: str
    id: int


@positional
class PutActions(Record):
    actions: Actions


@record
class Change(Record):
    """One write to GitHub and how a person would say it. `kind` is `create`, `update` or `remove`; `lines` are `what: before -> after`."""

    kind: str
    what: str
    lines: tuple[str, ...] = ()
    act: Act


@record
class Plan(Record):
    """What would be written, in order. `foreign` is what GitHub has and nobody declared, which stays; `missing` what only a person can add;
    `warnings` what may not work or was not looked at."""

    repository: str
    changes: tuple[Change, ...] = ()
    foreign: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.changes
