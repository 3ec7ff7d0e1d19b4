"""What only Docker builds: a Dockerfile in any language."""

from __future__ import annotations

from synth.bindings import checkout, setup_buildx
from synth.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.build.steps import Step


@record
class Docker:
    """A folder whose checks and tests are builds: Docker's own checks of the Dockerfile, and a stage of it that runs the unit tests.

    `compose` is a compose file whose service `tester` runs the integration tests.
    """

    folder: str = "."
    dockerfile: str = "Dockerfile"
    lint: Sequence[str] = ("docker build --check .",)
    format: Sequence[str] = ()
    types: Sequence[str] = ()
    audit: Sequence[str] = ()
    unit: Sequence[str] = ("docker build --target test .",)
    integration: Sequence[str] = ()
    coverage: str = ""
    compose: str | None = None
    tester: str = "tests"

    def prepare(self) -> list[Step[Any]]:
        """The steps that bring the sources and Buildx."""
        return [checkout("Check out"), setup_buildx("Set up Buildx")]

    def prepare_audit(self) -> list[Step[Any]]:
        """Those of `prepare`."""
        return self.prepare()
