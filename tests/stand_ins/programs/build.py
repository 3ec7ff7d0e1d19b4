"""docker/build-push-action: an OCI archive of the files that the Dockerfile copies; the same commit gives the same digest."""

from __future__ import annotations

import os
from pathlib import Path

from tests.cloud.images import build, write_archive
from tests.stand_ins.programs.dockerfile import layer, read
from tests.stand_ins.programs.given import fail, inputs, lines, output


def main() -> None:
    given = inputs()
    context = Path(given["context"] or ".")
    file = Path(given["file"] or context / "Dockerfile")
    if not file.is_file():
        fail(f"failed to read dockerfile: open {file}: no such file or directory")
    if given["push"] == "true":
        fail("the stand-in pushes nothing: build an archive with outputs: type=oci,dest=FILE")
    arguments = dict(_pair(line) for line in lines(given["build-args"]))
    recipe = read(file.read_text("utf-8"), arguments)
    texts = {
        name.removeprefix(recipe.folder).lstrip("/"): content.decode("utf-8", "surrogateescape") for name, content in layer(recipe, context).items()
    }
    made = build(
        texts,
        recipe.command,
        environment=recipe.environment,
        labels={**recipe.labels, **dict(_pair(line) for line in lines(given["labels"]))},
        working_directory=recipe.folder,
        user=recipe.user or "1000",
    )
    for one in lines(given["outputs"]):
        said = dict(_pair(part) for part in one.split(","))
        if said.get("type") != "oci":
            fail(f"the stand-in writes archives only: type=oci, not {one}")
        write_archive(made, Path(os.environ["GITHUB_WORKSPACE"]) / said["dest"])
    output("digest", made.digest)
    output("imageid", made.digest)
    print(f"{made.digest} of {len(texts)} files")


def _pair(line: str) -> tuple[str, str]:
    name, _, value = line.partition("=")
    return name, value


if __name__ == "__main__":
    main()
