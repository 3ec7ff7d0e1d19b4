"""The service that the cloud's own tests deploy. `MOOD` is "well", "crash" (ends at once), "ill" (answers, but never to its health check with 200)."""

import http.server
import json
import os
import sys

MOOD = os.environ.get("MOOD", "well")


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status = 500 if MOOD == "ill" else 200
        body = json.dumps({"version": os.environ.get("APP_VERSION", ""), "path": self.path, "process": os.getpid()}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


if MOOD == "crash":
    sys.exit("no database")
print(f"{os.environ.get('APP_VERSION', '')} listens on {os.environ['PORT']}", flush=True)
http.server.ThreadingHTTPServer((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
