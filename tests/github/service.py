"""From a request to its answer: faults, identity, limits, redirects, schema, permissions, handler, page, ETag. No sockets here."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import Any

from tests.github import graphql
from tests.github.call import Call, Page, paged
from tests.github.exchange import Answer, Refusal, Request, not_found
from tests.github.faults import Fault
from tests.github.identity import Identity, primary_limit, secondary_limit
from tests.github.permissions import guarded, scopes
from tests.github.resources import HANDLERS
from tests.github.routes import route
from tests.github.specification import answer_problems, request_problems, successes
from tests.github.world import World

_FREE = frozenset({"rate-limit/get"})
_CONTENT = frozenset({"issues/create-comment", "pulls/create", "checks/create", "repos/create-release", "issues/update-comment"})


@dataclass(frozen=True)
class Done:
    """A request and its answer, as they went over the wire. `operation` is empty where none was found."""

    request: Request
    answer: Answer
    operation: str = ""


@dataclass
class Service:
    """`problems` are answers that break GitHub's own description; `unknown` requests that the fake does not model."""

    world: World
    done: list[Done] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def held_seconds(self, request: Request) -> float:
        """How long the request waits before it is looked at."""
        with self.world.lock:
            fault = self.world.faults.take(request, "held")
            return fault.delay_seconds if fault else 0.0

    def answer(self, request: Request) -> tuple[Answer, Fault | None, Fault | None]:
        """The answer, and the faults before and after it: the server makes their delays and broken connections."""
        with self.world.lock:
            before = self.world.faults.take(request, "before")
            if before is not None and (before.status or before.disconnect):
                answer, operation = before.answer(), ""
            else:
                answer, operation = self._answered(request)
            after = self.world.faults.take(request, "after")
            if after is not None and after.status:
                answer = after.answer()
            self.done.append(Done(request, answer, operation))
            return answer, before, after

    def _answered(self, request: Request) -> tuple[Answer, str]:
        operation, identity = "", self.world.nobody
        try:
            identity = self.world.identity(request.headers.get("authorization"))
            if request.path == "/graphql":
                self._spend(identity, request)
                return self._with_limits(graphql.answer(self.world, request, identity), identity), "graphql"
            request = self._by_name(request)
            found = route(request.method, request.path)
            operation = "" if found is None else found.operation
            if operation not in _FREE:
                self._spend(identity, request)
            self._redirect(request)
            if found is None:
                self.unknown.append(f"{request.method} {request.path}")
                raise not_found()
            if isinstance(request.body, list):
                request = replace(request, body={"labels": request.body})  # GitHub takes labels as a bare list too, which its description leaves out
            answer = self._handled(Call(self.world, request, found, identity))
        except Refusal as refusal:
            answer = refusal.answer
        if operation and (found := route(request.method, request.path)):
            self._judge(found.template, found.method, answer)
        return self._with_limits(self._unchanged(request, identity, answer), identity), operation

    def _handled(self, call: Call) -> Answer:
        operation = call.route.operation
        handler = HANDLERS.get(operation)
        if handler is None:
            self.unknown.append(operation)
            raise Refusal(501, f"the fake does not model {operation}")
        if "repo" in call.route.parameters:
            self._allow(call)
        elif call.request.method != "GET" and not call.identity.may(scopes(operation), "write"):
            raise Refusal(403, "Resource not accessible by integration")
        if problems := request_problems(call.route.template, call.route.method, call.request.body):
            raise Refusal(422, f"Invalid request.\n\n{'; '.join(problems)}", [])
        if operation in _CONTENT:
            self._slow_down(call.identity)
        made = handler(call)
        answer = paged(call, made) if isinstance(made, Page) else made if isinstance(made, Answer) else Answer(made)
        return answer if answer.status else replace(answer, status=successes(call.route.template, call.route.method)[0])

    def _allow(self, call: Call) -> None:
        """Raises Refusal for what the token may not do with the repository, or nobody may."""
        repository, operation, write = call.repository, call.route.operation, call.request.method != "GET"
        needed = scopes(operation)
        if write and call.identity.anonymous:
            raise Refusal(401, "Requires authentication")
        if write and not (call.identity.may(needed, "write") and call.identity.reaches(repository.full_name)):
            raise Refusal(403, "Resource not accessible by integration")
        closed = repository.private or guarded(operation)
        if not write and closed and needed != ("metadata",) and not call.identity.may(needed, "read"):
            raise Refusal(403, "Resource not accessible by integration")
        if write and repository.archived and operation != "repos/update":
            raise Refusal(403, "Repository was archived so is read-only.")

    def _by_name(self, request: Request) -> Request:
        """The request with the repository's name where its id stood: where redirects lead."""
        _, first, *rest = request.path.split("/")
        if first != "repositories" or not rest:
            return request
        found = self.world.repositories.get(int(rest[0])) if rest[0].isdigit() else None
        if found is None:
            raise not_found()
        return replace(request, path="/".join(["/repos", found.owner, found.name, *rest[1:]]))

    def _redirect(self, request: Request) -> None:
        """Raises Refusal with the new address of a renamed repository: 301 for a look, 307 for the rest."""
        parts = request.path.split("/")
        if len(parts) < 4 or parts[1] != "repos" or self.world.named("/".join(parts[2:4])) is not None:
            return
        found = self.world.formerly("/".join(parts[2:4]))
        if found is not None:
            location = "/".join([self.world.address, "repositories", str(found.id), *parts[4:]])
            query = "&".join(f"{name}={value}" for name, value in request.query.items())
            moved = Refusal(
                301 if request.method == "GET" else 307, "Moved Permanently", headers={"Location": f"{location}?{query}" if query else location}
            )
            moved.answer.data["url"] = location
            raise moved

    def _spend(self, identity: Identity, request: Request) -> None:
        budget = identity.budget
        budget.renew(self.world.clock.now())
        if budget.remaining == 0:
            raise primary_limit(identity, "127.0.0.1")
        budget.used += 1

    def _slow_down(self, identity: Identity) -> None:
        """Raises Refusal where the identity makes more content in a minute than the fake was told to bear."""
        now, most, made = self.world.clock.now(), self.world.content_per_minute, identity.budget.created_at
        made[:] = [moment for moment in made if moment > now - 60]
        if most is not None and len(made) >= most:
            raise secondary_limit(60)
        made.append(now)

    def _unchanged(self, request: Request, identity: Identity, answer: Answer) -> Answer:
        """The answer with its ETag, which depends on the token (github/docs #34689); 304, which costs nothing, for a client that has it."""
        if request.method != "GET" or answer.status != 200:
            return answer
        digest = hashlib.sha256(f"{identity.token}\n{json.dumps(answer.data, sort_keys=True)}".encode()).hexdigest()
        headers = {**answer.headers, "ETag": f'W/"{digest}"', "Cache-Control": "private, max-age=60, s-maxage=60"}
        if digest not in request.headers.get("if-none-match", ""):
            return replace(answer, headers=headers)
        identity.budget.used = max(identity.budget.used - 1, 0)
        return Answer(None, 304, headers)

    def _with_limits(self, answer: Answer, identity: Identity) -> Answer:
        return replace(answer, headers={**identity.budget.headers(), **answer.headers})

    def _judge(self, template: str, method: str, answer: Answer) -> None:
        if answer.status == 501 or answer.status in (301, 307):
            return
        data: Any = answer.data
        self.problems += [f"{method} {template} {answer.status}: {problem}" for problem in answer_problems(template, method, answer.status, data)]
