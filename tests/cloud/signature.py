"""Whether a request is signed with the secret of its access key: AWS Signature Version 4, worked out by botocore itself.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
"""

from __future__ import annotations

import hmac
import re
from typing import NamedTuple

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.simulator.wire.message import Request

_HEADER = re.compile(r"AWS4-HMAC-SHA256 Credential=([^/]+)/\d{8}/([^/]+)/([^/]+)/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})")


class Signed(NamedTuple):
    key: str
    region: str
    service: str
    headers: list[str]
    signature: str


def read(request: Request) -> Signed | None:
    """None for a request that is not signed."""
    found = _HEADER.fullmatch(request.headers.get("authorization", ""))
    return Signed(found[1], found[2], found[3], found[4].split(";"), found[5]) if found else None


def is_right(request: Request, signed: Signed, secret: str) -> bool:
    headers = {name: request.headers[name] for name in signed.headers if name in request.headers}
    asked = AWSRequest(request.method, f"http://{request.headers.get('host', '')}{request.path}", headers, request.body)
    asked.context["timestamp"] = request.headers.get("x-amz-date", "")
    auth = SigV4Auth(Credentials(signed.key, secret), signed.service, signed.region)
    auth_text = auth.string_to_sign(asked, auth.canonical_request(asked))
    return hmac.compare_digest(auth.signature(auth_text, asked), signed.signature)
