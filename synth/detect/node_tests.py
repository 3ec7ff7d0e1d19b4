"""How a Node.js project is tested, and which tool measures the lines that its unit tests cover."""

from __future__ import annotations

import re

from synth.detect.node_tools import Package, dependencies, scripts_of
from synth.detect.tree import within
from synth.detect.versions import numbers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.detect.found import Gathering

UNIT = ("test:unit", "unit", "test:ci", "test", "test:coverage", "coverage")
INTEGRATION = ("test:integration", "integration", "test:int", "test:it", "integration:test", "test-integration")
VITEST = "--coverage --coverage.thresholds.lines={coverage}"
JEST = """--ci --coverage --coverageThreshold='{"global":{"lines":{coverage}}}'"""
NODE_TEST = "--experimental-test-coverage --test-coverage-lines={coverage}"
_NOTHING = "nothing measures the lines that the tests cover"


def tests(seen: Package, gathered: Gathering) -> None:
    """Adds unit tests with their gate and integration tests, or says what is missing."""
    _unit(seen, gathered)
    if name := next((name for name in INTEGRATION if name in seen.scripts), ""):
        gathered.add("integration", (seen.runner.script(name),), seen.at(name), f"the script '{name}'")
    elif found := _inner(seen, INTEGRATION):
        name, having = found
        command = seen.runner.everywhere(name)
        at = seen.tree.at(within(having[0], "package.json"), rf'"{re.escape(name)}"\s*:')
        if command:
            gathered.add("integration", (command,), at, f"the script '{name}' of {', '.join(having)}")
        else:
            gathered.lacks("integration", f"Yarn 1 cannot run '{name}' where only some members have it: add it to the root's scripts")
    else:
        gathered.lacks("integration", "there is no script 'test:integration'")


def _unit(seen: Package, gathered: Gathering) -> None:
    if name := seen.mending(*UNIT):
        _measured(seen, gathered, name, seen.scripts[name], seen.package, at=seen.at(name))
        return
    if found := _inner(seen, UNIT):
        name, having = found
        scripts = {scripts_of(seen.inner[folder])[name] for folder in having}
        at = seen.tree.at(within(having[0], "package.json"), rf'"{re.escape(name)}"\s*:', after=r'"scripts"\s*:')
        _measured(seen, gathered, name, scripts.pop() if len(scripts) == 1 else "", seen.package, at=at, having=having)
        return
    for tool, command, arguments in (("vitest", "vitest run", VITEST), ("jest", "jest", JEST)):
        where = seen.configured(tool, f"{tool}.config.*")
        if where and seen.depends(tool):
            lacking = tool == "vitest" and not _vitest_measures(seen)
            gathered.add(
                "unit", (seen.runner.tool(f"{command}{'' if lacking else ' ' + arguments}"),), where, f"{tool} is configured and a dependency"
            )
            if lacking:
                ungated(gathered, where, _wants(seen, "@vitest/coverage-v8"))
            return
    gathered.lacks("unit", "there is neither a script 'test' nor a test runner with its settings")


def _measured(
    seen: Package, gathered: Gathering, name: str, script: str, package: Mapping[str, Any], *, at: str, having: list[str] | None = None
) -> None:
    """Adds the script with the gate of the tool that it runs. A script of several commands passes arguments to the last one only."""
    runner = seen.runner
    script = _followed(seen, script) if not having else script
    ran = runner.everywhere if having else runner.script
    why = f"the script '{name}'" + (f" of {', '.join(having)}" if having else "")
    if not ran(name):
        gathered.lacks("unit", f"Yarn 1 cannot run '{name}' where only some members have it: add it to the root's scripts")
        return
    tool, single = _tool(script), not re.search(r"&&|;|\||\b(?:turbo|nx|lerna)\b", script)
    folder = "" if having else seen.prefix
    if folder and tool in ("c8", "jest", "nyc", "vitest"):
        gathered.add("coverage", f"{folder}coverage", at, "where the tool leaves its report by default")
    if tool == "vitest" and single and _vitest_measures(seen):
        once = "" if re.search(r"\bvitest\s+run\b|--run\b", script) else "--run "
        gathered.add("unit", (ran(name, once + VITEST),), at, f"{why} runs vitest, which is told the gate")
    elif tool == "vitest":
        gathered.add("unit", (ran(name),), at, why)
        ungated(gathered, at, _several(name) if _vitest_measures(seen) else _wants(seen, "@vitest/coverage-v8"))
    elif tool == "jest" and single:
        gathered.add("unit", (ran(name, JEST),), at, f"{why} runs jest, which is told the gate")
    elif tool in ("c8", "nyc") and not having:
        checks = [runner.tool("nyc report --reporter=lcov")] if tool == "nyc" else []  # which keeps none by itself
        checks.append(runner.tool(f"{tool} check-coverage --lines {{coverage}}"))
        gathered.add("unit", (ran(name), *checks), at, f"{why} measures with {tool}, which then checks the gate")
    elif tool == "node --test" and single and not having and _node_measures(gathered):
        gathered.add("unit", (_node_command(seen, script),), at, f"{why} is Node's own test runner, which is told the gate")
        gathered.add("coverage", f"{folder}coverage/lcov.info", at, "where Node's reporter writes it")
    else:
        gathered.add("unit", (ran(name),), at, why)
        wants = tool if tool in ("vitest", "jest", "c8", "nyc") else ""
        ungated(gathered, at, _several(name) if wants else f"{_NOTHING}: c8 would, before the command in '{name}'")


def ungated(gathered: Gathering, where: str, why: str) -> None:
    """Notes that the unit tests have no gate; then there is no report to keep either."""
    gathered.facts[:] = [fact for fact in gathered.facts if fact.setting != "coverage"]
    gathered.add("coverage", "", where, "no report is known to be written")
    gathered.lacks("gate", why)


def _followed(seen: Package, script: str) -> str:
    """The script that a script only passes on to: `npm run test:unit`."""
    for _ in range(4):
        found = re.fullmatch(r"\s*(?:npm|pnpm|yarn)(?: run)?\s+([\w:.-]+)\s*", script)
        if found is None or found[1] not in seen.scripts:
            break
        script = seen.scripts[found[1]]
    return script


def _tool(script: str) -> str:
    for tool in ("c8", "nyc", "vitest", "jest"):
        if re.search(rf"(?:^|[\s/;&|]){tool}(?:$|\s|;)", script):
            return tool
    return "node --test" if re.search(r"\bnode\b.*\s--test\b", script) else ""


def _node_command(seen: Package, script: str) -> str:
    """Node's test runner with the gate, a report for people and one to keep."""
    given = re.sub(r"\s--(?:experimental-test-coverage|test-coverage-lines=\S+|test-reporter(?:-destination)?=\S+)", "", script)
    reporters = "--test-reporter=spec --test-reporter-destination=stdout --test-reporter=lcov --test-reporter-destination=coverage/lcov.info"
    told = re.sub(r"\s--test\b", f" --test {NODE_TEST} {reporters}", given, count=1)
    made = f"mkdir -p coverage && {told}"
    return f"cd {seen.prefix} && {made}" if seen.prefix else made


def _vitest_measures(seen: Package) -> bool:
    return bool(seen.depends("@vitest/coverage-v8", "@vitest/coverage-istanbul"))


def _node_measures(gathered: Gathering) -> bool:
    """Whether the project's Node knows `--test-coverage-lines`, which 22.8 brought."""
    version = next((fact.value for fact in gathered.facts if fact.setting == "node"), "")
    found = numbers(version)
    return bool(found) and (found >= (22, 8) or found == (22,))


def _inner(seen: Package, names: tuple[str, ...]) -> tuple[str, list[str]] | None:
    """The first script that members of the workspace have, and who."""
    for name in names:
        having = [folder for folder, package in seen.inner.items() if name in scripts_of(package)]
        if having:
            return name, having
    return None


def _wants(seen: Package, name: str) -> str:
    known = {one for package in (seen.package, *seen.inner.values()) for one in dependencies(package)}
    return f"{_NOTHING}: vitest needs {name}" if name not in known else _NOTHING


def _several(name: str) -> str:
    return f"the script '{name}' runs several commands, so the gate cannot be passed on to the tests: add 'test:unit' with the tests alone"
