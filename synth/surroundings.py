"""What lies around a file: its repository, and files of other repositories that are at hand. A file is read once, and only when it is asked for."""

from __future__ import annotations

import os

from synth.model import Workflow
from synth.model.action import ActionFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

_ACTION_FILES = ("action.yml", "action.yaml")
OWN = ("./", "$/")


def repository_of(file: str, called: str | None = None) -> Repository:
    """The repository that a file lies in: the nearest folder above it that holds `.github`. `called` is as in `Repository`."""
    folder = os.path.dirname(os.path.abspath(file))
    while not os.path.isdir(os.path.join(folder, ".github")):
        above = os.path.dirname(folder)
        if above == folder:
            return Repository(None, called)
        folder = above
    return Repository(folder, called)


class Files:
    """Files by their paths: those of the own repository from its root, those of others as `owner/repo/path`. They need not be on a disk."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self._read: dict[str, Any] = {}

    def workflow(self, reference: str) -> Workflow | None:
        """The reusable workflow of `./path`, `$/path` or `owner/repo/path@ref`; None when it is not at hand, or is no workflow."""
        for path in self.paths(reference):
            part = self._part(path)
            if isinstance(part, Workflow):
                return part
        return None

    def action(self, reference: str) -> ActionFile | None:
        """The action of `./path`, `$/path` or `owner/repo/path@ref`; None when it is not at hand, or is no action."""
        for folder in self.paths(reference):
            for name in _ACTION_FILES:
                part = self._part(f"{folder}/{name}" if folder else name)
                if isinstance(part, ActionFile):
                    return part
        return None

    def flaws(self, reference: str) -> tuple[str, ...]:
        """What keeps an action that is at hand from being used: the errors in its file."""
        for folder in self.paths(reference):
            for name in _ACTION_FILES:
                path = f"{folder}/{name}" if folder else name
                if (text := self.text(path)) is not None:
                    from synth.validate import loaded

                    source = loaded(text, path.replace(os.sep, "/"))
                    return tuple([f"line {f.where.line}: {f.message}" for f in source.findings if f.severity == "error" and f.where is not None])
        return ()

    def holds(self, path: str) -> bool | None:
        """Whether the repository has such a file or folder, which may begin with `./` or `$/`; None when there is no knowing."""
        inside = _inside(path)
        return None if inside is None else self.exists(inside)

    def paths(self, reference: str) -> Iterator[str]:
        """Where the file or folder of a reference may be."""
        inside = _inside(reference if reference.startswith(OWN) else reference.partition("@")[0])
        if inside is not None:
            yield inside

    def exists(self, path: str) -> bool:
        return path in self.texts or any([other.startswith(f"{path}/") for other in self.texts])

    def text(self, path: str) -> str | None:
        return self.texts.get(path)

    def _part(self, path: str) -> Any:
        if path not in self._read:
            from synth.validate import loaded  # which imports the checks, which files do without

            text = self.text(path)
            self._read[path] = None if text is None else loaded(text, path.replace(os.sep, "/")).part
        return self._read[path]


class Repository(Files):
    """A repository's folder; None where there is none. `called` holds files of other repositories as `owner/repo/path` or `owner/repo/path@ref`."""

    def __init__(self, root: str | os.PathLike[str] | None, called: str | os.PathLike[str] | None = None) -> None:
        super().__init__({})
        self.root = None if root is None else os.fspath(root)
        self.called = None if called is None else os.fspath(called)

    def holds(self, path: str) -> bool | None:
        inside = _inside(path)
        return None if inside is None or self.root is None else os.path.exists(os.path.join(self.root, inside))

    def paths(self, reference: str) -> Iterator[str]:
        path, at, ref = reference.partition("@")
        inside = _inside(reference if reference.startswith(OWN) else path)
        if inside is None:
            return
        if reference.startswith(OWN):
            if self.root is not None:
                yield os.path.join(self.root, inside)
        elif self.called is not None and at and (inside_ref := _inside(ref)) is not None:
            owner, _, rest = inside.partition("/")
            repository, _, rest = rest.partition("/")
            yield os.path.join(self.called, f"{inside}@{inside_ref}")
            yield os.path.join(self.called, owner, f"{repository}@{inside_ref}", rest)
            yield os.path.join(self.called, inside)

    def text(self, path: str) -> str | None:
        from synth.yaml.read import decode

        try:
            with open(path, "rb") as opened:
                text = decode(opened.read())
        except (OSError, ValueError):  # ValueError: a path that no system can have
            return None
        return text if isinstance(text, str) else None


def _inside(path: str) -> str | None:
    """The path without `./` or `$/`; None for one that leads out."""
    given = path[2:] if path.startswith(OWN) else path
    clean = os.path.normpath(given.lstrip("/") or ".").replace(os.sep, "/")
    if clean == ".." or clean.startswith("../") or "\0" in clean:
        return None
    return "" if clean == "." else clean
