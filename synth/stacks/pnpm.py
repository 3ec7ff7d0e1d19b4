"""Node.js with pnpm: package.json and pnpm-lock.yaml."""

from __future__ import annotations

from synth.bindings import checkout
from synth.build.steps import run, uses
from synth.detect.defaults import NODE
from synth.record import field, record
from synth.stacks.npm import node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.build.steps import Step

SETUP = "pnpm/action-setup@v6.0.9"


@record
class Pnpm:
    """The commands of a project that pnpm installs; those that are given by default name the usual scripts of its package.json.

    The version of pnpm is that of `packageManager` in package.json, or `pnpm` where package.json has none; giving both is an error of pnpm's.
    """

    node: str = NODE
    node_file: str | None = None
    pnpm: str | None = None
    folder: str = "."
    lint: Sequence[str] = ("pnpm run lint",)
    format: Sequence[str] = ("pnpm run format:check",)
    types: Sequence[str] = ("pnpm run typecheck",)
    audit: Sequence[str] = ("pnpm audit --audit-level high --prod",)
    unit: Sequence[str] = ("pnpm run test",)
    integration: Sequence[str] = ("pnpm run test:integration",)
    coverage: str = "coverage"
    scripts: bool = field(default=False)  # whether the install scripts of dependencies may run
    cache: bool = field(default=False)  # whether downloads are kept between runs; never where credentials are

    def prepare(self) -> list[Step[Any]]:
        """The steps that bring the sources, pnpm, Node and the locked dependencies."""
        install = "pnpm install --frozen-lockfile" + ("" if self.scripts else " --ignore-scripts")
        return [*self.prepare_audit(), run(install, name="Install dependencies")]

    def prepare_audit(self) -> list[Step[Any]]:
        """The steps that bring the sources, pnpm and Node; pnpm audits its lock file."""
        inputs = {
            "version": self.pnpm,
            "package_json_file": None if self.pnpm or self.folder == "." else f"{self.folder}/package.json",
        }
        return [
            checkout("Check out"),
            uses(SETUP, name="Set up pnpm", inputs={name: value for name, value in inputs.items() if value}),
            node("pnpm", "pnpm-lock.yaml", self.folder, self.node, self.node_file, self.cache),
        ]
