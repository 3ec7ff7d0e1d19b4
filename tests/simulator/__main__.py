"""`python -m tests.simulator`: starts the server with one service and says how to talk to it."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Sequence

from tests.simulator.simulator import Simulator

EXAMPLES = """
Then, in another shell:
  aws ecs describe-services --services web --query 'services[0].deployments'
  curl -s {endpoint}/app/web/health
  curl -s {endpoint}/_sim/push -d '{{"repository": "web", "kind": "failing", "version": "v2"}}'
  aws ecs register-task-definition --family web --container-definitions '[{{"name": "app", "image": "<image from push>"}}]'
  aws ecs update-service --service web --task-definition web
  aws ecs list-service-deployments --service web
  aws ecs stop-service-deployment --service-deployment-arn <arn>
  curl -s {endpoint}/_sim/deploy -d '{{"name": "web", "kind": "crashing", "version": "v3"}}'   # push, register and update in one
  curl -s {endpoint}/_sim/advance -d '{{"seconds": 60}}'
  curl -s {endpoint}/_sim/fault -d '{{"kind": "throttle", "operation": "DescribeServices", "times": 2}}'
  curl -s {endpoint}/_sim/state
"""


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    with Simulator(scale=options.scale, seed=options.seed, port=options.port) as simulator:
        simulator.service("web", strategy=options.strategy)
        pace = f"is {options.scale:g} times as fast as here" if options.scale else "stands still"
        print(f"A service 'web' runs v1, strategy {options.strategy}. Time {pace}.\n")
        for name, value in simulator.environment().items():
            print(f"export {name}={shlex.quote(value)}")
        print(EXAMPLES.format(endpoint=simulator.endpoint), flush=True)
        try:
            simulator.wait()
        except KeyboardInterrupt:
            print(f"\nstopped after {simulator.now} virtual seconds and {len(simulator.calls())} API calls")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.simulator",
        description="A server on 127.0.0.1 that behaves as ECS does: deployments that fail, roll back, bake, pause; for any AWS SDK or the AWS CLI.",
        epilog="It prints the environment variables to set and calls to try. Everything under /_sim/ sets the scene; GET /_sim/ lists it.",
    )
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    parser.add_argument("--scale", type=float, default=1.0, help="virtual seconds in a real one; 0 stands still until /_sim/advance (default: 1)")
    parser.add_argument("--seed", type=int, default=1, help="of identifiers (default: 1)")
    parser.add_argument("--strategy", default="ROLLING", choices=["ROLLING", "BLUE_GREEN", "LINEAR", "CANARY"], help="of the first service")
    return parser


if __name__ == "__main__":
    main()
