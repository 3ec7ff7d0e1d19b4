"""HTTP over the network. TLS is verified; the time limit covers the whole exchange, name resolution and trickling servers included.

http.client, and ssl with it, is imported by the first request: 20 to 40 ms that bad inputs and dry runs do not pay.
"""

from __future__ import annotations

import io
import socket
from typing import NamedTuple

from synth.runtime.ports import Answer, Garbled, Unreachable

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable
    from http.client import HTTPResponse
    from typing import Any

    from synth.runtime.address import Address
    from synth.runtime.ports import Clock

LARGEST_BODY = 1 << 20
_DEFAULTS = (("Accept", "*/*"), ("Accept-Encoding", "identity"), ("Cache-Control", "no-cache"), ("User-Agent", "ghsynth-verify-health"))


class Route(NamedTuple):
    """`to` is the host and port (None: the address's own) that is connected to whatever the address says, which still is the Host header
    and the name that the certificate has to have: so a load balancer or one of its addresses is asked before DNS leads there. `ip` is
    any, 4 or 6."""

    to: tuple[str, int | None] | None = None
    ip: str = "any"


DIRECT = Route()


class Network:
    """The real `Http`. One new connection for each request: a load balancer and a changed DNS record get their say every time."""

    def __init__(self, clock: Clock, route: Route = DIRECT, largest: int = LARGEST_BODY) -> None:
        self._clock, self._route, self._largest = clock, route, largest

    def get(self, address: Address, headers: Iterable[tuple[str, str]], within_seconds: float) -> Answer:
        return self.send("GET", address, headers, b"", within_seconds)

    def send(self, method: str, address: Address, headers: Iterable[tuple[str, str]], body: bytes, within_seconds: float) -> Answer:
        from http.client import HTTPException, RemoteDisconnected

        until = self._clock.now() + within_seconds

        def left() -> float:
            seconds = until - self._clock.now()
            if seconds <= 0:
                raise TimeoutError
            return seconds

        try:
            sock, expires = _connected(address, self._route, left)
            with sock:
                return _exchange(sock, method, address, headers, body, left, self._largest)._replace(certificate_expires=expires)
        except TimeoutError:
            raise Unreachable(f"no complete answer within {within_seconds:.3g} s", timed_out=True) from None
        except RemoteDisconnected:
            raise Unreachable("the connection was closed without an answer") from None
        except OSError as error:  # before ValueError: an untrusted certificate is both
            raise Unreachable(_reason(error)) from None
        except (HTTPException, ValueError) as error:
            raise Garbled(f"{type(error).__name__}: {str(error).strip()}") from None


class _Reader(io.RawIOBase):
    """Reads a socket; each read gets the time that is left, not the whole limit again."""

    def __init__(self, sock: socket.socket, left: Callable[[], float]) -> None:
        self._sock, self._left = sock, left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._left())
        return self._sock.recv_into(buffer)


class _Wire:
    """As much of a socket as http.client uses."""

    def __init__(self, sock: socket.socket, left: Callable[[], float]) -> None:
        self._sock, self._left = sock, left

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(self._left())
        self._sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._sock, self._left))

    def close(self) -> None:
        """Nothing: http.client closes before the body is read, counting on a real socket to wait for its readers."""


def _exchange(
    sock: socket.socket,
    method: str,
    address: Address,
    headers: Iterable[tuple[str, str]],
    body: bytes,
    left: Callable[[], float],
    largest: int,
) -> Answer:
    from http.client import HTTPConnection

    connection = HTTPConnection(address.host, address.port)
    connection.sock = _Wire(sock, left)
    connection.putrequest(method, address.target, skip_host=True, skip_accept_encoding=True)
    given = dict(headers)
    names = {name.lower() for name in given}
    for name, value in [("Host", address.authority), *_DEFAULTS]:
        if name.lower() not in names:
            connection.putheader(name, value)
    for name, value in [*given.items(), ("Connection", "close")]:
        connection.putheader(name, value.encode("latin-1"))
    if method != "GET":
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body or None)
    with connection.getresponse() as response:
        content, complete = _body(response, largest)
        return Answer(response.status, tuple(response.getheaders()), content, complete)


def _body(response: HTTPResponse, largest: int) -> tuple[bytes, bool]:
    """At most so many bytes, and whether that is all."""
    body = response.read(largest + 1)
    if len(body) <= largest and response.length:
        raise ValueError(f"the body broke off {response.length} bytes before its end")
    return body[:largest], len(body) <= largest


def _connected(address: Address, route: Route, left: Callable[[], float]) -> tuple[socket.socket, float | None]:
    """A connection, and when the server's certificate expires (seconds since 1970; None without TLS)."""
    sock = _opened(_resolved(address, route, left), left)
    if address.scheme == "http":
        return sock, None
    try:
        sock.settimeout(left())
        return _secured(sock, address.host)
    except BaseException:
        sock.close()
        raise


def _resolved(address: Address, route: Route, left: Callable[[], float]) -> list[Any]:
    """The addresses of the host. In a thread: getaddrinfo knows no time limit, and a broken resolver holds it for half a minute."""
    import threading

    host, port = route.to or (address.host, None)
    family = {"4": socket.AF_INET, "6": socket.AF_INET6}.get(route.ip, socket.AF_UNSPEC)
    found: list[Any] = []
    failed: list[OSError] = []

    def resolve() -> None:
        try:
            found.extend(socket.getaddrinfo(host.encode("ascii"), port or address.port, family, socket.SOCK_STREAM))
        except OSError as error:
            failed.append(error)
        except UnicodeError as error:  # a label that is empty or longer than 63 letters
            failed.append(socket.gaierror(socket.EAI_NONAME, str(error)))

    thread = threading.Thread(target=resolve, daemon=True)
    thread.start()
    thread.join(left())
    if failed:
        raise failed[0]
    if not found:
        raise TimeoutError
    return found


def _opened(addresses: list[Any], left: Callable[[], float]) -> socket.socket:
    """A connection to the first address that takes it; each gets its share of the time, so that a dead IPv6 route leaves some for IPv4."""
    error: OSError = TimeoutError()
    for number, (family, kind, protocol, _, place) in enumerate(addresses):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(left() / (len(addresses) - number))
            sock.connect(place)
            return sock
        except OSError as failure:
            sock.close()
            error = failure
    raise error


def _secured(sock: socket.socket, host: str) -> tuple[ssl.SSLSocket, float | None]:
    import ssl

    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    secured = context.wrap_socket(sock, server_hostname=host)
    expires = (secured.getpeercert() or {}).get("notAfter")
    return secured, ssl.cert_time_to_seconds(expires) if isinstance(expires, str) else None


def _reason(error: OSError) -> str:
    if isinstance(error, socket.gaierror):
        return f"the name does not resolve: {error.strerror}"
    if isinstance(error, ConnectionRefusedError):
        return "the connection was refused"
    if verify := getattr(error, "verify_message", None):  # ssl.SSLCertVerificationError
        return f"the certificate is not trusted: {verify}"
    if reason := getattr(error, "reason", None):  # ssl.SSLError
        return f"TLS failed: {reason}"
    return f"{type(error).__name__}: {error.strerror or error}"
