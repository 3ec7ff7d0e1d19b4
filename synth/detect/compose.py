"""What a compose file for tests lacks: a service that runs them, and databases that keep their data in memory."""

from __future__ import annotations

import re

from synth.backing import postgres_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.detect.tree import Tree

_IMAGE = re.compile(r"(?:.*/)?(?P<name>[\w.-]+)(?::(?P<tag>[\w.-]+))?(?:@sha256:.*)?")
_DATA = {"mysql": "/var/lib/mysql", "mariadb": "/var/lib/mysql", "redis": "/data", "valkey": "/data", "mongo": "/data/db"}


def faults(tree: Tree, path: str, tester: str) -> list[str]:
    """What is wrong with the file, one sentence each."""
    if tree.text(path) is None:
        return [f"{path} is not there"]
    services = tree.yaml(path).get("services")
    if not isinstance(services, dict):
        return [f"{path} has no services"]
    found = [] if tester in services else [f"{path} has no service '{tester}'; it has {', '.join([str(name) for name in services])}"]
    for name, service in services.items():
        folder = data_folder(str(service.get("image", ""))) if isinstance(service, dict) else ""
        if folder and not _in_memory(service, folder):
            at = tree.at(path, rf"^\s+{re.escape(str(name))}\s*:")
            found.append(f"{at}: '{name}' keeps its data on disk: tmpfs: [{folder}]")
    return found


def data_folder(image: str) -> str:
    """Where the image keeps its data; empty for one that is no known database."""
    found = _IMAGE.fullmatch(image)
    if found is None:
        return ""
    if found["name"] in ("postgres", "postgis", "pgvector"):
        return postgres_data(found["tag"] or "")
    return _DATA.get(found["name"], "")


def _in_memory(service: Mapping[str, Any], folder: str) -> bool:
    mounts = service.get("tmpfs") or []
    listed = [mounts] if isinstance(mounts, str) else mounts if isinstance(mounts, list) else []
    volumes = [one for one in service.get("volumes") or [] if isinstance(one, dict) and one.get("type") == "tmpfs"]
    places = [str(one).partition(":")[0] for one in listed] + [str(one.get("target")) for one in volumes]
    return any([folder == place or folder.startswith(place.rstrip("/") + "/") for place in places])
