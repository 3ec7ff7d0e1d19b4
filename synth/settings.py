"""What a repository decides about the checks: `[tool.ghsynth.validate]` of its pyproject.toml, or `[validate]` of its ghsynth.toml."""

from __future__ import annotations

import os
import re
from functools import cache

from synth.finding import LEVELS, Finding
from synth.nearest import nearest
from synth.problems import DefinitionError, Problem
from synth.record import Record, field, record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from synth.yaml.tree import Document

OWN = "ghsynth.toml"
TABLES = ("bot", "validate")  # the former is read by synth.bot_workflows.settings
SHARED = "pyproject.toml"
SEVERITIES = ("off", "warning", "error")


@record
class Settings(Record):
    """`rules` gives severities by rule, `ignore` patterns of files by rule (`*` for all rules), `labels` the labels of own runners, `trusted` the
    owners of actions that may stand beside credentials."""

    rules: Mapping[str, str] = field(default_factory=dict)
    ignore: Mapping[str, Sequence[str]] = field(default_factory=dict)
    labels: Sequence[str] = ()
    trusted: Sequence[str] = ()

    def facts(self) -> Mapping[str, Any]:
        """What checks may ask for."""
        return {"labels": self.labels, "trusted": self.trusted}

    def ignores(self, rule: str, file: str) -> bool:
        """Whether the rule does not count in the file."""
        patterns = (*self.ignore.get(rule, ()), *self.ignore.get("*", ()))
        return any([_pattern(pattern).search(file.replace("\\", "/")) for pattern in patterns])


DEFAULTS = Settings()


def apply(findings: Sequence[Finding], document: Document, settings: Settings = DEFAULTS, level: str = LEVELS[-1]) -> list[Finding]:
    """The findings as the file's comments and the repository's settings want them. What GitHub refuses stays."""
    if "ghsynth:" in document.text:
        from synth.suppressions import silenced

        findings = silenced(findings, document, level)
    if not (settings.rules or settings.ignore):
        return list(findings)
    kept = []
    for finding in findings:
        if finding.level == LEVELS[0]:
            kept.append(finding)
            continue
        severity = settings.rules.get(finding.rule, finding.severity)
        if severity != "off" and not settings.ignores(finding.rule, document.file):
            kept.append(finding if severity == finding.severity else replace(finding, severity=severity))
    return kept


def settings_of(root: str) -> Settings:
    """The settings of the repository at `root`. Raises DefinitionError with everything that is wrong with them, each with its line."""
    own, shared = os.path.join(root, OWN), os.path.join(root, SHARED)
    if os.path.isfile(own):
        text = _text(own, OWN)
        if os.path.isfile(shared) and _table(_text(shared, SHARED), SHARED, ("tool", "ghsynth", "validate")) is not None:
            raise DefinitionError([Problem(OWN, f"has settings, and so has {SHARED} in [tool.ghsynth.validate]: keep one of them")])
        return read(text, OWN)
    return read(_text(shared, SHARED), SHARED) if os.path.isfile(shared) else DEFAULTS


def read(text: str, file: str) -> Settings:
    """The settings in the text of ghsynth.toml or pyproject.toml, told apart by the name. Raises DefinitionError as `settings_of` does."""
    path = ("validate",) if os.path.basename(file) == OWN else ("tool", "ghsynth", "validate")
    table = _table(text, file, path)
    if table is None:
        return DEFAULTS
    from synth.settings_table import settings

    return settings(table, text, file, path)


def _table(text: str, file: str, path: tuple[str, ...]) -> Any:
    """What the text holds at the path; None when there is nothing."""
    if path[-1] not in text:
        return None
    import tomllib

    from synth.model import Origin

    try:
        found: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        where = Origin(file, int(line[1]) if line else max(text.count("\n"), 1))
        raise DefinitionError([Problem(where, f"is no TOML: {error}")]) from None
    problems: list[Problem] = []
    if path == ("validate",):
        problems = [Problem(file, f"has no settings '{name}'{nearest(name, TABLES)}") for name in found if name not in TABLES]
    elif isinstance(below := found.get("tool", {}).get("ghsynth", {}), dict):
        problems = [Problem(file, f"[tool.ghsynth] has no '{name}'{nearest(name, TABLES)}") for name in below if name not in TABLES]
    if problems:
        raise DefinitionError(problems)
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _text(path: str, name: str) -> str:
    try:
        with open(path, encoding="utf-8-sig") as opened:
            return opened.read()
    except (OSError, UnicodeDecodeError) as error:
        said = getattr(error, "strerror", None) or "is not UTF-8"
        raise DefinitionError([Problem(name, f"cannot be read: {said}")]) from None


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    """Finds paths that end with what the pattern means: `*` within a folder, `**/` through folders."""
    made = re.escape(glob.removeprefix("/").removeprefix("./"))
    made = made.replace(r"\*\*/", "(?:[^/]+/)*").replace(r"\*\*", ".*").replace(r"\*", "[^/]*").replace(r"\?", "[^/]")
    return re.compile(f"(?:^|/){made}$")
