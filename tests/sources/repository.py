"""A git repository in a folder of its own, of which nobody's configuration changes the meaning."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.com",
    "GIT_AUTHOR_DATE": "2026-11-01T12:00:00Z",
    "GIT_COMMITTER_DATE": "2026-11-01T12:00:00Z",
}
CI = ".github/workflows/ci.yml"


@dataclass(frozen=True)
class Repository:
    root: Path

    @staticmethod
    def made(root: Path) -> Repository:
        root.mkdir(parents=True, exist_ok=True)
        repository = Repository(root)
        repository.git("init", "--quiet", "--initial-branch=main")
        return repository

    def git(self, *words: str) -> str:
        done = subprocess.run(["git", *words], cwd=self.root, env={**os.environ, **ENVIRONMENT}, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def write(self, path: str, text: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def commit(self, **files: str | bytes) -> str:
        """A commit of the work tree with these files as well, by their paths; its hash."""
        for path, text in files.items():
            self.write(path, text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "A change")
        return self.git("rev-parse", "HEAD")
