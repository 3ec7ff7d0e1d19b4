"""What a Dockerfile's last stage copies and says, without running anything of it: RUN is left out, and a base image is this machine."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple


class Recipe(NamedTuple):
    """`copies` are pairs of source and target; `environment` and `labels` have the arguments' values in them."""

    copies: list[tuple[str, str]]
    environment: dict[str, str]
    labels: dict[str, str]
    command: list[str]
    folder: str
    user: str


def read(text: str, arguments: Mapping[str, str]) -> Recipe:
    """The last stage, with what the stages that it is made of say before it."""
    stages: dict[str, Recipe] = {}
    now = Recipe([], {}, {}, [], "/", "")
    values: dict[str, str] = {}
    current = ""
    for word, rest in _instructions(text):
        match word:
            case "FROM":
                base, _, name = rest.partition(" AS ") if " AS " in rest else rest.partition(" as ")
                before = stages.get(base.strip(), Recipe([], {}, {}, [], "/", ""))
                now = Recipe([*before.copies], {**before.environment}, {**before.labels}, [*before.command], before.folder, before.user)
                current = name.strip() or base
                values = {**now.environment}
            case "ARG":
                name, _, default = rest.partition("=")
                values[name.strip()] = arguments.get(name.strip(), _filled(default.strip("\"' "), values))
            case "ENV":
                now.environment.update({name: _filled(value, values) for name, value in _pairs(rest)})
                values |= now.environment
            case "LABEL":
                now.labels.update({name: _filled(value, values) for name, value in _pairs(rest)})
            case "COPY":
                words = [one for one in shlex.split(rest) if not one.startswith("--")]
                if "--from=" not in rest:  # what another stage made is not here
                    now.copies.extend((source, _absolute(words[-1], now.folder)) for source in words[:-1])
            case "WORKDIR":
                now = now._replace(folder=_absolute(rest, now.folder))
            case "USER":
                now = now._replace(user=rest)
            case "CMD":
                now = now._replace(command=json.loads(rest) if rest.startswith("[") else ["/bin/sh", "-c", rest])
        stages[current] = now
    return now


def layer(recipe: Recipe, context: Path) -> dict[str, bytes]:
    """The files of the image by path."""
    files: dict[str, bytes] = {}
    for source, target in recipe.copies:
        for place in sorted(context.glob(source)) if source not in (".", "./") else [context]:
            if place.is_file():
                files[f"{target}{place.name}" if target.endswith("/") else target] = place.read_bytes()
            for file in (
                sorted(one for one in place.rglob("*") if one.is_file() and ".git" not in one.relative_to(context).parts) if place.is_dir() else ()
            ):
                files[f"{target.rstrip('/')}/{file.relative_to(place).as_posix()}"] = file.read_bytes()
    return {re.sub("/+", "/", name): content for name, content in files.items()}


def _instructions(text: str) -> list[tuple[str, str]]:
    whole = re.sub(r"\\\n", " ", "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#")))
    return [(word.upper(), rest.strip()) for line in whole.splitlines() if line.strip() for word, _, rest in [line.strip().partition(" ")]]


def _pairs(rest: str) -> list[tuple[str, str]]:
    words = shlex.split(rest)
    if words and "=" not in words[0]:
        return [(words[0], " ".join(words[1:]))]
    return [(name, value) for name, _, value in (word.partition("=") for word in words)]


def _filled(value: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\$\{(\w+)\}|\$(\w+)", lambda found: values.get(found[1] or found[2], ""), value)


def _absolute(path: str, folder: str) -> str:
    joined = path if path.startswith("/") else f"{folder.rstrip('/')}/{path}"
    return re.sub(r"/(\./)+|/\.$", "/", joined)
