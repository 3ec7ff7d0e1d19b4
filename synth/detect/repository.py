"""All projects of a repository: what each kind finds, without samples, and with what no stack knows."""

from __future__ import annotations

from synth.detect import docker, go, gradle, javascript, maven, python
from synth.detect.docker import composed
from synth.detect.found import Findings, Note, Project
from synth.detect.tree import MAX_FOLDERS, Tree

_ASIDE = frozenset("__fixtures__ __tests__ cypress doc docs example examples fixtures samples template templates test testdata tests".split())
_UNKNOWN = {
    "Cargo.toml": "Rust",
    "composer.json": "PHP",
    "Gemfile": "Ruby",
    "mix.exs": "Elixir",
    "Package.swift": "Swift",
    "build.sbt": "Scala",
    "deno.json": "Deno",
    "pubspec.yaml": "Dart",
    "CMakeLists.txt": "C and C++",
    "*.csproj": ".NET",
    "*.sln": ".NET",
    "*.cabal": "Haskell",
    "project.clj": "Clojure",
    "WORKSPACE.bazel": "Bazel",
    "MODULE.bazel": "Bazel",
}


def detect(root: str) -> Findings:
    """What the folder `root` holds."""
    return found_in(Tree(root))


def found_in(tree: Tree) -> Findings:
    """What the tree holds."""
    notes: list[Note] = []
    projects: list[Project] = []
    for one in (javascript.projects, python.projects, go.projects, maven.projects, gradle.projects):
        projects += one(tree, notes)
    projects = [composed(tree, one) for one in projects]
    projects += docker.projects(tree, projects, notes)
    kept = [one for one in projects if not _is_aside(one.folder)]
    notes += [Note(one.where, f"not looked at further: {one.kind} in a folder of examples or tests") for one in projects if _is_aside(one.folder)]
    notes += _unknown(tree)
    if tree.truncated:
        notes.append(Note(".", f"more than {MAX_FOLDERS:,} folders: the deepest were not looked at"))
    kept.sort(key=lambda one: (one.folder != ".", one.folder))
    return Findings(tuple(kept), notes=tuple(sorted(notes, key=lambda note: note.where)))


def _is_aside(folder: str) -> bool:
    """Whether the folder is part of the project's tests or documentation, as a sample of something else."""
    return any([part in _ASIDE for part in folder.split("/")])


def _unknown(tree: Tree) -> list[Note]:
    """Languages that no stack knows, each once, at the file that shows it first."""
    seen: dict[str, str] = {}
    for folder in tree.folders:
        for pattern, language in _UNKNOWN.items():
            path = tree.first(folder, pattern)
            if path and language not in seen and not _is_aside(folder):
                seen[language] = path
    return [Note(path, f"{language} has no stack yet") for language, path in seen.items()]
