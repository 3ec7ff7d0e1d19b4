"""The rate limit, the service itself, and who asks."""

from __future__ import annotations

from typing import Any

from tests.github.call import Call, Page
from tests.github.exchange import Refusal
from tests.github.resources import views
from tests.github.skeleton import filled


def rate_limit(call: Call) -> Any:
    budget = call.identity.budget
    budget.renew(call.world.clock.now())
    rate = {"limit": budget.limit, "remaining": budget.remaining, "reset": int(budget.resets_at), "used": budget.used}
    return filled("rate-limit-overview", {"rate": rate, "resources": {"core": rate, "search": rate, "graphql": rate}})


def meta(call: Call) -> Any:
    return filled("api-overview", {})


def authenticated(call: Call) -> Any:
    if call.identity.anonymous:
        raise Refusal(401, "Requires authentication")
    return views.user(call.world, call.login, "private-user")


def installation_repositories(call: Call) -> Any:
    if call.identity.anonymous:
        raise Refusal(401, "Requires authentication")
    reached = [one for one in call.world.repositories.values() if call.identity.reaches(one.full_name)]
    return Page([views.repository(one, "repository") for one in reached], "repositories")


OPERATIONS = {
    "rate-limit/get": rate_limit,
    "meta/get": meta,
    "users/get-authenticated": authenticated,
    "apps/list-repos-accessible-to-installation": installation_repositories,
}
