"""A repository of the fake: its refs and everything that hangs on them. Tests prepare one with the methods, clients with requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.github.clock import seconds, written
from tests.github.objects import Objects, Person, files

if TYPE_CHECKING:
    from tests.github.world import World

Record = dict[str, Any]


@dataclass(frozen=True)
class Stored:
    """Something that clients made, as its answer shows it, and when lists begin to show it."""

    data: Record
    listed_from: float


@dataclass
class Repository:
    """`refs` holds full names, `refs/heads/main`. The records are what answers show, by id or number."""

    world: World
    id: int
    owner: str
    name: str
    objects: Objects
    default_branch: str = "main"
    private: bool = False
    archived: bool = False
    deleted: bool = False
    parent: Repository | None = None
    description: str | None = None
    created: float = 0.0
    refs: dict[str, str] = field(default_factory=dict)
    pulls: dict[int, Record] = field(default_factory=dict)
    issues: dict[int, Record] = field(default_factory=dict)
    comments: dict[int, Stored] = field(default_factory=dict)
    checks: dict[int, Stored] = field(default_factory=dict)
    annotations: dict[int, list[Record]] = field(default_factory=dict)
    statuses: dict[str, list[Record]] = field(default_factory=dict)
    deployments: dict[int, Record] = field(default_factory=dict)
    deployment_statuses: dict[int, list[Record]] = field(default_factory=dict)
    environments: dict[str, Record] = field(default_factory=dict)
    branch_policies: dict[str, dict[int, Record]] = field(default_factory=dict)  # by environment, as the next two, where '' is the repository
    variables: dict[str, dict[str, Record]] = field(default_factory=dict)
    secrets: dict[str, dict[str, Record]] = field(default_factory=dict)
    rulesets: dict[int, Record] = field(default_factory=dict)
    actions: Record = field(default_factory=lambda: {"enabled": True, "allowed_actions": "all", "sha_pinning_required": False})
    plan: str = "enterprise"  # of the owner: free, team or enterprise, which matters where the repository is private
    workflows: dict[int, Record] = field(default_factory=dict)
    runs: dict[int, Record] = field(default_factory=dict)
    approvals: dict[int, list[Record]] = field(default_factory=dict)
    pending: dict[int, list[Record]] = field(default_factory=dict)
    artifacts: dict[int, list[Record]] = field(default_factory=dict)
    releases: dict[int, Record] = field(default_factory=dict)
    labels: dict[str, Record] = field(default_factory=dict)
    numbers: int = 0

    @property
    def full_name(self) -> str:
        return f"{self.owner}/{self.name}"

    def url(self, *below: object) -> str:
        return self.world.url("repos", self.owner, self.name, *below)

    # what tests prepare

    def commit(self, texts: Mapping[str, str | bytes | None], branch: str = "", message: str = "A change", date: str = "") -> str:
        """Commits the files, None removes one, to a branch, which is made from the default one if need be. Gives the commit's id."""
        branch = branch or self.default_branch
        parent = self.refs.get(f"refs/heads/{branch}") or self.refs.get(f"refs/heads/{self.default_branch}")
        entries, removed = files(texts, self.objects)
        tree = self.objects.tree(entries, removed, self.objects.tree_of(parent) if parent else None)
        person = self.person(date)
        sha = self.objects.commit(tree, [parent] if parent else [], message, person, person)
        self.refs[f"refs/heads/{branch}"] = sha
        return sha

    def branch(self, name: str, at: str = "") -> str:
        """Points a branch at a commit, or at what the default branch has."""
        self.refs[f"refs/heads/{name}"] = sha = at or self.head()
        return sha

    def tag(self, name: str, at: str = "", annotated: bool = False, message: str = "", date: str = "") -> str:
        """Points a tag at a commit, or at what the default branch has; it moves if it is there already. Gives what the ref holds."""
        target = at or self.head()
        held = self.objects.tag(name, target, message or name, self.person(date)) if annotated else target
        self.refs[f"refs/tags/{name}"] = held
        return held

    def delete_tag(self, name: str) -> None:
        del self.refs[f"refs/tags/{name}"]

    def head(self, branch: str = "") -> str:
        return self.refs[f"refs/heads/{branch or self.default_branch}"]

    def text(self, path: str, branch: str = "") -> str | None:
        """The text of a file on a branch."""
        tree = self.objects.tree_of(self.head(branch))
        found = self.objects.at(tree, path) if tree else None
        data = self.objects.blob_at(found.sha) if found else None
        return None if data is None else data.decode()

    def rename(self, name: str) -> None:
        """Gives it another name, `name` or `owner/name`; the old one redirects until another repository takes it."""
        self.world.rename(self, name)

    def archive(self) -> None:
        self.archived = True

    def delete(self) -> None:
        self.world.delete(self)

    def fork(self, owner: str) -> Repository:
        """A fork below another owner, with the same branches and tags."""
        made = self.world.add(f"{owner}/{self.name}", parent=self)
        made.refs.update(self.refs)
        return made

    def pull_request(self, head: str, base: str = "", title: str = "A change", body: str = "", author: str = "octocat") -> int:
        """Opens a pull request from a branch, or from `owner:branch` of a fork. Gives its number."""
        from tests.github.resources.pulls import opened

        return opened(self, {"title": title, "body": body, "head": head, "base": base or self.default_branch}, author)

    def comment(self, number: int, body: str, author: str = "octocat") -> int:
        """Writes a comment without a request. Gives its id."""
        from tests.github.resources.comments import written_by

        return written_by(self, number, body, author)

    def comments_of(self, number: int) -> list[str]:
        """The bodies of the comments of an issue or pull request, the oldest first."""
        return [stored.data["body"] for stored in self.comments.values() if stored.data["issue_url"] == self.url("issues", number)]

    # what handlers need

    def next_number(self) -> int:
        self.numbers += 1
        return self.numbers

    def person(self, date: str = "") -> Person:
        return Person(seconds=seconds(date) if date else int(self.world.clock.now()))

    def resolve(self, name: str) -> str | None:
        """The commit that a branch, a tag, a full ref or a commit's id stands for, tags followed."""
        for candidate in (name, f"refs/{name}", f"refs/heads/{name}", f"refs/tags/{name}"):
            if candidate in self.refs:
                name = self.refs[candidate]
                break
        commit = self.objects.commit_at(name) if len(name) >= 7 else None
        return None if commit is None else str(commit.id)

    def store(self, data: Record) -> Stored:
        """Keeps a record that lists show only after the fake's lag."""
        return Stored(data, self.world.clock.now() + self.world.lag_seconds)

    def created_at(self) -> str:
        return written(self.created)
