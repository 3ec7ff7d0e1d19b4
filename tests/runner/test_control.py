"""The built-in imitation of approvals and identity tokens."""

from __future__ import annotations

import base64
import json
import urllib.request

from synth.runs.control import BEARER, Control


def test_answers() -> None:
    control = Control("octo-org/octo-app", "refs/heads/main", ["production"])
    assert (200, b"approved") == control.answer("/gate?environment=staging", "")
    assert (403, b"nobody approved production") == control.answer("/gate?environment=production", "")
    assert (401, b"no token") == control.answer("/token?environment=staging", "Bearer other")
    assert (404, b"no such page") == control.answer("/", "")


def test_a_token_that_no_cloud_accepts() -> None:
    with Control("octo-org/octo-app", "refs/heads/main").serving() as control:
        given = control.identity("deploy", "staging")
        request = urllib.request.Request(
            given["ACTIONS_ID_TOKEN_REQUEST_URL"] + "&audience=sts.amazonaws.com",
            headers={"Authorization": f"bearer {given['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}"},
        )
        with urllib.request.urlopen(request) as answer:
            head, claims, signature = json.load(answer)["value"].split(".")
    assert (BEARER, "") == (given["ACTIONS_ID_TOKEN_REQUEST_TOKEN"], signature)
    assert {"alg": "none", "typ": "JWT"} == json.loads(base64.urlsafe_b64decode(head + "=="))
    assert "repo:octo-org/octo-app:environment:staging" == json.loads(base64.urlsafe_b64decode(claims + "=="))["sub"]
