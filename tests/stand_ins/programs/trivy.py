"""trivy, whose only finding is CVE-2026-0001, CRITICAL, for an image with a file VULNERABLE in a layer. It knows no other vulnerability."""

from __future__ import annotations

import io
import json
import sys
import tarfile
from pathlib import Path
from typing import Any

from tests.cloud.images import read_archive

VALUED = {"--input", "--severity", "--exit-code", "--format", "--output", "--ignorefile", "--scanners", "--pkg-types", "--timeout"}
_FOUND = {
    "VulnerabilityID": "CVE-2026-0001",
    "PkgName": "vulnerable",
    "InstalledVersion": "1.0.0",
    "FixedVersion": "1.0.1",
    "Severity": "CRITICAL",
    "Title": "a file VULNERABLE is in the image",
}


def main(words: list[str]) -> int:
    options: dict[str, str] = {}
    places: list[str] = []
    left = list(words)
    while left:
        word = left.pop(0)
        name, equals, value = word.partition("=")
        if name in VALUED:
            options[name] = value if equals else left.pop(0)
        elif not word.startswith("-"):
            places.append(word)
        elif word not in ("--ignore-unfixed", "--quiet", "--no-progress", "--skip-db-update"):
            print(f"the stand-in for trivy does not know {word}", file=sys.stderr)
            return 64
    if places[:1] == ["convert"]:
        print(_shown(json.loads(Path(places[1]).read_text("utf-8"))))
        return 0
    report = scanned(Path(options.get("--input", places[-1])), options.get("--severity", "CRITICAL").split(","))
    text = _shown(report) if options.get("--format", "table") == "table" else json.dumps(report, indent=1)
    if "--output" in options:
        Path(options["--output"]).write_text(text, "utf-8")
    else:
        print(text)
    return int(options.get("--exit-code", "0")) if report["Results"][0]["Vulnerabilities"] else 0


def scanned(file: Path, severities: list[str]) -> dict[str, Any]:
    """The report, in Trivy's shape."""
    built = read_archive(file)
    manifest = json.loads(built.manifest)
    names: list[str] = []
    for one in manifest["layers"]:
        with tarfile.open(fileobj=io.BytesIO(built.blobs[one["digest"]])) as tar:
            names += tar.getnames()
    found = [_FOUND] if any(Path(name).name == "VULNERABLE" for name in names) and "CRITICAL" in severities else []
    return {
        "SchemaVersion": 2,
        "ArtifactName": str(file),
        "ArtifactType": "container_image",
        "Metadata": {"ImageID": manifest["config"]["digest"]},
        "Results": [{"Target": str(file), "Vulnerabilities": found}],
    }


def _shown(report: dict[str, Any]) -> str:
    found = [one for result in report["Results"] for one in result.get("Vulnerabilities") or []]
    return "\n".join([f"Total: {len(found)}", *[f"{one['PkgName']} {one['VulnerabilityID']} {one['Severity']} {one['Title']}" for one in found]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
