"""A service's repository as a team would have it, on a cloud that already runs an earlier version of it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from synth.cli.generate import generate
from tests.simulator.names import ACCOUNT, REGION

if TYPE_CHECKING:
    from tests.cloud.cloud import Cloud

WORKFLOW = ".github/workflows/web.yml"
APPLICATION = (Path(__file__).parents[1] / "cloud/demo/app.py").read_text("utf-8")
DEFINITION = f"""
from synth import Environment, Health, Image, Pipeline, Registry, Service
from synth.stacks import Npm
from synth.stages import Build, Deploy, Lint, Push, TrivyScan, UnitTest

npm = Npm(node="20")
service = Service("web", container="app")


def health(name):  # the load balancer here has a path for each service
    return Health("/health", version=f"/app/{{name}}:web/version#/version", consecutive=2, interval_seconds=1, timeout_seconds=2, deadline_seconds=30)


def environment(name):
    return Environment(
        name, region="{REGION}", cluster=name, role=f"arn:aws:iam::{ACCOUNT}:role/deploy-{{name}}", url=f"ENDPOINT/app/{{name}}:web", approval=name == "production"
    )


pipeline = Pipeline(
    "Web",
    stages=[
        Lint(npm),
        UnitTest(npm),
        Build(Image("web")),
        TrivyScan(),
        Push(Registry("{ACCOUNT}", region="{REGION}", role="arn:aws:iam::{ACCOUNT}:role/push")),
        Deploy(environment("staging"), service, health("staging")),
        Deploy(environment("production"), service, health("production")),
    ],
)
"""
DOCKERFILE = """FROM python:3.13-slim
WORKDIR /app
COPY . .
ARG APP_VERSION=dev
ENV APP_VERSION=${APP_VERSION}
CMD ["python", "app.py"]
"""
PACKAGE = {
    "name": "web",
    "version": "1.0.0",
    "private": True,
    "scripts": {
        "lint": "python3 -m py_compile app.py",
        "format:check": "python3 -c \"assert not open('app.py').read().count(chr(9))\"",
        "test": "mkdir -p coverage && python3 -c \"import ast; ast.parse(open('app.py').read())\" && echo 100 > coverage/lines",
    },
}
LOCK = {"name": "web", "version": "1.0.0", "lockfileVersion": 3, "requires": True, "packages": {"": {"name": "web", "version": "1.0.0"}}}


def repository(folder: Path, cloud: Cloud, **more: str) -> Path:
    """The committed repository; `more` are files, by path with __ for /."""
    files = {
        ".github/ghsynth.py": DEFINITION.replace("ENDPOINT", cloud.endpoint),
        "app.py": APPLICATION,
        "Dockerfile": DOCKERFILE,
        "package.json": json.dumps(PACKAGE),
        "package-lock.json": json.dumps(LOCK),
        **{name.replace("__", "/"): text for name, text in more.items()},
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    assert generate(str(folder)) == 0
    git = ["git", "-C", str(folder), "-c", "user.name=A Person", "-c", "user.email=person@example.com", "-c", "init.defaultBranch=main"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *words], check=True, capture_output=True)
    return folder


def commit(folder: Path) -> str:
    return subprocess.run(["git", "-C", str(folder), "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
