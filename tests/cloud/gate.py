"""Who calls, and whether they may: credentials, signature, and then the evaluator of permissions, if there is one.

The evaluator is the seam: a function of role, action, resource and context that gives the reason why not, or None.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from tests.cloud import signature
from tests.cloud.journal import Journal
from tests.cloud.needs import PREFIXES, Need, needs
from tests.cloud.roles import Role, Session, Vault
from tests.simulator.errors import ApiError
from tests.simulator.journal import Call
from tests.simulator.wire.message import Asked, Request

Authorise = Callable[[Role, str, str, Mapping[str, str]], "str | None"]
NO_SIGNATURE = "sts:AssumeRoleWithWebIdentity"  # the token is what it is asked with


def anything(role: Role, action: str, resource: str, context: Mapping[str, str]) -> str | None:
    """The evaluator where there is none: every role may do everything."""
    return None


class Gate:
    """`authorise` may be replaced at any time. `caller` is the session of the call that is being answered in this thread."""

    def __init__(self, vault: Vault, journal: Journal, authorise: Authorise = anything) -> None:
        self.vault, self.journal, self.authorise = vault, journal, authorise
        self._here = threading.local()

    @property
    def caller(self) -> Session:
        found: Session = self._here.session
        return found

    def admit(self, request: Request, asked: Asked) -> str:
        self._here.session, self._here.who, self._here.why = None, "nobody", ""
        if f"{asked.service}:{asked.operation}" == NO_SIGNATURE:
            return ""
        signed = signature.read(request)
        if signed is None:
            raise ApiError("MissingAuthenticationToken", "Request is missing Authentication Token", 403)
        session = self.vault.session(signed.key, request.headers.get("x-amz-security-token"))
        self._here.who = session.role.name
        if not signature.is_right(request, signed, session.secret):
            message = (
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method."
            )
            raise ApiError("SignatureDoesNotMatch" if asked.service == "sts" else "InvalidSignatureException", message, 403)
        self._here.session = session
        for need in needs(asked):
            self.allow(session, need)
        return session.role.name

    def allow(self, session: Session, need: Need) -> None:
        """Raises ApiError where the evaluator says why not."""
        if session.role.master:
            return
        if why := self.authorise(session.role, *need):
            self._here.why = why
            text = f"User: {session.arn} is not authorized to perform: {need.action} on resource: {need.resource} because {why}"
            raise ApiError("AccessDeniedException", text, 400)

    def note(self, caller: str, call: Call) -> None:
        """STS writes its own line about tokens, which has the reason that callers are not told."""
        if f"{call.service}:{call.operation}" == NO_SIGNATURE:
            return
        asked = Asked(call.service, call.operation, call.fields)
        on = ", ".join(need.resource for need in needs(asked))
        why = getattr(self._here, "why", "")
        what = f"{PREFIXES.get(call.service, call.service)}:{call.operation}"
        self.journal.note(caller or getattr(self._here, "who", "nobody"), what, on, f"{call.outcome}: {why}" if why else call.outcome)
