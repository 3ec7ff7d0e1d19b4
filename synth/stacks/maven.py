"""Java with Maven: pom.xml."""

from __future__ import annotations

from synth.bindings import checkout, setup_java
from synth.detect.defaults import JAVA, MAVEN_GATE
from synth.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Literal

    from synth.build.steps import Step


@record
class Maven:
    """The commands of a project of Maven. Every tool is a plugin that its pom.xml declares.

    `java_file`, from the repository's root, names the version in place of `java`.
    """

    java: str = JAVA
    java_file: str | None = None
    program: str = "./mvnw"
    folder: str = "."
    lint: Sequence[str] = ("./mvnw -B checkstyle:check",)
    format: Sequence[str] = ("./mvnw -B spotless:check",)
    types: Sequence[str] = ("./mvnw -B test-compile",)
    audit: Sequence[str] = ()
    unit: Sequence[str] = ("./mvnw -B jacoco:prepare-agent verify jacoco:report -DskipITs", MAVEN_GATE)
    integration: Sequence[str] = ("./mvnw -B verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip=true",)
    coverage: str = "**/target/site/jacoco"
    cache: bool = field(default=False)  # whether downloads are kept between runs; never where credentials are

    def prepare(self) -> list[Step[Any]]:
        """The steps that bring the sources and Java; Maven fetches what each command needs."""
        inside = "" if self.folder == "." else f"{self.folder}/"
        return [checkout("Check out"), java(self.java, self.java_file, "maven" if self.cache else None, f"{inside}**/pom.xml")]

    def prepare_audit(self) -> list[Step[Any]]:
        """Those of `prepare`."""
        return self.prepare()


def java(version: str, file: str | None, cache: Literal["maven", "gradle"] | None = None, cached_for: str = "") -> Step[Any]:
    """The step that brings Java, of a version or of the one that a file names, and with `cache` downloads of earlier runs."""
    return setup_java(
        "Set up Java",
        distribution="temurin",
        java_version=None if file else version,
        java_version_file=file,
        cache=cache,
        cache_dependency_path=cached_for if cache else None,
    )
