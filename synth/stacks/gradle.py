"""Java and Kotlin with Gradle: settings.gradle, build.gradle, in Groovy or Kotlin."""

from __future__ import annotations

from synth.bindings import checkout, setup_gradle
from synth.detect.defaults import JACOCO, JAVA, gradle_gate
from synth.record import field, record
from synth.stacks.maven import java

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.build.steps import Step


@record
class Gradle:
    """The commands of a build of Gradle. Every tool is a plugin that the build declares.

    `java_file`, from the repository's root, names the version in place of `java`.
    """

    java: str = JAVA
    java_file: str | None = None
    program: str = "./gradlew"
    folder: str = "."
    lint: Sequence[str] = ("./gradlew checkstyleMain checkstyleTest",)
    format: Sequence[str] = ("./gradlew spotlessCheck",)
    types: Sequence[str] = ("./gradlew testClasses",)
    audit: Sequence[str] = ()
    unit: Sequence[str] = ("./gradlew test jacocoTestReport", gradle_gate(JACOCO))
    integration: Sequence[str] = ("./gradlew integrationTest",)
    coverage: str = "**/build/reports/jacoco"
    cache: bool = field(default=False)  # whether downloads are kept between runs; never where credentials are

    def prepare(self) -> list[Step[Any]]:
        """The steps that bring the sources, Java and Gradle, which fetches what each command needs; wrappers are compared with Gradle's own."""
        return [checkout("Check out"), java(self.java, self.java_file), setup_gradle("Set up Gradle", cache_disabled=None if self.cache else True)]

    def prepare_audit(self) -> list[Step[Any]]:
        """Those of `prepare`."""
        return self.prepare()
