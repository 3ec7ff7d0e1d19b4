"""Node.js with Yarn, old (1, "classic") and new (2 and later, "berry"): package.json and yarn.lock."""

from __future__ import annotations

from synth.bindings import checkout
from synth.build.steps import run
from synth.detect.defaults import NODE
from synth.pipeline import StageError
from synth.record import field, record
from synth.stacks.npm import node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.build.steps import Step

LAST_NODE_WITH_COREPACK = 24


@record
class Yarn:
    """The commands of a project that Yarn installs; those that are given by default name the usual scripts of its package.json.

    Where the repository holds Yarn itself (`yarnPath` in .yarnrc.yml) that one runs; else `corepack` brings the one that `packageManager` in
    package.json names. Node has no corepack from 25 on. Yarn 1 has no audit any more, since npm retired the addresses that it asks.
    """

    node: str = NODE
    node_file: str | None = None
    berry: bool = True
    corepack: bool = False
    folder: str = "."
    lint: Sequence[str] = ("yarn run lint",)
    format: Sequence[str] = ("yarn run format:check",)
    types: Sequence[str] = ("yarn run typecheck",)
    audit: Sequence[str] = ("yarn npm audit --all --recursive --environment production --severity high",)
    unit: Sequence[str] = ("yarn run test",)
    integration: Sequence[str] = ("yarn run test:integration",)
    coverage: str = "coverage"
    scripts: bool = field(default=False)  # whether the install scripts of dependencies may run
    cache: bool = field(default=False)  # whether downloads are kept between runs; never where credentials are

    def prepare(self) -> list[Step[Any]]:
        """The steps that bring the sources, Node, Yarn and the locked dependencies."""
        if self.berry:
            install = "yarn install --immutable" + ("" if self.scripts else " --mode=skip-build")
        else:
            install = "yarn install --frozen-lockfile" + ("" if self.scripts else " --ignore-scripts")
        setup = [checkout("Check out"), node("yarn", "yarn.lock", self.folder, self.node, self.node_file, self.cache)]
        if not self.corepack:
            return [*setup, run(install, name="Install dependencies")]
        major = self.node.lstrip("v").partition(".")[0]
        if major.isdigit() and int(major) > LAST_NODE_WITH_COREPACK:
            raise StageError(f"Node {major} has no corepack to bring Yarn: keep Yarn in the repository with 'yarn set version 4 --yarn-path'")
        if self.cache:
            raise StageError("setup-node asks Yarn for its cache before corepack has brought Yarn: cache=False, or keep Yarn in the repository")
        return [*setup, run("corepack enable", name="Set up Yarn"), run(install, name="Install dependencies")]

    def prepare_audit(self) -> list[Step[Any]]:
        """Those of `prepare`."""
        return self.prepare()
