"""upload-artifact and download-artifact over a folder, with the rules of the real ones: no second of a name, hidden files left out,
the least common folder of what was found as root."""

from __future__ import annotations

import fnmatch
import glob
import hashlib
import os
import re
import shutil
import sys
from pathlib import Path

from tests.stand_ins.programs.given import fail, inputs, lines, output, state


def upload(given: dict[str, str]) -> None:
    name = given["name"]
    if re.search(r'["/:<>|*?\r\n\\]', name):
        fail(f"The artifact name is not valid: {name}")
    patterns = lines(given["path"])
    found = [path.absolute() for pattern in patterns if not pattern.startswith("!") for path in _under(pattern)]
    left = {path.absolute() for pattern in patterns if pattern.startswith("!") for path in _under(pattern[1:])}
    files = [path for path in dict.fromkeys(found) if path not in left and (given["include-hidden-files"] == "true" or not _hidden(path))]
    if not files:
        message = f"No files were found with the provided path: {given['path']}. No artifacts will be uploaded."
        match given["if-no-files-found"]:
            case "error":
                fail(message)
            case "warn":
                print(f"::warning::{message}")
        return
    folder = state("artifacts") / name
    if folder.exists():
        if given["overwrite"] != "true":
            fail(f"Failed to CreateArtifact: Received non-retryable error: (409) Conflict: an artifact with this name already exists: {name}")
        shutil.rmtree(folder)
    root = (
        Path(patterns[0]).absolute()
        if len(patterns) == 1 and Path(patterns[0]).is_dir()
        else Path(os.path.commonpath([path.parent for path in files]))
    )
    digest = hashlib.sha256()
    for path in sorted(files):
        to = folder / path.relative_to(root)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, to)  # modes are lost, as they are in the real one's zip
        digest.update(path.read_bytes())
    output("artifact-id", str(int(digest.hexdigest()[:8], 16)))
    output("artifact-digest", digest.hexdigest())
    print(f"Artifact {name} has {len(files)} file(s)")


def download(given: dict[str, str]) -> None:
    held = sorted(path.name for path in state("artifacts").iterdir())
    name, pattern = given["name"], given["pattern"]
    chosen = [one for one in held if one == name] if name else [one for one in held if fnmatch.fnmatchcase(one, pattern or "*")]
    if name and not chosen:
        fail(f"Unable to download artifact(s): Artifact not found for name: {name}")
    target = Path(given["path"] or ".").absolute()
    for one in chosen:
        to = target if name or given["merge-multiple"] == "true" else target / one
        shutil.copytree(state("artifacts") / one, to, dirs_exist_ok=True, copy_function=shutil.copyfile)
    output("download-path", str(target))
    print(f"Total of {len(chosen)} artifact(s) downloaded")


def _under(pattern: str) -> list[Path]:
    places = [Path(found) for found in sorted(glob.glob(os.path.expanduser(pattern), recursive=True, include_hidden=True))]
    return [file for place in places for file in ([place] if place.is_file() else sorted(one for one in place.rglob("*") if one.is_file()))]


def _hidden(path: Path) -> bool:
    return any([part.startswith(".") and part != ".." for part in Path(os.path.relpath(path)).parts])


if __name__ == "__main__":
    (upload if sys.argv[1] == "upload" else download)(inputs())
