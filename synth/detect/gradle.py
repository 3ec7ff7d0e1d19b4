"""Projects of Gradle: its wrapper, Java, and the plugins that check, test and measure."""

from __future__ import annotations

import re

from synth.detect import java
from synth.detect.defaults import JACOCO, KOVER, gradle_gate
from synth.detect.found import Gathering, Note, Project
from synth.detect.tree import is_within, within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.detect.tree import Tree

_BUILD = ("build.gradle", "build.gradle.kts")
_SETTINGS = ("settings.gradle", "settings.gradle.kts")
_LINTERS = {
    "detekt": ("detekt", r"io\.gitlab\.arturbosch\.detekt|dev\.detekt|libs\.plugins\.detekt"),
    "ktlint": ("ktlintCheck", r"org\.jlleitschuh\.gradle\.ktlint|libs\.plugins\.ktlint"),
    "checkstyle": ("checkstyleMain checkstyleTest", r"""id[ (]["']checkstyle["']|^\s*`?checkstyle`?\s*$|plugin: ["']checkstyle["']"""),
    "pmd": ("pmdMain pmdTest", r"""id[ (]["']pmd["']|^\s*`?pmd`?\s*$|plugin: ["']pmd["']"""),
    "spotbugs": ("spotbugsMain", r"com\.github\.spotbugs|libs\.plugins\.spotbugs"),
}
_SPOTLESS = r"com\.diffplug\.spotless|libs\.plugins\.spotless"
_JACOCO = r"""id[ (]["']jacoco["']|^\s*`?jacoco`?\s*$|plugin: ["']jacoco["']"""
_KOVER = r"org\.jetbrains\.kotlinx\.kover|libs\.plugins\.kover"
_XML = r"xml\.required(?:\s*=\s*|\.set\()\s*true|xml\s*\{[^}]*(?:required\s*=\s*true|enabled\s*=?\s*true)|xml\.enabled\s*=?\s*true"


def projects(tree: Tree, notes: list[Note]) -> list[Project]:
    """The builds of the tree, with the folders below their settings as members."""
    found: list[Project] = []
    for folder in [folder for folder in tree.folders if tree.first(folder, *_SETTINGS, *_BUILD)]:
        if not any([folder in one.members for one in found]):
            found.append(_project(tree, folder))
    return found


def _project(tree: Tree, folder: str) -> Project:
    gathered = Gathering()
    settings = tree.first(folder, *_SETTINGS)
    members = [
        one
        for one in tree.folders
        if settings and one != folder and is_within(one, folder) and tree.first(one, *_BUILD) and not tree.first(one, *_SETTINGS)
    ]
    builds = [path for one in (folder, *members) if (path := tree.first(one, *_BUILD))]
    builds += [path for path in tree.below(within(folder, "buildSrc")) if path.endswith((".gradle", ".gradle.kts"))]
    if settings:
        builds.append(settings)
    where = tree.first(folder, *_BUILD) or settings or folder

    def at(pattern: str) -> str:
        """The first place of the builds that has it."""
        return next((tree.at(path, pattern) for path in builds if re.search(pattern, tree.text(path) or "", re.MULTILINE)), "")

    toolchain = (
        (r"JavaLanguageVersion\.of\(\s*[\"']?(\d+)", "the toolchain's version"),
        (r"jvmToolchain\(\s*(\d+)", "the toolchain's version"),
        (r"release(?:\s*=\s*|\.set\()\s*(\d+)", "the compiler's release"),
        (
            r"(?:source|target)Compatibility\s*=?\s*(?:JavaVersion\.VERSION_|JavaVersion\.toVersion\([\"']?|[\"']?)((?:1[._])?\d+)",
            "the compiler's level",
        ),
        (r"jvmTarget\s*=?\s*(?:JvmTarget\.JVM_|\.set\(JvmTarget\.JVM_|[\"'])(\d+)", "Kotlin's target"),
    )
    declared = [(within(folder, "gradle/gradle-daemon-jvm.properties"), r"^toolchainVersion=(\d+)", "the daemon's version")]
    declared += [(path, pattern, why) for pattern, why in toolchain for path in builds]
    java.version(tree, folder, declared, gathered)
    program = "./gradlew" if tree.has(folder, "gradlew") else "gradle"
    if program == "gradle":
        gathered.add("program", program, where, "there is no wrapper, so it is the runner's Gradle")
        gathered.lacks("wrapper", "there is no gradlew, so nothing says which Gradle: gradle wrapper")
    linters = [name for name, (_, pattern) in _LINTERS.items() if at(pattern)]
    if linters:
        tasks = " ".join([_LINTERS[name][0] for name in linters])
        gathered.add(
            "lint", (f"{program} {tasks}",), at(_LINTERS[linters[0]][1]), f"the plugin{'s' if len(linters) > 1 else ''} {' and '.join(linters)}"
        )
    else:
        gathered.lacks("lint", "no build has the plugin of detekt, ktlint, Checkstyle, PMD or SpotBugs")
    if found := at(_SPOTLESS):
        gathered.add("format", (f"{program} spotlessCheck",), found, "the plugin of Spotless")
    else:
        gathered.lacks("format", "no build has the plugin of Spotless")
    gathered.add("types", (f"{program} testClasses",), where, "the compiler checks types")
    if found := at(r"org\.owasp\.dependencycheck"):
        gathered.add("audit", (f"{program} dependencyCheck{'Aggregate' if members else 'Analyze'}",), found, "the plugin of Dependency-Check")
    else:
        gathered.lacks("audit", "no build has the plugin of Dependency-Check: Audit(stack, tool='trivy') reads gradle.lockfile")
    _tests(tree, folder, program, at, gathered)
    task = next((name for name in ("integrationTest", "integTest", "intTest") if at(rf"\b{name}\b")), "")
    if task:
        gathered.add("integration", (f"{program} {task}",), at(rf"\b{task}\b"), f"the task {task}")
    else:
        gathered.lacks("integration", "no build has a task integrationTest")
    return gathered.project("gradle", folder, where, "a build of Gradle" + (f" with {len(members)} projects" if members else ""), tuple(members))


def _tests(tree: Tree, folder: str, program: str, at: Callable[[str], str], gathered: Gathering) -> None:
    written = next((one for one in tree.below(folder) if "/src/test/" in f"/{one}" and one.endswith((".java", ".kt", ".groovy", ".scala"))), "")
    jacoco, kover, rules = at(_JACOCO), at(_KOVER), at(r"\bviolationRules\b|\bjacocoTestCoverageVerification\b")
    if not written:
        gathered.lacks("unit", "there is no test below src/test")
    elif kover:
        gate = gradle_gate(KOVER)
        gathered.add("unit", (f"{program} test koverXmlReport", gate), kover, "Kover measures the tests")
        gathered.add("coverage", "**/build/reports/kover", kover, "where Kover leaves its report")
    elif jacoco and at(_XML):
        gate = gradle_gate(JACOCO)
        verified = " jacocoTestCoverageVerification" if rules else ""
        gathered.add("unit", (f"{program} test jacocoTestReport{verified}", gate), jacoco, "JaCoCo measures the tests, and writes XML")
        gathered.add("coverage", "**/build/reports/jacoco", jacoco, "where JaCoCo leaves its report")
    elif jacoco and rules:
        gathered.add(
            "unit", (f"{program} test jacocoTestReport jacocoTestCoverageVerification",), rules, "JaCoCo measures the tests, by the build's own rules"
        )
        gathered.add("coverage", "**/build/reports/jacoco", jacoco, "where JaCoCo leaves its report")
        gathered.lacks("gate", "the build's own rule is the gate: with reports { xml.required = true } the share could be given to UnitTest")
    else:
        gathered.add("unit", (f"{program} test",), written, "tests below src/test")
        gathered.add("coverage", "", written, "no report is known to be written")
        wants = "JaCoCo's report is not written as XML: reports { xml.required = true }" if jacoco else "the plugin 'jacoco' would"
        gathered.lacks("gate", f"nothing measures the lines that the tests cover: {wants}")
