"""Projects of Maven: its wrapper, Java, and the plugins that check, test and measure."""

from __future__ import annotations

import re

from synth.detect import java
from synth.detect.defaults import MAVEN_GATE
from synth.detect.found import Gathering, Note, Project
from synth.detect.tree import is_within, within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.detect.tree import Tree

_LINTERS = {"maven-checkstyle-plugin": "checkstyle:check", "maven-pmd-plugin": "pmd:check", "spotbugs-maven-plugin": "spotbugs:check"}
_FORMATTERS = {
    "spotless-maven-plugin": "spotless:check",
    "fmt-maven-plugin": "com.spotify.fmt:fmt-maven-plugin:check",
    "formatter-maven-plugin": "formatter:validate",
}


def projects(tree: Tree, notes: list[Note]) -> list[Project]:
    """The projects of the tree that have a pom.xml, modules within their root's."""
    found: list[Project] = []
    for folder in [folder for folder in tree.folders if tree.has(folder, "pom.xml")]:
        if not any([folder in one.members for one in found]):
            found.append(_project(tree, folder))
    return found


def _project(tree: Tree, folder: str) -> Project:
    gathered = Gathering()
    path = within(folder, "pom.xml")
    members = _modules(tree, folder)
    poms = [path, *[within(one, "pom.xml") for one in members]]
    texts = {one: re.sub(r"<!--.*?-->", "", tree.text(one) or "", flags=re.DOTALL) for one in poms}
    properties = ("maven.compiler.release", "java.version", "maven.compiler.target", "maven.compiler.source")
    declared = [(one, rf"<{re.escape(name)}>\s*([\d.]+)\s*<", f"{name} is set") for one in poms for name in properties]
    declared += [(one, rf"<{name}>\s*([\d.]+)\s*</{name}>", f"the compiler's {name}") for one in poms for name in ("release", "target")]
    declared += [(within(folder, "toolchains.xml"), r"<version>\s*([\d.]+)", "the toolchain's version")]
    java.version(tree, folder, declared, gathered)
    program = "./mvnw" if tree.has(folder, "mvnw") else "mvn"
    if program == "mvn":
        gathered.add("program", program, path, "there is no wrapper, so it is the runner's Maven")
        gathered.lacks("wrapper", "there is no mvnw, so nothing says which Maven: mvn wrapper:wrapper")

    def plugin(name: str) -> str:
        """The place where the plugin is declared."""
        return next(
            (
                tree.at(one, rf"<artifactId>\s*{re.escape(name)}\s*<")
                for one in poms
                if re.search(rf"<artifactId>\s*{re.escape(name)}\s*<", texts[one])
            ),
            "",
        )

    def goals(setting: str, known: dict[str, str], else_: str) -> None:
        having = [name for name in known if plugin(name)]
        if having:
            compiled = ["test-compile"] if any([name.startswith("spotbugs") for name in having]) else []
            command = f"{program} -B {' '.join([*compiled, *[known[name] for name in having]])}"
            gathered.add(setting, (command,), plugin(having[0]), f"{' and '.join(having)}")
        else:
            gathered.lacks(setting, else_)

    goals("lint", _LINTERS, "no pom.xml has the plugin of Checkstyle, PMD or SpotBugs")
    goals("format", _FORMATTERS, "no pom.xml has spotless-maven-plugin")
    gathered.add("types", (f"{program} -B test-compile",), path, "the compiler checks types")
    if where := plugin("dependency-check-maven"):
        gathered.add("audit", (f"{program} -B dependency-check:{'aggregate' if members else 'check'}",), where, "dependency-check-maven")
    else:
        gathered.lacks("audit", "no pom.xml has dependency-check-maven: Audit(stack, tool='trivy') reads pom.xml")
    _tests(tree, folder, program, plugin("jacoco-maven-plugin"), plugin("maven-failsafe-plugin"), gathered)
    return gathered.project("maven", folder, path, "a project of Maven" + (f" with {len(members)} modules" if members else ""), tuple(members))


def _tests(tree: Tree, folder: str, program: str, jacoco: str, failsafe: str, gathered: Gathering) -> None:
    written = next((one for one in tree.below(folder) if "/src/test/" in f"/{one}" and one.endswith((".java", ".kt", ".groovy", ".scala"))), "")
    later = " -DskipITs" if failsafe else ""
    if not written:
        gathered.lacks("unit", "there is no test below src/test")
    elif jacoco:
        command = f"{program} -B jacoco:prepare-agent verify jacoco:report{later}"
        gathered.add("unit", (command, MAVEN_GATE), jacoco, "jacoco-maven-plugin measures the tests")
        gathered.add("coverage", "**/target/site/jacoco", jacoco, "where JaCoCo leaves its report")
    else:
        gathered.add("unit", (f"{program} -B verify{later}",), written, "tests below src/test")
        gathered.add("coverage", "", written, "no report is known to be written")
        gathered.lacks("gate", "nothing measures the lines that the tests cover: jacoco-maven-plugin would")
    if failsafe:
        command = f"{program} -B verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip=true"
        gathered.add("integration", (command,), failsafe, "maven-failsafe-plugin runs them")
    else:
        gathered.lacks("integration", "no pom.xml has maven-failsafe-plugin")


def _modules(tree: Tree, folder: str) -> list[str]:
    """The folders of all modules, those of modules too."""
    found: list[str] = []
    for name in re.findall(r"<module>\s*([^<]+?)\s*</module>", tree.text(within(folder, "pom.xml")) or ""):
        one = within(folder, name.strip("/").removesuffix("/pom.xml"))
        if tree.has(one, "pom.xml") and is_within(one, folder) and one != folder:
            found += [one, *_modules(tree, one)]
    return list(dict.fromkeys(found))
