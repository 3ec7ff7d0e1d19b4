"""AssumeRoleWithWebIdentity as STS does it: signature, issuer, time, audience, and then the role's trust policy.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
"""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any

import jwt

from tests.cloud.gate import NO_SIGNATURE, Gate
from tests.cloud.journal import Journal
from tests.cloud.roles import PROVIDER_ARN, Role, Vault
from tests.cloud.trust import ISSUER, refusal
from tests.simulator.errors import ApiError
from tests.simulator.names import ACCOUNT
from tests.simulator.world.world import World

Fields = dict[str, Any]
Keys = Callable[[], dict[str, Any]]


class Sts:
    """`audiences` are those of the identity provider in IAM, its client ids."""

    def __init__(self, vault: Vault, journal: Journal, gate: Gate, keys: Keys, audiences: tuple[str, ...] = ("sts.amazonaws.com",)) -> None:
        self._vault, self._journal, self._gate, self._keys, self.audiences = vault, journal, gate, keys, audiences

    def assume(self, world: World, asked: Fields) -> Fields:
        subject = _told(asked["WebIdentityToken"])
        try:
            claims, role = self._checked(asked)
        except _No as no:
            self._journal.note(subject, NO_SIGNATURE, asked["RoleArn"], f"{no.code}: {no.reason}")
            raise ApiError(no.code, no.message, no.status, exact=True) from None
        seconds = asked.get("DurationSeconds", 3600)
        session = self._vault.issue(role, asked["RoleSessionName"], seconds)
        self._journal.note(subject, NO_SIGNATURE, role.arn)
        return {
            "Credentials": {
                "AccessKeyId": session.key,
                "SecretAccessKey": session.secret,
                "SessionToken": session.token,
                "Expiration": session.expires,
            },
            "SubjectFromWebIdentityToken": claims["sub"],
            "AssumedRoleUser": {"AssumedRoleId": session.id, "Arn": session.arn},
            "Provider": PROVIDER_ARN,
            "Audience": claims["aud"],
        }

    def identity(self, world: World, asked: Fields) -> Fields:
        session = self._gate.caller
        return {"UserId": session.id, "Account": ACCOUNT, "Arn": session.arn}

    def _checked(self, asked: Fields) -> tuple[Mapping[str, Any], Role]:
        claims = _verified(asked["WebIdentityToken"], self._keys())
        if claims.get("iss") != ISSUER:
            raise _invalid(f"No OpenIDConnect provider found in your account for {claims.get('iss')}")
        now = self._vault.clock()
        if now >= claims.get("exp", 0):
            text = f"Token expired: current date/time {int(now)} must be before the expiration date/time {claims.get('exp', 0)}"
            raise _No("ExpiredTokenException", text, 400)
        if claims.get("aud") not in self.audiences:
            raise _invalid("Incorrect token audience", f"aud is '{claims.get('aud')}', and the provider knows {', '.join(self.audiences)}")
        role = next((one for one in self._vault.roles.values() if one.arn == asked["RoleArn"]), None)
        why = "there is no such role" if role is None else refusal(role.trust, claims, PROVIDER_ARN)
        if role is None or why:
            raise _No("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", 403, why)
        if asked.get("DurationSeconds", 3600) > role.most_seconds:
            raise _No("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", 400)
        return claims, role


class _No(Exception):  # noqa: N818  # an answer
    def __init__(self, code: str, message: str, status: int, reason: str | None = None) -> None:
        self.code, self.message, self.status, self.reason = code, message, status, reason or message


def _invalid(message: str, reason: str | None = None) -> _No:
    return _No("InvalidIdentityToken", message, 400, reason)


def _verified(token: str, keys: Mapping[str, Any]) -> Mapping[str, Any]:
    """The claims of a token that one of the keys has signed with RS256. Times and audience are not looked at."""
    unchecked = {"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False, "verify_iss": False}
    try:
        header = jwt.get_unverified_header(token)
        key = next((one for one in keys["keys"] if one["kid"] == header.get("kid")), None)
        if key is None:
            raise _invalid(
                "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation"
            )
        claims: dict[str, Any] = jwt.decode(token, jwt.PyJWK(key, "RS256"), algorithms=["RS256"], options=unchecked)  # type: ignore[arg-type]
    except jwt.InvalidTokenError as wrong:
        raise _invalid("The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)", str(wrong)) from None
    return claims


def _told(token: str) -> str:
    """The subject as the token says, true or not: for the journal."""
    try:
        return str(jwt.decode(token, options={"verify_signature": False}).get("sub", ""))
    except jwt.InvalidTokenError:
        return "no token"


def fetched(configuration_url: str) -> Keys:
    """The provider's keys, found the way that STS finds them, and asked for once."""
    found: dict[str, Any] = {}

    def keys() -> dict[str, Any]:
        if not found:
            found.update(_read(_read(configuration_url)["jwks_uri"]))
        return found

    return keys


def _read(url: str) -> dict[str, Any]:
    with urllib.request.urlopen(url, timeout=5) as answer:
        read: dict[str, Any] = json.load(answer)
    return read
