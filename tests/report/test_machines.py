"""Findings for programs: JSON, SARIF and workflow commands."""

from __future__ import annotations

import json
import re
from typing import Any

from synth.finding import Finding
from synth.model import Origin
from synth.report.as_json import as_json
from synth.report.checked import Checked
from synth.report.commands import commands
from synth.report.place import Stretch
from synth.report.rules import rules
from synth.report.sarif import sarif
from tests.report.samples import CI, CI_FILE, REPORT, UNEXPECTED, UNPINNED

JSON = [
    {
        "file": ".github/workflows/a, b.yml",
        "line": None,
        "col": None,
        "severity": "note",
        "level": "policy",
        "rule": "whole-file",
        "message": "100% of the file\nis like this",
        "remedy": "",
        "confidence": "high",
    },
    {
        "file": ".github/workflows/ci.yml",
        "line": 6,
        "col": 15,
        "severity": "warning",
        "level": "policy",
        "rule": "unpinned-action",
        "message": "actions/checkout is used by branch",
        "remedy": "pin it by its full SHA",
        "confidence": "medium",
        "written": {"file": ".github/ghsynth.py", "line": 41},
    },
    {
        "file": ".github/workflows/ci.yml",
        "line": 7,
        "col": 9,
        "severity": "error",
        "level": "grammar",
        "rule": "unexpected-key",
        "message": "'jobs.build.steps[1]' has no 'rn'; did you mean 'run'?",
        "remedy": "its keys are: run, uses",
        "confidence": "high",
    },
]
COMMANDS = """\
::notice file=.github/workflows/a%2C b.yml,title=whole-file::100%25 of the file%0Ais like this
::warning file=.github/workflows/ci.yml,line=6,col=15,title=unpinned-action::actions/checkout is used by branch%0Ahelp: pin it by its full SHA%0Awritten: .github/ghsynth.py:41
::error file=.github/workflows/ci.yml,line=7,col=9,title=unexpected-key::'jobs.build.steps[1]' has no 'rn'; did you mean 'run'?%0Ahelp: its keys are: run, uses
"""


def test_json_is_a_sorted_list() -> None:
    assert json.dumps(JSON, indent=2) + "\n" == as_json(REPORT)


def test_json_of_nothing_is_an_empty_list() -> None:
    assert "[]\n" == as_json([Checked("a.yml", "")])


def test_json_is_sorted_by_file_line_column_and_rule() -> None:
    def at(file: str, line: int, column: int, rule: str) -> Checked:
        return Checked(file, "", (Finding(rule, "error", Origin(file, line, column), ""),))

    places = [("a", 1, 2, "b"), ("a", 1, 10, "a"), ("a", 2, 1, "a"), ("a", 10, 1, "a"), ("b", 1, 1, "a"), ("b", 1, 1, "b")]
    found: dict[str, list[Finding]] = {}
    for file, line, column, rule in reversed(places):
        found.setdefault(file, []).append(Finding(rule, "error", Origin(file, line, column), ""))
    given = [Checked(file, "", tuple(findings)) for file, findings in found.items()]
    assert places == [(e["file"], e["line"], e["col"], e["rule"]) for e in json.loads(as_json(given))]


def test_a_workflow_command_for_each_finding() -> None:
    assert COMMANDS == commands(REPORT)


def test_no_workflow_command_for_nothing() -> None:
    assert "" == commands([Checked("a.yml", "")])


def test_a_workflow_command_is_escaped_as_the_runner_reads_it() -> None:
    """The runner's `ActionCommand`: in data %, CR and LF; in properties also `:` and `,`."""
    found = Finding("a:b,c%", "error", Origin("C:\\a,b.yml", 1, 2), "50%\r\n:,")
    assert "::error file=C%3A\\a%2Cb.yml,line=1,col=2,title=a%3Ab%2Cc%25::50%25%0D%0A:,\n" == commands([Checked("C:\\a,b.yml", "", (found,))])


def run_of(checked: list[Checked], level: str = "policy") -> Any:
    log = json.loads(sarif(checked, level, "1.2.3"))
    require(log)
    return log["runs"][0]


def test_a_sarif_result() -> None:
    assert {
        "ruleId": "unpinned-action",
        "ruleIndex": index("unpinned-action"),
        "level": "warning",
        "message": {"text": "actions/checkout is used by branch\npin it by its full SHA"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": ".github/workflows/ci.yml", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 6, "startColumn": 15, "endLine": 6, "endColumn": 36},
                }
            }
        ],
        "partialFingerprints": {"ghsynthFinding/v1": "a27405ecfc53c18364087590c0097611:1"},
        "properties": {"confidence": "medium", "family": "policy"},
        "relatedLocations": [
            {
                "id": 1,
                "message": {"text": "the line that it was generated from"},
                "physicalLocation": {"artifactLocation": {"uri": ".github/ghsynth.py", "uriBaseId": "%SRCROOT%"}, "region": {"startLine": 41}},
            }
        ],
    } == run_of(REPORT)["results"][1]


def index(rule: str) -> int:
    return [one["id"] for one in run_of(REPORT)["tool"]["driver"]["rules"]].index(rule)


def test_sarif_of_nothing_still_says_which_rules_there_are() -> None:
    run = run_of([])
    assert ([], True) == (run["results"], "secret-outside-environment" in [rule["id"] for rule in run["tool"]["driver"]["rules"]])


def test_a_check_is_described_by_its_docstring() -> None:
    rule = next(one for one in run_of([])["tool"]["driver"]["rules"] if one["id"] == "secret-outside-environment")
    from synth.checks import secret_outside_environment as check

    assert check.__doc__ is not None
    assert {
        "id": "secret-outside-environment",
        "shortDescription": {"text": check.__doc__.split("\n")[0]},
        "fullDescription": {"text": check.__doc__.strip()},
        "help": {"text": "See docs/checks.md#secret-outside-environment"},
        "defaultConfiguration": {"level": check.SEVERITY},
    } == rule


def test_the_rule_of_another_linter_points_to_its_page() -> None:
    found = Finding("zizmor/template-injection", "error", Stretch("a.yml", 1, 1, 1, 2), "message")
    rule = next(one for one in run_of([Checked("a.yml", "on: push", (found,))])["tool"]["driver"]["rules"] if one["id"] == found.rule)
    assert ("Template injection (zizmor)", "https://docs.zizmor.sh/audits/#template-injection") == (rule["shortDescription"]["text"], rule["helpUri"])


def test_only_checks_up_to_the_level_are_listed() -> None:
    assert "secret-outside-environment" not in [rule.name for rule in rules([], "grammar")]


def test_a_rule_has_the_worst_severity_that_it_was_found_with() -> None:
    def at(severity: str) -> Checked:
        return Checked(severity, "", (Finding("other", severity, None, ""),))

    for order in (["error", "note", "warning"], ["note", "warning", "error"]):
        assert ["error"] == [rule.severity for rule in rules([at(s) for s in order], "grammar") if rule.name == "other"]


def fingerprints(text: str, *lines: int) -> list[str]:
    found = tuple([Finding("rule", "error", Origin(CI_FILE, line, 9), "message") for line in lines])
    return [result["partialFingerprints"]["ghsynthFinding/v1"] for result in run_of([Checked(CI_FILE, text, found)])["results"]]


def test_a_fingerprint_stays_when_lines_are_added_above() -> None:
    assert fingerprints(CI, 7) == fingerprints("# a comment\n\n" + CI, 9)


def test_a_fingerprint_stays_when_the_line_is_indented() -> None:
    assert fingerprints(CI, 7) == fingerprints(CI.replace("      - rn", "        - rn"), 7)


def test_equal_lines_have_different_fingerprints() -> None:
    first, second = fingerprints("a: 1\na: 1\n", 1, 2)
    assert (first.split(":")[0] + ":1", first.split(":")[0] + ":2") == (first, second)


def test_paths_in_sarif_are_addresses() -> None:
    def uri(file: str) -> Any:
        found = Finding("rule", "error", None, "message")
        return run_of([Checked(file, "", (found,))])["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]

    assert {"uri": "a%20b%23%C3%A9.yml", "uriBaseId": "%SRCROOT%"} == uri("a b#é.yml")
    assert {"uri": "file:///a%20b/c.yml"} == uri("/a b/c.yml")
    assert "file:///" == uri("../c.yml")["uri"][:8]


def test_columns_of_sarif_are_characters() -> None:
    assert "unicodeCodePoints" == run_of(REPORT)["columnKind"]


def test_a_message_without_remedy_is_the_message() -> None:
    found = Finding("rule", "error", Origin("a.yml", 1), "message")
    result = run_of([Checked("a.yml", "", (found,))])["results"][0]
    assert ({"text": "message"}, {"startLine": 1}) == (result["message"], result["locations"][0]["physicalLocation"]["region"])


def test_sarif_is_the_same_each_time() -> None:
    assert sarif(REPORT, "policy", "1") == sarif(list(reversed(REPORT)), "policy", "1")
    assert UNEXPECTED != UNPINNED


def require(log: Any) -> None:
    """What sections 3.13 to 3.52 of SARIF 2.1.0 require of what is written here.

    https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
    """
    assert {"$schema", "version", "runs"} == set(log)  # 3.13: version and runs are required
    assert "2.1.0" == log["version"]
    for run in log["runs"]:
        assert {"tool", "columnKind", "results"} == set(run)  # 3.14.6: tool is required
        driver = run["tool"]["driver"]
        assert re.fullmatch(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?", driver["semanticVersion"]) or driver["version"] == "1"  # 3.19.12
        assert driver["name"]  # 3.19.8
        ids = [rule["id"] for rule in driver["rules"]]
        assert len(ids) == len(set(ids))  # 3.19.23: no two are equal
        for rule in driver["rules"]:
            assert {"id", "shortDescription", "fullDescription", "help", "defaultConfiguration"} <= set(rule)
            assert rule["shortDescription"]["text"]  # 3.12.3
            assert rule["fullDescription"]["text"]
            assert rule["help"]["text"]
            assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")  # 3.50.3
            assert rule.get("helpUri", "https://").startswith("https://")  # 3.49.12: absolute
        for result in run["results"]:
            assert result["message"]["text"]  # 3.27.11
            assert result["level"] in ("none", "note", "warning", "error")  # 3.27.10
            assert ids[result["ruleIndex"]] == result["ruleId"]  # 3.27.6
            assert all(isinstance(value, str) for value in result["partialFingerprints"].values())  # 3.27.17
            for location in [*result["locations"], *result.get("relatedLocations", [])]:
                place = location["physicalLocation"]
                assert re.fullmatch(r"[^\s#?]+", place["artifactLocation"]["uri"])  # 3.4.3: RFC 3986
                if "region" in place:
                    region = place["region"]
                    assert region["startLine"] >= 1  # 3.30.5
                    assert all(region[name] >= 1 for name in region)
                    assert (region.get("endLine", region["startLine"]), region.get("endColumn", 10**9)) > (
                        region["startLine"],
                        region.get("startColumn", 1),
                    )
