"""Node.js with npm: package.json and package-lock.json."""

from __future__ import annotations

from synth.bindings import checkout, setup_node
from synth.build.steps import run
from synth.detect.defaults import NODE
from synth.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Literal

    from synth.build.steps import Step


@record
class Npm:
    """The commands of a project that npm installs; those that are given by default name the usual scripts of its package.json.

    `node_file`, from the repository's root, names the version in place of `node`. `coverage` is the folder that the unit tests leave. A gate is
    either part of the project's own script, or comes as in `npm test -- --coverage.thresholds.lines={coverage}`.
    """

    node: str = NODE
    node_file: str | None = None
    folder: str = "."
    lint: Sequence[str] = ("npm run lint",)
    format: Sequence[str] = ("npm run format:check",)
    types: Sequence[str] = ("npm run typecheck",)
    audit: Sequence[str] = ("npm audit --audit-level=high --omit=dev",)
    unit: Sequence[str] = ("npm test",)
    integration: Sequence[str] = ("npm run test:integration",)
    coverage: str = "coverage"
    scripts: bool = field(default=False)  # whether `npm ci` may run the install scripts of dependencies
    cache: bool = field(default=False)  # whether downloads are kept between runs; never where credentials are

    def prepare(self) -> list[Step[Any]]:
        """The steps that bring the sources, Node and the locked dependencies."""
        return [*self.prepare_audit(), run("npm ci" if self.scripts else "npm ci --ignore-scripts", name="Install dependencies")]

    def prepare_audit(self) -> list[Step[Any]]:
        """The steps that bring the sources and Node; npm audits its lock file."""
        return [checkout("Check out"), node("npm", "package-lock.json", self.folder, self.node, self.node_file, self.cache)]


def node(manager: Literal["npm", "pnpm", "yarn"], lock: str, folder: str, version: str, file: str | None, cache: bool) -> Step[Any]:
    """The step that brings Node, of a version or of the one that a file names, and with `cache` the manager's downloads of earlier runs."""
    return setup_node(
        "Set up Node.js",
        node_version=None if file else version,
        node_version_file=file,
        cache=manager if cache else None,
        cache_dependency_path=(lock if folder == "." else f"{folder}/{lock}") if cache else None,
    )
