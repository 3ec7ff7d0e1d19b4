"""`python -m tests.runner [--real-actions DIR] [--rejected ENVIRONMENT]`: the pipeline of orders.py on a cloud of its own, step by step.

DIR/OWNER/NAME are checkouts of the marketplace's actions, which run in place of their stand-ins.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from synth.runs.values import Event
from tests.cloud.cloud import Cloud
from tests.cloud.scene import both, set_up, trusted
from tests.cloud.tokens import Job
from tests.runner.orders import WORKFLOW, repository
from tests.runner.scenario import run_pipeline


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.runner", description="A pipeline from lint to production, on a cloud on loopback.")
    parser.add_argument("--real-actions", type=Path, metavar="DIR")
    parser.add_argument("--rejected", action="append", default=[], metavar="ENVIRONMENT")
    given = parser.parse_args()
    began = time.monotonic()

    def say(file: str, event: Event) -> None:
        if event.kind in ("step", "job"):
            print(f"{time.monotonic() - began:6.1f} s  {event.job}  {event.step or 'ended'}: {event.result}", flush=True)

    with tempfile.TemporaryDirectory() as folder, Cloud(scale=20) as cloud:
        set_up(cloud)
        cloud.role("push", trusted(*both(replace(Job(), environment="registry"))))
        made = repository(Path(folder) / "repository", cloud)
        done = run_pipeline(made, "push", cloud, workflow=WORKFLOW, rejected=tuple(given.rejected), real_actions=given.real_actions, say=say)
        for one in cloud.journal():
            print(one)
    print(done.jobs)
    return done.code


if __name__ == "__main__":
    sys.exit(main())
