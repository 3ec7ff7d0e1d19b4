"""One HTTP request with a limit on the whole exchange. http.client starts in a quarter of the time of urllib.request."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from urllib.parse import urlsplit

from synth.runtime.ports import Answer, Unreachable

LARGEST_BODY = 1 << 20


class RealHttp:
    """GET over the network; TLS is verified."""

    def get(self, url: str, headers: dict[str, str], timeout: float) -> Answer:
        """The answer, redirects not followed. Raises Unreachable when there is none within `timeout` seconds in all."""
        if timeout <= 0:
            raise Unreachable("no time left")
        connection = _connection(url, timeout)
        spent = threading.Event()

        def cut() -> None:
            # a server that trickles bytes never lets the socket's own timeout run out
            spent.set()
            if connection.sock is not None:
                with contextlib.suppress(OSError):
                    connection.sock.shutdown(socket.SHUT_RDWR)

        watch = threading.Timer(timeout, cut)
        watch.daemon = True
        watch.start()
        try:
            return _exchange(connection, url, headers)
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = f"no whole answer within {timeout:.1f} s" if spent.is_set() or isinstance(error, TimeoutError) else _reason(error)
            raise Unreachable(reason) from None
        finally:
            watch.cancel()
            connection.close()


def _connection(url: str, timeout: float) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    assert parts.hostname is not None
    if parts.scheme == "https":
        import ssl

        return http.client.HTTPSConnection(parts.hostname, parts.port, timeout=timeout, context=ssl.create_default_context())
    return http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)


def _exchange(connection: http.client.HTTPConnection, url: str, headers: dict[str, str]) -> Answer:
    parts = urlsplit(url)
    connection.connect()
    days = _certificate_days(connection.sock)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request("GET", target, headers={"User-Agent": "ghsynth-verify-health", "Accept": "*/*", "Cache-Control": "no-cache", **headers})
    response = connection.getresponse()
    body = response.read(LARGEST_BODY)
    if len(body) < LARGEST_BODY and response.length:  # a limited read does not notice that the rest is missing
        raise http.client.IncompleteRead(body, response.length)
    return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, body, days)


def _certificate_days(sock: object) -> float | None:
    certificate: dict[str, str] = getattr(sock, "getpeercert", dict)()
    if not certificate:
        return None
    import ssl

    return (ssl.cert_time_to_seconds(certificate["notAfter"]) - time.time()) / 86400


def _reason(error: Exception) -> str:
    match error:
        case socket.gaierror():
            return f"the name does not resolve: {error.strerror}"
        case ConnectionRefusedError():
            return "the connection is refused"
        case http.client.IncompleteRead():
            return "the answer broke off"
        case _ if type(error).__name__ == "SSLCertVerificationError":
            return f"the certificate is not trusted: {getattr(error, 'verify_message', error)}"
    return f"{type(error).__name__}: {error}"
