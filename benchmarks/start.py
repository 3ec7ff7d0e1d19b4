"""How long the actions take to start on a runner: to their first call of AWS with the built tree, to their first probe without. See README.md."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "build/runtime"
AWS_SECONDS, HTTP_SECONDS = 1.0, 0.15  # the goals


class Case(NamedTuple):
    """A process, what has to be gone before it runs, and the moment that ends the wait: None for its end."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    fresh: Callable[[], None]
    heard: Callable[[], float | None]
    goal: float | None = None


class Front(BaseHTTPRequestHandler):
    """Notes when a request arrives."""

    protocol_version = "HTTP/1.1"
    arrived: list[float] = []

    def do_GET(self) -> None:
        self.arrived.append(time.perf_counter())
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="runs of each that are timed (default: %(default)s)")
    parser.add_argument("--python", default=sys.executable, help="the runner's Python (default: %(default)s)")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a goal is missed")
    asked = parser.parse_args()
    if not (BUILT / "boto3").is_dir():
        subprocess.run([sys.executable, ROOT / "packaging/build_runtime.py"], check=True)
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        found = measured(cases(stack, scratch, asked.python), asked.rounds)
    print(f"Python {_version(asked.python)}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.2f}\n")
    print(table(found))
    missed = [case.name for case, times in found if case.goal and statistics.median(times) > case.goal]
    return 1 if asked.check and missed else 0


def cases(stack: ExitStack, scratch: Path, python: str) -> list[Case]:
    """What is run. "First" is the first action of a job: no bytecode of a module that the actions bring has been written yet."""
    sys.path.insert(0, str(ROOT))
    from tests.simulator import Simulator
    from tests.simulator.api.operations import OPERATIONS

    heard: list[float] = []
    sim = stack.enter_context(Simulator(handlers={name: _noted(handler, heard) for name, handler in OPERATIONS.items()}))
    sim.service("web")
    server = stack.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), Front))
    Thread(target=server.serve_forever, daemon=True).start()
    stack.callback(server.shutdown)
    release = scratch / "release"
    for name in ("synth", "actions", "packaging", "build/runtime"):
        shutil.copytree(ROOT / name, release / name, ignore=shutil.ignore_patterns("__pycache__"))
    common = {"PATH": os.environ["PATH"], "RUNNER_TEMP": str(scratch), "INPUT_CONSECUTIVE": "1", "INPUT_INTERVAL": "0.1", "INPUT_DEADLINE": "20"}
    over_http = {**common, "INPUT_URL": f"http://127.0.0.1:{server.server_port}/"}
    of_aws = {**common, **sim.environment(), "INPUT_SERVICE": "web", "INPUT_CHECKS": "ecs"}
    action = [python, "-I", str(release / "actions/verify-health/verify_health.py")]

    def nothing() -> None:
        Front.arrived.clear()

    def cold() -> None:
        nothing()
        for cache in release.rglob("__pycache__"):
            shutil.rmtree(cache)

    def probe() -> float | None:
        return Front.arrived[0]

    def call() -> float | None:
        return heard[0]

    def quiet() -> None:
        heard.clear()

    def quiet_and_cold() -> None:
        quiet()
        cold()

    return [
        Case("python3 -c pass", [python, "-I", "-c", "pass"], common, nothing, lambda: None),
        Case("verify-health, first: to its first probe", action, over_http, cold, probe, HTTP_SECONDS),
        Case("verify-health, again: to its first probe", action, over_http, nothing, probe, HTTP_SECONDS),
        Case("verify-health, first: to its first AWS call", action, of_aws, quiet_and_cold, call, AWS_SECONDS),
        Case("verify-health, again: to its first AWS call", action, of_aws, quiet, call, AWS_SECONDS),
    ]


def _noted(handler: Callable[..., Any], heard: list[float]) -> Callable[..., Any]:
    """The handler, which also notes when it was called."""

    def noted(*arguments: Any) -> Any:
        heard.append(time.perf_counter())
        return handler(*arguments)

    return noted


def measured(all_cases: Sequence[Case], rounds: int) -> list[tuple[Case, list[float]]]:
    """Seconds of each run, in turns; a first round is not counted. The wait is measured from outside, from before the process is started."""
    found: list[tuple[Case, list[float]]] = [(case, []) for case in all_cases]
    for n in range(rounds + 1):
        for case, times in found:
            case.fresh()
            begun = time.perf_counter()
            done = subprocess.run(case.command, env=case.environment, capture_output=True, text=True, check=False)
            ended = time.perf_counter()
            if done.returncode:
                raise SystemExit(f"{case.name} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
            if n:
                times.append((case.heard() or ended) - begun)
    return found


def table(found: Sequence[tuple[Case, list[float]]]) -> str:
    """Medians, and the median of the rounds' ratios to the first case."""
    base = found[0][1]
    lines = [("", "ms", "min-max", "ratio", "goal")]
    for case, times in found:
        ratio = statistics.median([one / other for one, other in zip(times, base, strict=True)])
        median = statistics.median(times)
        goal = "" if case.goal is None else f"{case.goal * 1000:.0f}: {'met' if median <= case.goal else 'MISSED'}"
        lines.append((case.name, f"{median * 1000:.0f}", f"{min(times) * 1000:.0f}-{max(times) * 1000:.0f}", f"{ratio:.1f}", goal))
    widths = [max(len(line[column]) for line in lines) for column in range(5)]
    return "\n".join(
        [
            "  ".join([cell.ljust(w) if i in (0, 4) else cell.rjust(w) for i, (cell, w) in enumerate(zip(line, widths, strict=True))]).rstrip()
            for line in lines
        ]
    )


def _version(python: str) -> str:
    return subprocess.run(
        [python, "-I", "-c", "import platform; print(platform.python_version())"], capture_output=True, text=True, check=True
    ).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
