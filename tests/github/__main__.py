"""Runs the fake until it is interrupted, with one repository and one token."""

from __future__ import annotations

import argparse
import time

from tests.github.server import GitHub
from tests.github.specification import ABSENT, FILE


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.github", description="A stateful GitHub on loopback, to play with.")
    parser.add_argument("--port", type=int, default=0, help="the port; a free one if not given")
    parser.add_argument("--repository", default="octo-org/hello", help="a repository to begin with (%(default)s)")
    parser.add_argument("--lag-seconds", type=float, default=0.0, help="how much later lists show what was created")
    given = parser.parse_args()
    if not FILE.is_file():
        parser.error(ABSENT)
    with GitHub(given.port) as github:
        github.world.lag_seconds = given.lag_seconds
        repository = github.repository(given.repository)
        repository.tag("v1.0.0", annotated=True)
        print(f"export GITHUB_API_URL={github.url} GH_TOKEN={github.token()}\ncurl {repository.url()}", flush=True)
        shown = 0
        try:
            while True:
                time.sleep(0.2)
                for line in github.asked()[shown:]:
                    print(line, flush=True)
                shown = len(github.done)
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
