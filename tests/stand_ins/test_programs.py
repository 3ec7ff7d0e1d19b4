"""The stand-ins' own work, where a whole pipeline would show it late."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests import stand_ins
from tests.cloud.images import build, write_archive
from tests.stand_ins.programs.dockerfile import Recipe, layer, read
from tests.stand_ins.programs.trivy import main as trivy

DOCKERFILE = """\
# syntax=docker/dockerfile:1
FROM node:24 AS base
WORKDIR /app
ENV NODE_ENV=production
FROM base AS dependencies
COPY package.json ./
RUN npm ci
FROM base
COPY --from=dependencies /app/node_modules ./node_modules
COPY src ./src
COPY package.json start.sh ./
ARG APP_VERSION=dev
ENV APP_VERSION=${APP_VERSION} \\
    OTHER="a b"
LABEL version="${APP_VERSION}"
USER 1000:1000
CMD ["node", "src/server.js"]
"""


def test_the_last_stage_of_a_dockerfile() -> None:
    expected = Recipe(
        [("src", "/app/src"), ("package.json", "/app/"), ("start.sh", "/app/")],
        {"NODE_ENV": "production", "APP_VERSION": "v7", "OTHER": "a b"},
        {"version": "v7"},
        ["node", "src/server.js"],
        "/app",
        "1000:1000",
    )
    assert expected == read(DOCKERFILE, {"APP_VERSION": "v7"})
    assert "dev" == read(DOCKERFILE, {}).environment["APP_VERSION"]


def test_the_files_of_an_image(tmp_path: Path) -> None:
    for name in ("src/server.js", "src/deep/x.js", "package.json", "start.sh", "other"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    expected = ["/app/package.json", "/app/src/deep/x.js", "/app/src/server.js", "/app/start.sh"]
    assert expected == sorted(layer(read(DOCKERFILE, {}), tmp_path))


@pytest.mark.parametrize(("name", "severities", "wanted"), [("VULNERABLE", "HIGH,CRITICAL", 1), ("VULNERABLE", "HIGH", 0), ("fine", "CRITICAL", 0)])
def test_only_the_content_decides_what_trivy_finds(tmp_path: Path, name: str, severities: str, wanted: int) -> None:
    write_archive(build({name: ""}, ["true"]), tmp_path / "image.tar")
    report = tmp_path / "report.json"
    words = [
        "image",
        "--input",
        str(tmp_path / "image.tar"),
        "--severity",
        severities,
        "--exit-code",
        "1",
        "--format",
        "json",
        "--output",
        str(report),
    ]
    assert wanted == trivy(words)
    assert wanted == len(json.loads(report.read_text())["Results"][0]["Vulnerabilities"])


@pytest.mark.parametrize("words", [["skopeo", "sync", "a", "b"], ["skopeo", "copy", "--format", "v2s2", "a", "b"]])
def test_a_command_that_the_stand_in_does_not_know_fails(words: list[str]) -> None:
    environment = {"PATH": stand_ins.path(), **stand_ins.environment(Path("/nowhere"))}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert (64, f"the stand-in for skopeo does not know: {' '.join(words[1:])}\n") == (done.returncode, done.stderr)
