"""How long the eleven stages take from the push to production, with the durations that their authors publish."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from synth.cli.app import app
from tests.templates.conftest import TEMPLATES, sample

# published: 18 minutes one after another, 2 of them for code quality, half of one for the rolling update; how the rest is spread is not published
STAGES = {
    "code quality": 2.0,
    "unit tests": 2.5,
    "image": 2.5,
    "scan": 1.5,
    "integration": 4.0,
    "push": 0.5,
    "dev": 1.0,
    "staging": 1.5,
    "load": 2.0,
    "approval": 0.0,
    "production": 0.5,
}
JOBS = {
    "Lint": STAGES["code quality"],
    "Type check": STAGES["code quality"],
    "Audit": STAGES["code quality"],
    "Unit tests": STAGES["unit tests"],
    "Build image": STAGES["image"],
    "Scan image": STAGES["scan"],
    "Check dependencies": STAGES["scan"],
    "Integration tests": STAGES["integration"],
    "Push image": STAGES["push"],
    "Deploy to dev": STAGES["dev"],
    "Deploy to staging": STAGES["staging"],
    "Smoke test staging": 0.5,
    "Load test staging": STAGES["load"],
    "Deploy to production": STAGES["production"],
}
WAY = ["Build image", "Scan image", "Push image", "Deploy to dev", "Deploy to staging", "Load test staging", "Evidence for production"]


def explained(root: Path, *arguments: str) -> str:
    sample(root)
    (root / ".github").mkdir()
    template = next(one for one in TEMPLATES if one.id == "expenseflow")
    (root / ".github/ghsynth.py").write_text(template.text, encoding="utf-8")
    minutes = [argument for name, number in JOBS.items() for argument in ("--minutes", f"{name}={number}")]
    done = CliRunner().invoke(app, ["explain", str(root), *minutes, *arguments])
    assert 0 == done.exit_code, done.output
    return done.stdout


@pytest.mark.row("E1b", "the template's way from push to production takes 18 minutes with a minute for each job's start-up, by calculation")
def test_the_template_s_way_to_production_takes_18_minutes(tmp_path: Path) -> None:
    assert 18 == sum(STAGES.values())
    (found,) = [one for one in json.loads(explained(tmp_path, "--format", "json"))["workflows"] if one["name"] == "orders"]
    jobs: dict[str, Any] = {one["name"]: one for one in found["jobs"]}
    production = jobs["Deploy to production"]
    assert (18.0, [*WAY, "Deploy to production", "Tell about production"]) == (
        production["ends"],
        [one["name"] for one in found["jobs"] if one["critical"]],
    )
    told = [name for name in jobs if name.startswith("Tell")]
    serial = found["serial_minutes"] - sum([jobs[name]["minutes"] + 1 for name in told])
    assert 0.6 * serial >= production["ends"]  # messages are in neither


@pytest.mark.row("E1b", "explain prints the longest way and its minutes")
def test_the_way_is_printed(tmp_path: Path) -> None:
    text = explained(tmp_path)
    assert f"longest way   {' > '.join([*WAY, 'Deploy to production', 'Tell about production'])}" in text
    assert "takes         about 19.25 minutes, one after another" in text
