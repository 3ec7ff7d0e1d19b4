"""The tables of an action's README, made from its action.yml: `python -m tests.actions.readme` rewrites them."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ACTIONS = Path(__file__).resolve().parents[2] / "actions"


def folders() -> list[Path]:
    """Those of the actions."""
    return sorted(path for path in ACTIONS.iterdir() if path.is_dir())


def tables(action: Path) -> str:
    """The inputs and outputs as Markdown."""
    data = yaml.safe_load((action / "action.yml").read_text())
    lines = ["| input | default | what |", "|---|---|---|"]
    lines += [f"| `{name}` | {_default(one)} | {one['description']} |" for name, one in data["inputs"].items()]
    lines += ["", "| output | what |", "|---|---|"]
    lines += [f"| `{name}` | {one['description']} |" for name, one in data["outputs"].items()]
    return "\n".join(lines)


def _default(one: dict[str, str]) -> str:
    return f"`{one['default']}`" if "default" in one else ""


def current(action: Path) -> str:
    """The README with its tables as action.yml has them."""
    text = (action / "README.md").read_text()
    return re.sub(r"(<!-- tables[^\n]*-->\n).*?(<!-- end -->)", lambda m: m[1] + tables(action) + "\n" + m[2], text, flags=re.DOTALL)


if __name__ == "__main__":
    for path in folders():
        (path / "README.md").write_text(current(path))
