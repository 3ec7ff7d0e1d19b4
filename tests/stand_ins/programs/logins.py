"""Registry logins where docker keeps them, and the registry that stands for ECR's host names (`STAND_INS_REGISTRY`)."""

from __future__ import annotations

import base64
import json
import os
import re
from pathlib import Path

_ECR = re.compile(r"^\d{12}\.dkr\.ecr\.[\w-]+\.amazonaws\.com$")


def log_in(registry: str, user: str, password: str) -> None:
    file = _file()
    config = json.loads(file.read_text("utf-8")) if file.exists() else {}
    config.setdefault("auths", {})[registry] = {"auth": base64.b64encode(f"{user}:{password}".encode()).decode()}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(config), "utf-8")


def password(registry: str) -> str | None:
    """The password of the login; None where nobody logged in."""
    file = _file()
    known = json.loads(file.read_text("utf-8")).get("auths", {}) if file.exists() else {}
    return base64.b64decode(known[registry]["auth"]).decode().partition(":")[2] if registry in known else None


def located(registry: str) -> str:
    """Where the registry of that name is."""
    return os.environ.get("STAND_INS_REGISTRY", registry) if _ECR.match(registry) else registry


def _file() -> Path:
    """A job's own: all jobs of a run have one home here, and on GitHub none."""
    return Path(os.environ["RUNNER_TEMP"]) / "docker" / "config.json"
