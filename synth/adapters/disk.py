"""The repository's files: what ghsynth made of them, and writing them so that none is ever half there."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from synth.plan import Plan

_FOLDERS = (".github/workflows", ".github/actions")


def present(root: str, wanted: Iterable[str]) -> dict[str, str | None]:
    """The text of every workflow and action file, and of each wanted file that exists. None stands for a file that is no UTF-8 text."""
    names = {name for name in wanted if os.path.lexists(os.path.join(root, name))}
    for folder in _FOLDERS:
        names.update(_files(root, folder))
    return {name: _read(os.path.join(root, name)) for name in sorted(names)}


def made_by(marker: str | tuple[str, ...], files: Mapping[str, str | None], always: str) -> list[str]:
    """Those of the files that begin with the marker, and `always` when it is there: that one is ghsynth's by its name."""
    return [name for name, text in files.items() if name == always or (text is not None and text.startswith(marker))]


def carry_out(root: str, plan: Plan) -> None:
    """Writes and removes what the plan says. Every text is on disk under another name before the first file changes.

    Raises OSError; a run that was interrupted can be run again.
    """
    waiting: list[tuple[str, str]] = []
    try:
        for change in plan.of("create", "update"):
            path = os.path.join(root, change.path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            part = f"{path}.ghsynth-{os.getpid()}"
            waiting.append((part, path))
            with open(part, "wb", buffering=0) as file:
                file.write((change.after or "").encode())
        for part, path in waiting:
            os.replace(part, path)
    finally:
        for part, _ in waiting:
            if os.path.lexists(part):
                os.unlink(part)
    for change in plan.of("remove"):
        path = os.path.join(root, change.path)
        os.unlink(path)
        _drop_empty(os.path.dirname(path), os.path.join(root, ".github"))


def _drop_empty(folder: str, upto: str) -> None:
    while folder != upto and not os.listdir(folder):
        os.rmdir(folder)
        folder = os.path.dirname(folder)


def _files(root: str, folder: str) -> Iterator[str]:
    try:
        entries = list(os.scandir(os.path.join(root, folder)))
    except OSError:
        return
    for entry in entries:
        name = f"{folder}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _files(root, name)
        elif entry.name.endswith((".yml", ".yaml", ".py", ".lock")):
            yield name


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except (UnicodeDecodeError, FileNotFoundError):
        return None
