"""An address of its own for each environment, as people reach it: what is behind the cloud's load balancer, by host and port."""

from __future__ import annotations

import http.client
from collections.abc import Mapping

from tests.cloud.loopback import Loopback
from tests.simulator.wire.message import Answer, Request

_OWN = {"connection", "keep-alive", "transfer-encoding", "content-length", "server", "date"}


class Front:
    """`behind` is the host and path of the load balancer's listener."""

    def __init__(self) -> None:
        self.behind: tuple[str, str] = ("", "")
        self.server = Loopback(self.answer)
        self.server.start()

    def answer(self, request: Request) -> Answer:
        host, path = self.behind
        connection = http.client.HTTPConnection(host, timeout=10)
        try:
            connection.request("GET", f"{path}{request.path}")
            answer = connection.getresponse()
            headers = {name: value for name, value in answer.getheaders() if name.lower() not in _OWN}
            return Answer(answer.status, headers, answer.read())
        except (OSError, http.client.HTTPException) as error:
            return Answer(502, {}, str(error).encode())
        finally:
            connection.close()


def asked(address: str, path: str) -> tuple[int, bytes]:
    """Status and body."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def addresses(fronts: Mapping[str, Front]) -> dict[str, str]:
    return {name: front.server.url for name, front in fronts.items()}
