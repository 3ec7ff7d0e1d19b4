"""What an API call can end with instead of an answer."""

from __future__ import annotations


class ApiError(Exception):
    """An error that the service would answer. `code` is the exception's name in the service's model, or a common one.

    An `exact` code goes out as it is, also where the protocol has another word for the common error of that name.
    """

    def __init__(self, code: str, message: str, status: int = 400, exact: bool = False) -> None:
        self.code, self.message, self.status, self.exact = code, message, status, exact
        super().__init__(f"{code}: {message}")


class Violation(Exception):  # noqa: N818  # not an answer of AWS's: the simulator or its caller is wrong
    """A request or an answer that does not have the shape in botocore's model. Answered with HTTP 500 and written to stderr."""


def invalid(message: str) -> ApiError:
    return ApiError("InvalidParameterException", message)


def refused(message: str) -> ApiError:
    return ApiError("ClientException", message)
