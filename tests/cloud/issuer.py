"""GitHub's OpenID Connect provider on loopback: tokens for the jobs that may ask for one, and the keys with which they are checked."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.cloud.journal import Journal
from tests.cloud.loopback import Loopback
from tests.cloud.tokens import Job, Key
from tests.cloud.trust import ISSUER
from tests.simulator.wire.message import Answer, Request


class Issuer:
    """Tokens name GitHub's own issuer, so that trust policies are those of production; only the keys are asked for here."""

    def __init__(self, journal: Journal, clock: Callable[[], float] = time.time) -> None:
        self.key, self._journal, self._clock = Key(), journal, clock
        self._jobs: dict[str, Job] = {}
        self.server = Loopback(self.answer)

    def admit(self, job: Job) -> dict[str, str]:
        """What the runner gives a job whose permissions say `id-token: write`, and no other."""
        bearer = secrets.token_urlsafe(32)
        self._jobs[bearer] = job
        return {"ACTIONS_ID_TOKEN_REQUEST_URL": f"{self.server.url}/token?api-version=2.0", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": bearer}

    def token(self, job: Job, audience: str = "sts.amazonaws.com") -> str:
        """A signed token without HTTP."""
        return self.key.sign(job.claims(audience, self._clock()))

    def keys(self) -> dict[str, Any]:
        return {"keys": [self.key.public]}

    def answer(self, request: Request) -> Answer:
        url = urlsplit(request.path)
        match url.path:
            case "/.well-known/jwks":
                return _json(200, self.keys())
            case "/.well-known/openid-configuration":
                supported = {"response_types_supported": ["id_token"], "id_token_signing_alg_values_supported": ["RS256"]}
                return _json(200, {"issuer": ISSUER, "jwks_uri": f"{self.server.url}/.well-known/jwks", **supported})
            case "/token":
                return self._issued(request, parse_qs(url.query))
        return _json(404, {"message": f"no {url.path} here"})

    def _issued(self, request: Request, query: dict[str, list[str]]) -> Answer:
        kind, _, bearer = request.headers.get("authorization", "").partition(" ")
        job = self._jobs.get(bearer) if kind.lower() == "bearer" else None
        if job is None:
            self._journal.note("nobody", "oidc:IssueToken", "", "401: not a job that may ask for a token")
            return _json(401, {"message": "the job's token is not known: has it 'id-token: write'?"})
        audience = query.get("audience", [f"https://github.com/{job.repository.split('/')[0]}"])[0]
        self._journal.note(job.subject, "oidc:IssueToken", audience)
        return _json(200, {"count": 1, "value": self.token(job, audience)})


def _json(status: int, value: Any) -> Answer:
    return Answer(status, {"Content-Type": "application/json"}, json.dumps(value).encode())
