"""skopeo, as far as generated workflows use it: `inspect --raw` of an archive, `copy` from an archive or registry to a registry."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.cloud.images import Built, read_archive
from tests.cloud.registry.client import Client, RegistryError
from tests.stand_ins.programs.logins import located, password

_FLAGS = {"--raw", "--all", "--preserve-digests", "--quiet"}


def main(words: list[str]) -> int:
    unknown = [word for word in words if word.startswith("-") and word not in _FLAGS]
    command, *places = [word for word in words if not word.startswith("-")]
    if unknown or command not in ("inspect", "copy") or (command == "inspect" and "--raw" not in words):
        print(f"the stand-in for skopeo does not know: {' '.join(words)}", file=sys.stderr)
        return 64
    try:
        image = _read(places[0])
        if command == "inspect":
            sys.stdout.buffer.write(image.manifest)
            return 0
        host, repository, reference = _split(places[1])
        digest = _client(host).push(image, repository, reference)
        print(f"Writing manifest to image destination: {digest}")
        return 0 if digest == image.digest else 1
    except (RegistryError, OSError, KeyError) as error:
        print(f'level=fatal msg="{error}"', file=sys.stderr)
        return 1


def _read(place: str) -> Built:
    kind, _, rest = place.partition(":")
    if kind == "oci-archive":
        file, _, tag = rest.partition(":")
        return read_archive(Path(file), tag or None)
    host, repository, reference = _split(place)
    return _client(host).pull(repository, reference)


def _split(place: str) -> tuple[str, str, str]:
    host, _, rest = place.removeprefix("docker://").partition("/")
    repository, at, reference = rest.partition("@") if "@" in rest else rest.rpartition(":")
    return host, repository, reference if at else "latest"


def _client(host: str) -> Client:
    registry = located(host)
    return Client(f"http://{registry}", password(registry))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
