"""The repository that is delivered: the application, the definition's workflows and actions, and its commits."""

from __future__ import annotations

import atexit
import contextlib
import io
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from synth.cli.generate import generate

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WORKFLOWS = ".github/workflows"
APPLICATION = {path.name: path.read_text("utf-8") for path in sorted((HERE / "application").iterdir()) if path.is_file()}


def commit(root: Path, files: Mapping[str, str], branch: str) -> str:
    """Writes the files, commits everything, and gives the commit. What begins with #! can be executed."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
        if text.startswith("#!"):
            (root / name).chmod(0o755)
    settings = ("user.name=A Person", "user.email=person@example.com", f"init.defaultBranch={branch}")
    git = ["git", "-C", str(root), *[word for setting in settings for word in ("-c", setting)]]
    for words in (["init", "-q"], ["add", "-A", "."], ["commit", "-q", "--allow-empty", "-m", "A change"]):
        subprocess.run([*git, *words], check=True, capture_output=True)
    return subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()


@cache
def generated(definition: str) -> Path:
    """A folder with the workflows and actions of the definition, generated once."""
    folder = Path(tempfile.mkdtemp(prefix="scenarios-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name, text in {**APPLICATION, ".github/ghsynth.py": definition}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    with contextlib.redirect_stdout(io.StringIO()) as said:
        assert generate(str(folder)) == 0, said.getvalue()
    return folder
