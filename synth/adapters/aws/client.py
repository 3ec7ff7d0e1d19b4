"""boto3 clients as deployments need them: short time-outs, a few retries, and errors translated into those of the ports."""

from __future__ import annotations

from typing import Any

from synth.runtime.ecs.ports import AwsError, Conflict, Denied, Expired, Missing, Refused, Unavailable
from synth.runtime.screen import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 3, 10, 5  # botocore's own are 60 s, 60 s and, in legacy mode, 5
_EXPIRED = {
    "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "RequestExpired", "UnrecognizedClientException", "InvalidSignatureException",
}  # fmt: skip
_DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized", "AuthorizationError"}
_MISSING = {
    "ClusterNotFoundException", "ServiceNotFoundException", "ServiceDeploymentNotFoundException", "ResourceNotFoundException",
    "ImageNotFoundException", "RepositoryNotFoundException", "TargetGroupNotFound", "ServiceNotActiveException",
}  # fmt: skip
_CONFLICT = {"ConflictException", "UpdateInProgressException", "DeploymentLimitExceededException"}
_BUSY = {
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "TooManyRequestsException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "SlowDown",
}
_BROKEN = {"ServerException", "InternalFailure", "InternalServerError", "InternalServiceFault", "ServiceUnavailable", "ServiceUnavailableException"}


class Clients:
    """Makes each client once. `region` and `profile` are empty for those of the environment."""

    def __init__(self, region: str = "", attempts: int = ATTEMPTS, profile: str = "") -> None:
        self._region, self._attempts, self._profile = region, attempts, profile
        self._made: dict[str, Any] = {}

    def __call__(self, service: str) -> Client:
        """Raises Expired without a region: credentials were not set up."""
        if service not in self._made:
            self._made[service] = self._make(service)
        return Client(service, self._made[service])

    def close(self) -> None:
        for client in self._made.values():
            client.close()

    def _make(self, service: str) -> Any:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError

        config = Config(
            connect_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS, retries={"mode": "standard", "total_max_attempts": self._attempts}
        )
        try:
            made: Any = boto3.Session  # its type has one overload for each of AWS's services, and takes no variable
            session = made(profile_name=self._profile or None)
            return session.client(service, region_name=self._region or None, config=config)
        except BotoCoreError as error:
            raise Expired(service, type(error).__name__, f"{error}; sign in first, as aws-actions/configure-aws-credentials does") from None


class Client:
    """Calls operations by their API names."""

    def __init__(self, service: str, client: Any) -> None:
        self._service, self._client = service, client

    def __call__(self, operation: str, **parameters: Any) -> Any:
        """The answer. Raises AwsError's kinds."""
        return translated(f"{self._service}:{operation}", lambda: getattr(self._client, _method(operation))(**parameters))

    def pages(self, operation: str, **parameters: Any) -> Iterator[Any]:
        """Each page of an operation that answers in pages; an empty page does not end them, a token that repeats does."""
        token, name = "", "nextToken"
        while True:
            page = self(operation, **parameters, **({name: token} if token else {}))
            yield page
            name = "nextToken" if "nextToken" in page else "NextToken"
            following = page.get(name) or ""
            if not following or following == token:
                return
            token = following


def translated(operation: str, call: Callable[[], Any]) -> Any:
    """What the call returns. What botocore raises becomes one of the ports' exceptions."""
    from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError

    try:
        return call()
    except ClientError as error:
        raise _of_answer(operation, error) from None
    except (NoCredentialsError, PartialCredentialsError) as error:
        raise Expired(operation, type(error).__name__, f"{error}; sign in first, as aws-actions/configure-aws-credentials does") from None
    except BotoCoreError as error:
        kind = Refused if type(error).__name__ in ("ParamValidationError", "UnknownParameterError") else Unavailable
        raise kind(operation, type(error).__name__, printable(str(error))) from None


def _of_answer(operation: str, error: Any) -> AwsError:
    details = error.response.get("Error", {})
    code = str(details.get("Code", "")).rsplit("#", 1)[-1]
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    message = printable(str(details.get("Message", "")))
    for kind, codes in ((Expired, _EXPIRED), (Denied, _DENIED), (Missing, _MISSING), (Conflict, _CONFLICT), (Unavailable, _BUSY | _BROKEN)):
        if code in codes:
            return kind(operation, code, message)
    return (Unavailable if status >= 500 or status == 429 else Refused)(operation, code, message)


def _method(operation: str) -> str:
    """`DescribeServices` as boto3 calls it: `describe_services`."""
    from botocore import xform_name

    return str(xform_name(operation))
