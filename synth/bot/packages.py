"""PyYAML on a bare runner: that of its Python, else the files that this lock has hashes of, installed below RUNNER_TEMP."""

from __future__ import annotations

import os
import sys

from synth.runtime.screen import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    Install: TypeAlias = Callable[[str, str], None]

# Wheels for Linux, x86-64 and ARM, CPython 3.10 to 3.14; the same version and hashes as in requirements.lock
LOCK = """\
pyyaml==6.0.3 \\
    --hash=sha256:0f29edc409a6392443abf94b9cf89ce99889a1dd5376d94316ae5145dfedd5d6 \\
    --hash=sha256:10892704fc220243f5305762e276552a0395f7beb4dbf9b14ec8fd43b57f126c \\
    --hash=sha256:501a031947e3a9025ed4405a168e6ef5ae3126c59f90ce0cd6f2bfc477be31b7 \\
    --hash=sha256:9149cad251584d5fb4981be1ecde53a1ca46c891a79788c0df828d2f166bda28 \\
    --hash=sha256:9c7708761fccb9397fe64bbc0395abcae8c4bf7b0eac081e12b809bf47700d0b \\
    --hash=sha256:b30236e45cf30d2b8e7b3e85881719e98507abed1011bf463a8fa23e9c3e98a8 \\
    --hash=sha256:b8bb0864c5a28024fac8a632c443c87c5aa6f215c0b126c449ae1a150412f31d \\
    --hash=sha256:ba1cc08a7ccde2d2ec775841541641e4548226580ab850948cbfda66a1befcdc \\
    --hash=sha256:c458b6d084f9b935061bc36216e8a69a7e293a2f1e68bf956dcd9e6cbcd143f5 \\
    --hash=sha256:ee2922902c45ae8ccada2c5b501ab86c36525b883eff4255313a253a3160861c
"""
_SECONDS = 120


class PackageError(Exception):
    """PyYAML cannot be had, so nothing was compared."""


def have_yaml(environment: Mapping[str, str], install: Install | None = None) -> str:
    """Makes `import yaml` work; gives the folder that it comes from, "" for the Python's own. Raises PackageError."""
    if _is_there():
        return ""
    import tempfile

    folder = tempfile.mkdtemp(prefix="ghsynth-yaml-", dir=environment.get("RUNNER_TEMP") or None)
    lock = os.path.join(folder, "yaml.lock")
    with open(lock, "w", encoding="utf-8") as file:
        file.write(LOCK)
    (install or _pip)(lock, folder)
    sys.path.insert(0, folder)
    if not _is_there():
        raise PackageError("PyYAML was installed, but has no libyaml for this machine: use a GitHub-hosted Linux runner, or install python3-yaml")
    return folder


def _is_there() -> bool:
    from importlib import import_module, invalidate_caches

    invalidate_caches()
    try:
        import_module("yaml.cyaml")
    except ImportError:
        for name in [name for name in sys.modules if name == "yaml" or name.startswith("yaml.")]:
            del sys.modules[name]
        return False
    return True


def _pip(lock: str, folder: str) -> None:
    """Wheels by their hashes, so that nothing of them runs. The job's token is not passed on."""
    import subprocess

    command = [sys.executable, "-I", "-m", "pip", "install", "--require-hashes", "--no-deps", "--only-binary", ":all:", "--target", folder]
    command += ["--no-input", "--quiet", "--disable-pip-version-check", "--requirement", lock]
    kept = {
        name: value for name, value in os.environ.items() if name.lower().startswith(("pip_", "lc_", "path", "home", "ssl_cert")) or _is_proxy(name)
    }
    try:
        done = subprocess.run(command, env={**kept, "PIP_USER": "0"}, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PackageError(f"PyYAML could not be installed: {type(error).__name__}") from None
    if done.returncode:
        said = (done.stderr.strip() or "it said nothing").splitlines()[-1]
        raise PackageError(f"PyYAML could not be installed, pip ended with {done.returncode}: {printable(said)[:200]}")


def _is_proxy(name: str) -> bool:
    return name.lower().endswith("_proxy")
