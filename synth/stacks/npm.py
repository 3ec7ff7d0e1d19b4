"""Node.js with npm: package.json and package-lock.json."""

from __future__ import annotations

from synth.bindings import checkout, setup_node
from synth.build.steps import run
from synth.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.build.steps import Step


@record
class Npm:
    """The commands of a project that npm installs; each names a script of its package.json.

    `coverage` is the folder that the unit tests leave; the coverage gate is part of the project's own `unit` script.
    """

    node: str = "24"
    folder: str = "."
    lint: Sequence[str] = ("npm run lint", "npm run format:check")
    unit: Sequence[str] = ("npm test",)
    integration: Sequence[str] = ("npm run test:integration",)
    coverage: str = "coverage"
    scripts: bool = field(default=False)  # whether `npm ci` may run the install scripts of dependencies

    def prepare(self) -> list[Step[Any]]:
        """The steps that bring the sources, Node and the locked dependencies."""
        return [
            checkout("Check out"),
            setup_node("Set up Node.js", node_version=self.node),
            run("npm ci" if self.scripts else "npm ci --ignore-scripts", name="Install dependencies"),
        ]
