"""A repository's files, as detection reads them: names once, texts when they are asked for. Nothing is run, and no link is followed."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# what is installed, built or checked out from elsewhere
NOT_OURS = frozenset("__pycache__ bower_components build coverage dist env node_modules out site-packages target third_party vendor venv".split())
MAX_BYTES = 1024 * 1024
MAX_DEPTH = 8
MAX_FOLDERS = 20_000


class Tree:
    """The files below a folder. Paths are relative to it, with `/`; the folder itself is `.`."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.truncated = False
        self.folders: dict[str, tuple[str, ...]] = {}  # folder -> the names of its files, sorted
        self._texts: dict[str, str | None] = {}
        self._scan()

    def has(self, folder: str, name: str) -> bool:
        return name in self.folders.get(folder, ())

    def text(self, path: str) -> str | None:
        """The file's text; None where there is none, or it is too large to have been written by a person."""
        if path not in self._texts:
            self._texts[path] = self._read(path)
        return self._texts[path]

    def first(self, folder: str, *names: str) -> str | None:
        """The path of the first of these files that the folder has. A name may hold one `*`."""
        for name in names:
            before, star, after = name.partition("*")
            for found in self.folders.get(folder, ()):
                if found == name or (star and found.startswith(before) and found.endswith(after) and len(found) >= len(before + after)):
                    return within(folder, found)
        return None

    def below(self, folder: str) -> Iterator[str]:
        """The paths of all files in the folder and below it."""
        for one, names in self.folders.items():
            if is_within(one, folder):
                for name in names:
                    yield within(one, name)

    def json(self, path: str) -> dict[str, Any]:
        """The file's object; empty where there is none, or it cannot be read."""
        from json import loads

        try:
            found = loads(self.text(path) or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def toml(self, path: str) -> dict[str, Any]:
        """The file's tables; empty where there are none, or they cannot be read."""
        from tomllib import TOMLDecodeError, loads

        try:
            return loads(self.text(path) or "")
        except TOMLDecodeError:
            return {}

    def yaml(self, path: str) -> dict[str, Any]:
        """The file's mapping; empty where there is none, or it cannot be read."""
        from yaml import YAMLError, load
        from yaml.cyaml import CSafeLoader

        try:
            found = load(self.text(path) or "", Loader=CSafeLoader)
        except (YAMLError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def unreadable(self, path: str) -> bool:
        """Whether a JSON or TOML file is there and is none."""
        return bool((self.text(path) or "").strip()) and not (self.json(path) if path.endswith(".json") else self.toml(path))

    def at(self, path: str, pattern: str = "", after: str = "") -> str:
        """`path:line` of the first match of the pattern, behind the first match of `after`; the path alone where there is none."""
        text = self.text(path) or ""
        begin = re.search(after, text, re.MULTILINE) if after else None
        found = re.compile(pattern, re.MULTILINE).search(text, begin.end() if begin else 0) if pattern and (begin or not after) else None
        return f"{path}:{text.count(chr(10), 0, found.start()) + 1}" if found else path

    def _read(self, path: str) -> str | None:
        folder, _, name = path.rpartition("/")
        if not self.has(folder or ".", name):
            return None
        full = os.path.join(self.root, path)
        try:
            if os.path.getsize(full) > MAX_BYTES and not name.endswith((".lock", "-lock.json", "-lock.yaml")):
                return None
            with open(full, encoding="utf-8-sig", errors="replace") as file:
                return file.read(MAX_BYTES)
        except OSError:
            return None

    def _scan(self) -> None:
        waiting = ["."]
        while waiting:
            folder = waiting.pop(0)
            if len(self.folders) >= MAX_FOLDERS:
                self.truncated = True
                return
            files, folders = [], []
            try:
                with os.scandir(os.path.join(self.root, folder)) as entries:
                    for entry in entries:
                        if entry.is_dir(follow_symlinks=False):
                            folders.append(entry.name)
                        elif entry.is_file(follow_symlinks=False):
                            files.append(entry.name)
            except OSError:
                continue
            self.folders[folder] = tuple(sorted(files))
            if folder.count("/") + (folder != ".") < MAX_DEPTH:
                waiting += [within(folder, name) for name in sorted(folders) if name not in NOT_OURS and name[0] != "."]


def within(folder: str, name: str) -> str:
    """The path of a name in a folder."""
    return name if folder == "." else folder if name == "." else f"{folder}/{name}"


def is_within(path: str, folder: str) -> bool:
    """Whether the path is the folder, or below it."""
    return folder == "." or path == folder or path.startswith(folder + "/")


def parents(folder: str) -> Iterator[str]:
    """The folders around this one, the nearest first."""
    while folder != ".":
        folder = folder.rpartition("/")[0] or "."
        yield folder


def matches(name: str, glob: str) -> bool:
    """Whether a workspace's pattern means the folder: `*` is one level, `**` any number."""
    if "**" in glob:
        return fnmatch(name, glob.replace("**", "*")) or fnmatch(name, glob.replace("/**", ""))
    return name.count("/") == glob.count("/") and fnmatch(name, glob)


def table(value: Any, *names: str) -> dict[str, Any]:
    """The mapping below these keys; empty where something else, or nothing, is there."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def texts(value: Any) -> list[str]:
    """The texts of a list; empty where something else is there."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
