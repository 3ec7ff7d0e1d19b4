"""cache/restore and cache/save over a folder that lasts as long as the run: keys are immutable, restore-keys are prefixes."""

from __future__ import annotations

import hashlib
import os
import sys
import tarfile
from pathlib import Path

from tests.stand_ins.programs.given import fail, inputs, lines, output, state


def save(given: dict[str, str]) -> None:
    archive = _archive(given["key"], given["path"])
    if archive.exists():
        print(f"Failed to save: Unable to reserve cache with key {given['key']}, another job may be creating this cache.")
        return
    with tarfile.open(archive, "w") as tar:
        for place in [Path(os.path.expanduser(one)) for one in lines(given["path"])]:
            if place.exists():
                tar.add(place, str(place.absolute()).lstrip("/"))
    (archive.parent / f"{archive.stem}.key").write_text(given["key"], "utf-8")


def restore(given: dict[str, str]) -> None:
    key, prefixes = given["key"], lines(given["restore-keys"])
    version = _archive("", given["path"]).stem.split("-")[0]
    held = {file.read_text("utf-8"): file.with_suffix(".tar") for file in sorted(state("cache").glob(f"{version}-*.key"))}
    matched = key if key in held else next((one for prefix in prefixes for one in held if one.startswith(prefix)), None)
    output("cache-primary-key", key)
    if matched is None:
        if given["fail-on-cache-miss"] == "true":
            fail(f"Failed to restore cache entry. Exiting as fail-on-cache-miss is set. Input key: {key}")
        print(f"Cache not found for input keys: {', '.join([key, *prefixes])}")
        return
    output("cache-hit", "true" if matched == key else "false")
    output("cache-matched-key", matched)
    if given["lookup-only"] != "true":
        with tarfile.open(held[matched]) as tar:
            tar.extractall("/", filter="tar")
    print(f"Cache restored from key: {matched}")


def _archive(key: str, path: str) -> Path:
    """The paths are part of a cache's identity, as its version."""
    version, name = (hashlib.sha256(text.encode()).hexdigest()[:16] for text in (path, key))
    return state("cache") / f"{version}-{name}.tar"


if __name__ == "__main__":
    (save if sys.argv[1] == "save" else restore)(inputs())
