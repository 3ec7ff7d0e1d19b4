"""The few queries and mutations of GitHub's GraphQL API that are needed. An unknown field is an error, as it is at GitHub.

A value of the graph is a `Thing`; what takes arguments is a function of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from tests.github.clock import written
from tests.github.exchange import Answer, Refusal, Request
from tests.github.identity import Identity
from tests.github.repository import Repository
from tests.github.resources import pulls
from tests.github.resources.views import node
from tests.github.world import World

_TOKEN = re.compile(r'\s*(?:#.*)?(\.\.\.|[{}()\[\]:!=$]|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|[A-Za-z_]\w*)[\s,]*')


class Thing(NamedTuple):
    """An object of the graph: the name of its type, and its fields."""

    kind: str
    fields: dict[str, Any]


@dataclass(frozen=True)
class Selected:
    """A field that is asked for, or with `on` a fragment for one type."""

    name: str
    alias: str
    arguments: dict[str, Any]
    below: tuple[Selected, ...]
    on: str = ""


class GraphError(Exception):
    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def answer(world: World, request: Request, identity: Identity) -> Answer:
    """200 with `data`, with `errors` for what was not found or cannot be read. Raises Refusal for nobody: GraphQL needs a token."""
    if identity.anonymous:
        raise Refusal(401, "This endpoint requires you to be authenticated.")
    body = request.body if isinstance(request.body, dict) else {}
    errors: list[dict[str, Any]] = []
    try:
        operation, selections = _Parser(str(body.get("query", "")), body.get("variables") or {}).document()
        root = _mutations(world, identity) if operation == "mutation" else _queries(world, identity)
        data = _chosen(root, selections, [], errors)
    except GraphError as error:
        return Answer({"errors": [{"message": str(error)}]}, 200)
    return Answer({"data": data, "errors": errors} if errors else {"data": data}, 200)


def _queries(world: World, identity: Identity) -> Thing:
    def repository(owner: str, name: str, follow_renames: bool = True) -> Thing:
        full_name = f"{owner}/{name}"
        found = world.named(full_name) or (world.formerly(full_name) if follow_renames else None)
        if found is None or (found.private and not identity.reaches(found.full_name)):
            raise GraphError("NOT_FOUND", f"Could not resolve to a Repository with the name '{full_name}'.")
        return _repository(found)

    limit = Thing("RateLimit", {"limit": identity.budget.limit, "cost": 1, "remaining": identity.budget.remaining})
    return Thing("Query", {"repository": repository, "rateLimit": limit, "viewer": Thing("User", {"login": identity.login})})


def _repository(of: Repository) -> Thing:
    def refs(ref_prefix: str, first: int = 100, after: str | None = None, order_by: dict[str, str] | None = None) -> Thing:
        if first > 100:
            raise GraphError("EXCESSIVE_PAGINATION", f"Requesting {first} records on the `refs` connection exceeds the `first` limit of 100 records.")
        names = sorted(name for name in of.refs if name.startswith(ref_prefix))
        if order_by is not None and order_by["field"] == "TAG_COMMIT_DATE":
            names.sort(key=lambda name: _date(of, name))
        if order_by is not None and order_by["direction"] == "DESC":
            names.reverse()
        start = int(after) if after else 0
        nodes = [Thing("Ref", {"name": name.removeprefix(ref_prefix), "target": _object(of, of.refs[name])}) for name in names[start : start + first]]
        page = Thing("PageInfo", {"hasNextPage": start + first < len(names), "endCursor": str(start + len(nodes)) if nodes else None})
        return Thing("RefConnection", {"nodes": nodes, "pageInfo": page, "totalCount": len(names)})

    def found(expression: str) -> Thing | None:
        name, colon, path = expression.partition(":")
        commit = of.resolve(of.default_branch if name == "HEAD" else name)
        tree = of.objects.tree_of(commit) if commit else None
        if commit is None or tree is None or not colon:
            return _object(of, commit) if commit else None
        file = of.objects.at(tree, path)
        return None if file is None else _object(of, file.sha)

    def pull_request(number: int) -> Thing:
        pull = of.pulls.get(number)
        if pull is None:
            raise GraphError("NOT_FOUND", f"Could not resolve to a PullRequest with the number of {number}.")
        return Thing("PullRequest", {"number": number, "state": pull["state"].upper(), "headRefOid": pulls.tip(of, number)})

    branch = Thing("Ref", {"name": of.default_branch, "target": _object(of, of.head())}) if f"refs/heads/{of.default_branch}" in of.refs else None
    flags = {"isArchived": of.archived, "isPrivate": of.private, "isFork": of.parent is not None}
    below = {"defaultBranchRef": branch, "refs": refs, "object": found, "pullRequest": pull_request}
    return Thing("Repository", {"id": node("Repository", of.id), "nameWithOwner": of.full_name, **flags, **below})


def _object(of: Repository, sha: str) -> Thing:
    kind = of.objects.kind(sha)
    if kind == "tag" and (tag := of.objects.tag_at(sha)) is not None and tag.tagger is not None:
        return Thing(
            "Tag",
            {"oid": sha, "name": tag.name, "tagger": Thing("GitActor", {"date": written(tag.tagger.time)}), "target": _object(of, str(tag.target))},
        )
    if kind == "commit" and (commit := of.objects.commit_at(sha)) is not None:
        return Thing("Commit", {"oid": sha, "committedDate": written(commit.committer.time), "message": commit.message})
    data = of.objects.blob_at(sha)
    return Thing("Tree", {"oid": sha}) if data is None else Thing("Blob", {"oid": sha, "byteSize": len(data), "text": data.decode(errors="replace")})


def _date(of: Repository, name: str) -> int:
    commit = of.objects.commit_at(of.refs[name])
    return 0 if commit is None else commit.committer.time


def _mutations(world: World, identity: Identity) -> Thing:
    def minimize(input: dict[str, str]) -> Thing:
        for of in world.repositories.values():
            for key, stored in of.comments.items():
                if stored.data["node_id"] == input["subjectId"]:
                    if not identity.may(("issues", "pull_requests"), "write"):
                        raise GraphError("FORBIDDEN", "Resource not accessible by integration")
                    reason = input["classifier"].lower()
                    of.comments[key] = replace(stored, data={**stored.data, "minimized": {"reason": reason}})
                    shown = Thing("IssueComment", {"id": input["subjectId"], "isMinimized": True, "minimizedReason": reason})
                    return Thing("MinimizeCommentPayload", {"minimizedComment": shown})
        raise GraphError("NOT_FOUND", f"Could not resolve to a node with the global id of '{input['subjectId']}'")

    return Thing("Mutation", {"minimizeComment": minimize})


def _chosen(thing: Thing, selections: tuple[Selected, ...], path: list[Any], errors: list[dict[str, Any]]) -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    for one in selections:
        if one.on:
            if one.on == thing.kind:
                chosen |= _chosen(thing, one.below, path, errors)
        elif one.name == "__typename":
            chosen[one.alias] = thing.kind
        elif one.name not in thing.fields:
            raise GraphError("undefinedField", f"Field '{one.name}' doesn't exist on type '{thing.kind}'")
        else:
            chosen[one.alias] = _value(thing.fields[one.name], one, [*path, one.alias], errors)
    return chosen


def _value(value: Any, one: Selected, path: list[Any], errors: list[dict[str, Any]]) -> Any:
    if isinstance(value, Callable):  # type: ignore[arg-type]  # python/mypy#2410
        try:
            value = value(**{_snake(name): argument for name, argument in one.arguments.items()})
        except TypeError as error:
            raise GraphError("argumentNotAccepted", str(error)) from error
        except GraphError as error:
            errors.append({"type": error.kind, "path": path, "message": str(error), "locations": [{"line": 1, "column": 1}]})
            return None
    if isinstance(value, Thing):
        return _chosen(value, one.below, path, errors)
    if isinstance(value, list):
        return [_value(item, replace(one, arguments={}), [*path, at], errors) for at, item in enumerate(value)]
    return value


def _snake(name: str) -> str:
    return re.sub("([A-Z])", lambda found: f"_{found[1].lower()}", name)


class _Parser:
    """Reads one operation, with its variables put in."""

    def __init__(self, text: str, variables: dict[str, Any]) -> None:
        self.variables = variables
        self.tokens = list(_tokens(text))
        self.at = 0

    def document(self) -> tuple[str, tuple[Selected, ...]]:
        operation = "query"
        if self.peek() in ("query", "mutation"):
            operation = self.next()
            while self.peek() != "{":
                self._definition() if self.peek() == "(" else self.next()
        return operation, self.selections()

    def selections(self) -> tuple[Selected, ...]:
        if self.peek() != "{":
            return ()
        self.next()
        found = []
        while self.peek() != "}":
            found.append(self._selected())
        self.next()
        return tuple(found)

    def _selected(self) -> Selected:
        name = self.next()
        if name == "...":
            if self.next() != "on":
                raise GraphError("parse", "the fake knows inline fragments only")
            return Selected("", "", {}, on=self.next(), below=self.selections())
        alias = name
        if self.peek() == ":":
            self.next()
            name = self.next()
        arguments = self._arguments() if self.peek() == "(" else {}
        return Selected(name, alias, arguments, self.selections())

    def _arguments(self, end: str = ")") -> dict[str, Any]:
        self.next()
        found = {}
        while self.peek() != end:
            name = self.next()
            self.next()
            found[name] = self._argument()
        self.next()
        return found

    def _argument(self) -> Any:
        if self.peek() == "{":
            return self._arguments("}")
        token = self.next()
        match token:
            case "$":
                return self.variables.get(self.next())
            case "true" | "false":
                return token == "true"
            case "null":
                return None
            case _ if token.startswith('"'):
                return token[1:-1].replace('\\"', '"')
            case _:
                return int(token) if token.lstrip("-").isdigit() else token

    def _definition(self) -> None:
        """The declarations of variables, which nobody checks."""
        while self.next() != ")":
            pass

    def peek(self) -> str:
        if self.at >= len(self.tokens):
            raise GraphError("parse", "Expected more, actual: (none)")
        return self.tokens[self.at]

    def next(self) -> str:
        token = self.peek()
        self.at += 1
        return token


def _tokens(text: str) -> Iterator[str]:
    at = 0
    text = text.strip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise GraphError("parse", f"Unexpected character at {at}")
        yield found[1]
        at = found.end()
