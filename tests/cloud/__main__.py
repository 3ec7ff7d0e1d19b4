"""`python -m tests.cloud up|down|status`: a cloud that stays up for a person, with an application in staging and production."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.cloud import control

WAIT_SECONDS = 30.0
ROOT = Path(__file__).parents[2]
TRY = """
Then, in another shell:
  curl -s {endpoint}/app/staging:web/
  aws ecs describe-services --cluster staging --services web --query 'services[0].deployments'
  aws ecr get-login-password | docker login --username AWS --password-stdin {registry}
  python -m tests.cloud status       # what runs, and who called what
  python -m tests.cloud down"""


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when it is done; 1 when no cloud is up, or it could not be started; 2 for a mistake in the call."""
    given = _parser().parse_args(arguments)
    state: Path = given.state
    match given.command:
        case "up":
            return _up(state)
        case "serve":
            control.serve(state)
            return 0
        case "down":
            return _down(state)
    return _status(state, given.lines)


def _up(state: Path) -> int:
    if control.ask(state) is not None:
        return _say(f"a cloud is up already ({state}): 'down' first, or choose another --state", 2)
    if not state.parent.is_dir():
        return _say(f"{state.parent} is not there: --state names a file in a folder that is", 2)
    log = state.with_suffix(".log")
    with log.open("wb") as output:
        command = [sys.executable, "-m", "tests.cloud", "serve", "--state", str(state)]
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True)
    until = time.monotonic() + WAIT_SECONDS
    while (said := control.ask(state)) is None:
        if process.poll() is not None or time.monotonic() > until:
            process.terminate()
            return _say(f"it did not come up; {log} says:\n{log.read_text()}", 1)
        time.sleep(0.05)
    process.returncode = 0  # it goes on without us
    for name, value in said["environment"].items():
        print(f"export {name}={shlex.quote(value)}")
    print(TRY.format(endpoint=said["environment"]["AWS_ENDPOINT_URL"], registry=said["environment"]["REGISTRY"]))
    return 0


def _down(state: Path) -> int:
    said = control.ask(state, end=True)
    if said is None:
        return _say(f"no cloud is up ({state})", 1)
    until = time.monotonic() + WAIT_SECONDS
    while control.ask(state) is not None or state.exists():
        if time.monotonic() > until:
            return _say(f"process {said['process']} does not end", 1)
        time.sleep(0.05)
    print("down")
    return 0


def _status(state: Path, lines: int) -> int:
    said = control.ask(state)
    if said is None:
        return _say(f"no cloud is up ({state}): python -m tests.cloud up", 1)
    for one in said["services"]:
        versions = ", ".join(f"{version} x{count}" for version, count in one["versions"].items())
        print(f"{one['name']:<20} {versions:<20} {one['deployment']:<22} {one['address']}")
    print("\n".join(["", *said["roles"], "", *said["journal"][-lines:]]))
    return 0


def _say(text: str, code: int) -> int:
    print(f"cloud: {text}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.cloud", description="GitHub's tokens, STS, ECR and ECS on 127.0.0.1, with real processes.")
    parser.add_argument("command", choices=["up", "down", "status", "serve"], help="'serve' is 'up' in the foreground")
    default = Path(tempfile.gettempdir()) / f"ghsynth-cloud-{os.getuid()}.json"
    parser.add_argument("--state", type=Path, default=default, help="the file that says where it is; another one for each cloud (%(default)s)")
    parser.add_argument("--lines", type=int, default=20, help="how much of the journal 'status' shows (%(default)s)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
