"""The main job, shown: generates the example application's pipeline into a temporary copy and lets every judge look at it.

Exit code 0 when the files are created, a second run changes nothing, and no judge finds anything.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))  # for tests.judges

from ruamel.yaml import YAML  # noqa: E402

from tests.judges import JUDGES, JudgeError, subjects  # noqa: E402

GHSYNTH = Path(sys.executable).with_name("ghsynth")
GENERATED = (".github/workflows", ".github/actions", ".github/ghsynth.lock")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ghsynth-demo-") as folder:
        root = Path(folder) / "orders-api"
        shutil.copytree(HERE / "orders-api", root, ignore=shutil.ignore_patterns("node_modules", "coverage"))
        for name in GENERATED:
            path = root / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        lines = len((root / ".github/ghsynth.py").read_text().splitlines())
        print(f"A definition of {lines} lines, examples/orders-api/.github/ghsynth.py, becomes:\n\n$ ghsynth generate")
        first = ghsynth("generate", root)
        print("\n$ ghsynth generate --check          (a second run changes nothing)")
        second = ghsynth("generate", root, "--check")
        print("\nJudged by:")
        findings = judged(root)
        text = (root / ".github/workflows/orders-api.yml").read_text()
        print(f"\n{len(text.splitlines())} lines of workflow:\n\n{jobs(text)}\n\n{pins(text)}; {findings} findings.")
        print("Next: read examples/orders-api/.github/workflows/orders-api.yml, then write your own .github/ghsynth.py.")
        return 1 if first or second or findings else 0


def jobs(text: str) -> str:
    """A line for each job: what it waits for, and what it could lose."""
    found = YAML(typ="safe", pure=True).load(text)["jobs"]
    lines = []
    for job in found.values():
        waits = [found[name]["name"] for name in job.get("needs", [])]
        where = f"environment {job['environment']['name']}" if "environment" in job else "no environment"
        rights = ", ".join([f"{scope}: {level}" for scope, level in job.get("permissions", {}).items()]) or "none"
        lines.append(f"  {job['name']:22} {where:24} token: {rights:16} after: {', '.join(waits) or '-'}")
    return "\n".join(lines)


def pins(text: str) -> str:
    """How many of the foreign actions and images are pinned."""
    actions = re.findall(r"uses: (?!\$/)(\S+)", text)
    images = re.findall(r"image: (\S+:\S+)$", text, re.MULTILINE)
    full = [one for one in actions if re.search(r"@[0-9a-f]{40}$", one)]
    digests = [one for one in images if re.search(r"@sha256:[0-9a-f]{64}$", one)]
    return f"{len(full)} of {len(actions)} uses of foreign actions pinned by full SHA, {len(digests)} of {len(images)} images by digest"


def ghsynth(command: str, root: Path, *options: str) -> int:
    return subprocess.run([GHSYNTH, command, *options, root], check=False).returncode


def judged(root: Path) -> int:
    """The number of findings, each printed."""
    chosen, total = subjects(root), 0
    for judge in JUDGES:
        try:
            found = judge.judge(chosen)
        except JudgeError as error:
            print(f"  {judge.NAME:18} {error}")
            return 1
        total += len(found)
        print(f"  {judge.NAME:18} {judge.version():8} {len(chosen)} files, {len(found)} findings")
        for finding in found:
            print(f"    {finding}")
    return total


if __name__ == "__main__":
    sys.exit(main())
