"""Real files are read as npm's YAML reader, which GitHub's parser uses, reads them."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from synth.yaml.read import decode, read
from synth.yaml.tree import Document
from tests import oracle
from tests.conformance.corpus import SHARED, files, needs_corpus
from tests.yaml.values import scalars, values

CASES = SHARED / "data" / "conformance"

# it takes these for text, and the server for numbers
FLOATS_WITH_A_TAG = {"coercion-to-string.yml", "yaml-schema-float.yml"}
TOLD = {"yaml-key", "yaml-merge-key", "yaml-duplicate-key", "yaml-tag", "yaml-limit"}  # what it reads, and GitHub refuses later


def documents(files: list[tuple[str, bytes]]) -> list[tuple[str, Document, dict[str, Any]]]:
    """Each file as it is read here and by npm."""
    texts = [decode(data) for _, data in files]
    assert all(isinstance(text, str) for text in texts)
    read_here = [read(str(text)) for text in texts]
    return list(zip([name for name, _ in files], read_here, oracle.read_yaml([str(text) for text in texts]), strict=True))


def in_json(value: Any) -> Any:
    """As JavaScript writes it: no infinite numbers, no difference between 1 and 1.0."""
    if isinstance(value, dict):
        return {key: in_json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [in_json(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return ("truth", value) if isinstance(value, bool) else value


def differences(found: list[tuple[str, Document, dict[str, Any]]]) -> tuple[list[str], int]:
    """The files that are read otherwise, and the number of leaves that are read alike."""
    wrong, leaves = [], 0
    for name, document, answer in found:
        if "value" not in answer or {problem.rule for problem in document.problems} & TOLD:
            continue
        if document.problems or in_json(values(document.root)) != in_json(answer["value"]):
            wrong.append(name)
        else:
            leaves += len(scalars(document.root))
    return wrong, leaves


@pytest.mark.slow
@needs_corpus
def test_real_files_have_npms_values() -> None:
    held = files()
    found = documents([(row["file"], data) for row, data in held])
    wrong, leaves = differences([(name, document, answer) for name, document, answer in found if Path(name).name not in FLOATS_WITH_A_TAG])
    assert [] == wrong
    assert leaves > 100_000
    refused = [row["file"] for (row, _), (_, document, _) in zip(held, found, strict=True) if row["github_parser"] == "ok" and document.problems]
    assert [] == refused


@pytest.mark.slow
@needs_corpus
def test_each_character_of_real_files_is_found() -> None:
    lost = []
    for row, data in files():
        document = read(str(decode(data)))
        for scalar in scalars(document.root):
            for offset in range(0, len(scalar.text), 7):
                line, column = document.place(scalar, offset)
                if document.lines[line - 1][column - 1 : column] not in (scalar.text[offset], "\\", "" if scalar.text[offset].isspace() else "\\"):
                    lost.append((row["file"], line, column))
    assert [] == lost


@pytest.mark.slow
@pytest.mark.skipif(not (CASES / "index.json").is_file(), reason=f"{CASES} is absent: the cases of GitHub's own tests")
def test_the_cases_of_other_readers() -> None:
    paths = sorted(path for path in CASES.rglob("*") if path.suffix in (".yml", ".yaml"))
    found = documents([(path.relative_to(CASES).as_posix(), path.read_bytes()) for path in paths])
    wrong, leaves = differences([(name, document, answer) for name, document, answer in found if Path(name).name not in FLOATS_WITH_A_TAG])
    assert [] == wrong
    assert leaves > 20_000


@pytest.mark.slow
@pytest.mark.skipif(not (CASES / "gh-xlang").is_dir(), reason=f"{CASES}/gh-xlang is absent: GitHub's own reader cases")
def test_what_github_accepts_has_no_problem() -> None:
    wrong = {}
    for line in json.loads((CASES / "index.json").read_text(encoding="utf-8"))["cases"]:
        if line["suite"] == "gh-xlang" and line["label"] == "ok":
            document = read(str(decode((CASES / line["path"] / line["main"]).read_bytes())))
            if document.root is None or document.problems:
                wrong[line["case"]] = document.problems
    assert {} == wrong


def test_what_npm_reads_is_read_alike() -> None:
    texts = [
        "on: yes\na: [0o14, 0x1F, 012, 1_0, .5, 1., +1, ~, NULL, 1e3]\n",
        "a: |\n  b\n   c\n\n\nd: >-\n  e\n  f\n\n   g\n  h",
        "a: 'b\n\n  c'\nd: \"e\\\n  f\\u00e9\"\ng: h\n  i\n",
        "- &a {b: c}\n- *a\n- [d, 'e': f, {g}]\n-\th\n- |\n  \ti\n",
        "%YAML 1.2\n---\n? a\n: b\n",
        "a: |",
        "a: |+\n\n",
        "a: b\x85\u2028c\n",
    ]
    assert [answer["value"] for answer in oracle.read_yaml(texts)] == [values(read(text).root) for text in texts]
