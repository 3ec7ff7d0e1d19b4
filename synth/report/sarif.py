"""Findings as SARIF 2.1.0, which code scanning takes. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html"""

from __future__ import annotations

import json

from synth.report.checked import in_order
from synth.report.place import end, lines_of, start
from synth.report.rules import rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.finding import Finding
    from synth.report.checked import Checked
    from synth.report.rules import Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(checked: Sequence[Checked], level: str, version: str) -> str:
    """One run, with the rules up to the level. `version` is that of ghsynth."""
    known = rules(checked, level)
    numbers = {rule.name: number for number, rule in enumerate(known)}
    results: list[dict[str, Any]] = []
    for one in in_order(checked):
        lines = lines_of(one.text)
        seen: dict[str, int] = {}
        for finding in one.findings:
            results.append(_result(one.file, lines, finding, numbers[finding.rule], seen))
    run = {
        "tool": {"driver": {"name": "ghsynth", "semanticVersion": _semantic(version), "version": version, "rules": [_rule(rule) for rule in known]}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    described: dict[str, Any] = {
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.description},
        "help": {"text": f"See {rule.page or 'docs/checks.md#' + rule.name}"},
        "defaultConfiguration": {"level": rule.severity},
    }
    if rule.page:
        described["helpUri"] = rule.page  # section 3.49.12: absolute
    return described


def _result(file: str, lines: list[str], finding: Finding, number: int, seen: dict[str, int]) -> dict[str, Any]:
    said = f"{finding.message}\n{finding.remedy}" if finding.remedy else finding.message
    made: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": number,
        "level": finding.severity,
        "message": {"text": said},
        "locations": [_location(file, _region(finding))],
        "partialFingerprints": {"ghsynthFinding/v1": _fingerprint(file, lines, finding, seen)},
        "properties": {"confidence": finding.confidence, "family": finding.level},
    }
    if finding.written is not None:
        written = _location(finding.written.file, {"startLine": finding.written.line})
        made["relatedLocations"] = [{"id": 1, "message": {"text": "the line that it was generated from"}, **written}]
    return made


def _location(file: str, region: dict[str, int]) -> dict[str, Any]:
    from os.path import isabs
    from urllib.parse import quote

    if isabs(file) or file.startswith("../"):
        from pathlib import Path

        place: dict[str, Any] = {"artifactLocation": {"uri": Path(file).resolve().as_uri()}}
    else:
        place = {"artifactLocation": {"uri": quote(file, errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}}
    if region:
        place["region"] = region
    return {"physicalLocation": place}


def _region(finding: Finding) -> dict[str, int]:
    line, column = start(finding) or (0, 0)
    region = {"startLine": line, "startColumn": column}
    if column and (behind := end(finding)) is not None:
        region["endLine"], region["endColumn"] = behind
    return {name: n for name, n in region.items() if n > 0}


def _fingerprint(file: str, lines: list[str], finding: Finding, seen: dict[str, int]) -> str:
    """The same wherever the line moves to: made of rule, file, the words of the line, and the how-manieth of these it is.

    It has a name of its own: upload-sarif works out `primaryLocationLineHash` itself, and warns of one that differs.
    """
    from hashlib import sha256

    line, _ = start(finding) or (0, 0)
    words = " ".join(lines[line - 1].split()) if 0 < line <= len(lines) else ""
    digest = sha256("\0".join([finding.rule, file, words]).encode(errors="surrogateescape")).hexdigest()[:32]
    seen[digest] = seen.get(digest, 0) + 1
    return f"{digest}:{seen[digest]}"


def _semantic(version: str) -> str:
    """`0.1.0.dev0`, which is no semantic version, as `0.1.0-dev0`."""
    head, dev, number = version.partition(".dev")
    return f"{head}-dev{number}" if dev else head
