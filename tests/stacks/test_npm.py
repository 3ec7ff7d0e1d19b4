"""Projects of npm."""

from __future__ import annotations

from synth.stacks import Npm


def test_the_defaults_are_the_usual_scripts() -> None:
    npm = Npm()
    assert ("24", ".", "coverage") == (npm.node, npm.folder, npm.coverage)
    assert (("npm run lint",), ("npm run format:check",), ("npm run typecheck",)) == (npm.lint, npm.format, npm.types)
    assert (("npm test",), ("npm run test:integration",)) == (npm.unit, npm.integration)


def test_dependencies_run_no_script_unless_allowed() -> None:
    assert ["Check out", "Set up Node.js", "Install dependencies"] == [step.label for step in Npm().prepare()]
    assert ["npm ci --ignore-scripts", "npm ci"] == [npm.prepare()[-1].script for npm in (Npm(), Npm(scripts=True))]


def test_an_audit_needs_no_dependencies() -> None:
    assert ["Check out", "Set up Node.js"] == [step.label for step in Npm().prepare_audit()]
