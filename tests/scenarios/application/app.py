"""The service that the scenarios deliver: the example's answers to `/health` and `/version`, without its databases."""

import http.server
import json
import os

from orders import total

VERSION = os.environ.get("APP_VERSION", "")
PAGES = {
    "/ready": lambda: (200, {"ready": True}),
    "/health": lambda: (200, {"status": "ok"}),
    "/version": lambda: (200, {"version": VERSION}),
    "/total": lambda: (200, {"total": total([(2, 350), (1, 50)])}),
}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, said = PAGES.get(self.path.split("?")[0], lambda: (404, {}))()
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        print(format % args, flush=True)


if __name__ == "__main__":
    http.server.ThreadingHTTPServer((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
