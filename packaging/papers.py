"""What lies beside the modules in the tree and says what they are: licences, a bill of materials, the hash of each file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from trim import is_legal
from wheels import BuildError, Wheel


def licences(wheels: Sequence[Wheel], files: Mapping[str, bytes], owners: Mapping[str, str]) -> str:
    """Each package with its licence's name and files. Raises BuildError for a package without such a file."""
    lines = ["These packages lie here as their authors published them, less files that are not needed. They are not part of ghsynth."]
    for wheel in wheels:
        legal = sorted(name for name in files if owners[name] == wheel.name and is_legal(name))
        if not legal:
            raise BuildError(f"{wheel.name} {wheel.version} has no licence file: it may not be passed on")
        lines += ["", f"{wheel.name} {wheel.version}: {wheel.licence}", *[f"  {name}" for name in legal]]
    return "\n".join(lines) + "\n"


def bill_of_materials(wheels: Sequence[Wheel]) -> str:
    """CycloneDX 1.6. Neither a serial number nor a time: the same lock gives the same text."""
    components = [_component(wheel) for wheel in wheels]
    about = {"component": {"type": "library", "bom-ref": "ghsynth-runtime", "name": "ghsynth-runtime"}}
    return _json({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata": about, "components": components})


def manifest(lock: bytes, files: Mapping[str, bytes]) -> str:
    """The hash of the lock and of every other file of the tree."""
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    return _json({"schema": 1, "lock": hashlib.sha256(lock).hexdigest(), "files": hashes})


def _component(wheel: Wheel) -> dict[str, Any]:
    purl = f"pkg:pypi/{wheel.name}@{wheel.version}"
    licence: dict[str, Any] = {"expression": wheel.licence} if wheel.is_expression else {"license": {"name": wheel.licence}}
    hashes = [{"alg": "SHA-256", "content": wheel.sha256}]
    return {
        "type": "library", "bom-ref": purl, "name": wheel.name, "version": wheel.version, "hashes": hashes, "licenses": [licence], "purl": purl,
    }  # fmt: skip


def _json(value: Any) -> str:
    return json.dumps(value, indent=2) + "\n"
