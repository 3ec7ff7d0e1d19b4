"""What only Docker builds."""

from __future__ import annotations

from tests.stacks.projects.case import Case, Expected

DOCKER = (
    Case(
        "docker-with-tests-and-compose",
        {
            "Dockerfile": "FROM alpine:3.23 AS base\nCOPY . /srv\n\nFROM base AS test\nRUN /srv/test.sh\n\nFROM base\n",
            "compose.test.yml": "services:\n  app:\n    build: .\n  sut:\n    image: curlimages/curl\n",
        },
        (
            Expected(
                "docker",
                {
                    "lint": ("docker build --check .",),
                    "unit": ("docker build --target test .",),
                    "coverage": "",
                    "compose": "compose.test.yml",
                    "tester": "sut",
                },
                ("format", "types", "audit", "gate"),
            ),
        ),
    ),
    Case(
        "docker-of-static-files",
        {
            "Dockerfile": "FROM nginx:1.29\nCOPY site /usr/share/nginx/html\n",
            "site/index.html": "<p>hello\n",
            ".hadolint.yaml": "ignored: []\n",
            "docker-compose.yml": "services:\n  web:\n    build: .\n",
        },
        (Expected("docker", {"lint": ("docker build --check .",)}, ("hadolint", "format", "types", "audit", "unit", "integration")),),
    ),
    Case(
        "containerfile-in-a-folder",
        {"proxy/Containerfile": "FROM envoyproxy/envoy:v1.36\n", "README.md": "# Proxy\n"},
        (
            Expected(
                "docker",
                {"dockerfile": "Containerfile", "lint": ("docker build --check --file Containerfile .",)},
                ("format", "types", "audit", "unit", "integration"),
                folder="proxy",
            ),
        ),
    ),
)
