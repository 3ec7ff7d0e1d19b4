"""Go: go.mod, or go.work for several modules."""

from __future__ import annotations

from synth.bindings import checkout, setup_go
from synth.build.steps import run
from synth.detect.defaults import GO_FORMAT, GO_GATE
from synth.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.build.steps import Step


@record
class Go:
    """The commands of a Go module. `version_file`, from the repository's root, names the version; tools are those of its `tool` lines.

    Without one it is the module's own go.mod.

    The gate is on statements, which is what Go counts.
    """

    version_file: str = "go.mod"
    folder: str = "."
    packages: str = "./..."
    lint: Sequence[str] = ("go mod tidy -diff", "go vet ./...")
    format: Sequence[str] = (GO_FORMAT,)
    types: Sequence[str] = ("go build ./...",)
    audit: Sequence[str] = ("go tool govulncheck ./...",)
    unit: Sequence[str] = ("go test -race -covermode=atomic -coverprofile=coverage.out ./...", GO_GATE)
    integration: Sequence[str] = ("go test -race -tags=integration ./...",)
    coverage: str = "coverage.out"
    cache: bool = field(default=False)  # whether downloads are kept between runs; never where credentials are

    def prepare(self) -> list[Step[Any]]:
        """The steps that bring the sources, Go and the locked modules."""
        inside = "" if self.folder == "." else f"{self.folder}/"
        return [
            checkout("Check out"),
            setup_go(
                "Set up Go",
                go_version_file=f"{inside}go.mod" if self.version_file == "go.mod" else self.version_file,
                cache=self.cache,
                cache_dependency_path=f"{inside}{'**/' if self.version_file.endswith('.work') else ''}go.sum" if self.cache else None,
            ),
            run("go mod download\ngo mod verify", name="Install dependencies"),
        ]

    def prepare_audit(self) -> list[Step[Any]]:
        """Those of `prepare`: govulncheck looks at what is called."""
        return self.prepare()
