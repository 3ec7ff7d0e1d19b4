"""Rows of the taxonomy, each by a small change of one workflow: the whole answer, as severity, kind, place and words."""

from __future__ import annotations

import pytest

from synth.compare.comparing import compare
from synth.model import Origin
from tests.compare.telling import FILE, of, words

SHA, OTHER = "11bd71901bbe5b1630ceea73d27597364c9af683", "08c6903cd8c0fde910a37f88322edcfb5dd907a8"
BASE = f"""name: Deliver
on:
  push: {{branches: [main]}}
  workflow_call:
    inputs:
      level: {{type: string, default: info}}
permissions: {{contents: read}}
jobs:
  test:
    runs-on: ubuntu-24.04
    strategy:
      matrix: {{python: ['3.12', '3.13'], os: [a, b], exclude: [{{python: '3.12', os: b}}]}}
    steps:
      - uses: actions/checkout@{SHA} # v4.2.2
        with: {{persist-credentials: false}}
      - name: Tests
        run: pytest --cov-fail-under=80
  scan:
    needs: test
    runs-on: ubuntu-24.04
    container: python:3.13.1@sha256:{"0" * 64}
    steps:
      - name: Trivy
        uses: aquasecurity/trivy-action@{SHA} # v0.33.1
        with: {{exit-code: '1', severity: 'HIGH,CRITICAL'}}
      - name: Report
        if: github.actor != 'robot'
        run: ./report
  deploy:
    needs: [scan]
    if: github.ref == 'refs/heads/main'
    runs-on: ubuntu-24.04
    environment: production
    concurrency: deploy
    steps:
      - run: ./deploy
        env: {{KEY: '${{{{ secrets.KEY }}}}'}}
"""
ROWS = {
    "trigger added": ("  push:", "  pull_request_target:\n  push:", ["danger trigger-added [] runs on `pull_request_target` too"]),
    "trigger options": ("[main]", "[main, next]", ["caution trigger-changed [] `push.branches` `[main]` -> `[main, next]`"]),
    "new required input": (
        "      level:",
        "      version: {type: string, required: true}\n      level:",
        ["caution interface-input-added [] new required input `version`"],
    ),
    "default of an input": ("default: info", "default: debug", ["caution interface-input-changed [] `input level: default` `info` -> `debug`"]),
    "pin without digest": (
        f"python:3.13.1@sha256:{'0' * 64}",
        "python:3.13.1",
        ["danger pin-loosened [scan] `python` `3.13.1` -> `3.13.1`"],
    ),
    "tag for commit": (
        f"trivy-action@{SHA} # v0.33.1",
        "trivy-action@0.33.1",
        ["danger pin-loosened [scan/Trivy] `aquasecurity/trivy-action` `v0.33.1` -> `0.33.1`"],
    ),
    "downgrade": (
        f"trivy-action@{SHA} # v0.33.1",
        f"trivy-action@{OTHER} # v0.32.0",
        ["danger pin-downgraded [scan/Trivy] `aquasecurity/trivy-action` `v0.33.1` -> `v0.32.0`"],
    ),
    "patch": (
        f"trivy-action@{SHA} # v0.33.1",
        f"trivy-action@{OTHER} # v0.33.2",
        ["info pin-bumped [scan/Trivy] `aquasecurity/trivy-action` `v0.33.1` -> `v0.33.2` (patch)"],
    ),
    "comment only": ("# v0.33.1", "# the scanner", []),
    "other owner": (
        "aquasecurity/trivy-action",
        "someone/trivy-action",
        [f"danger action-swapped [scan/Trivy] `aquasecurity/trivy-action@{SHA}` is replaced by `someone/trivy-action@{SHA}`"],
    ),
    "input softened": (
        "exit-code: '1'",
        "exit-code: '0'",
        ["danger gate-softened [scan/Trivy] `with` changed: `--exit-code 1 -> 0`: the gate no longer fails"],
    ),
    "severity left out": (
        "'HIGH,CRITICAL'",
        "'CRITICAL'",
        ["danger gate-softened [scan/Trivy] `with` changed: `HIGH` is no longer among the severities"],
    ),
    "threshold": (
        "--cov-fail-under=80",
        "--cov-fail-under=20",
        ["danger gate-softened [test/Tests] `run` changed: `--cov-fail-under` `80 -> 20`: the threshold is lowered"],
    ),
    "failure ignored": (
        "=80",
        "=80 || true",
        ["danger gate-softened [test/Tests] `run` changed: a failure is ignored: `|| true`"],
    ),
    "condition in other words": (
        "if: github.ref == 'refs/heads/main'",
        "if: ${{ github.ref == 'refs/heads/main' }}",
        ["info condition-changed [deploy] `if` is written otherwise"],
    ),
    "condition always true": (
        "if: github.ref == 'refs/heads/main'",
        "if: ${{ github.ref }} == 'refs/heads/main'",
        ["danger condition-constant [deploy] `if` `github.ref == 'refs/heads/main'` -> `${{ github.ref }} == 'refs/heads/main'`"],
    ),
    "condition removed": (
        "        if: github.actor != 'robot'\n",
        "",
        ["danger condition-removed [scan/Report] `if` is removed, it was `github.actor != 'robot'`"],
    ),
    "deployment after failures": (
        "if: github.ref == 'refs/heads/main'",
        "if: always()",
        [
            "caution condition-changed [deploy] `if` `github.ref == 'refs/heads/main'` -> `always()`",
            "danger gate-bypassed [deploy] runs even if `scan`, `test` failed or was skipped",
        ],
    ),
    "matrix": (
        "os: [a, b]",
        "os: [a, b, c]",
        ["caution matrix-changed [test] `matrix` 3 jobs -> 5 jobs: `os` with `[c]`"],
    ),
    "environment conditional": (
        "environment: production",
        "environment: ${{ inputs.level == 'x' && 'production' || '' }}",
        ["danger environment-conditional [deploy] environment `production` -> `${{ inputs.level == 'x' && 'production' || '' }}`"],
    ),
    "concurrency moved": (
        "    concurrency: deploy\n",
        "concurrency: deploy\n",
        ["caution concurrency-moved [] `concurrency` `deploy` moved from job `deploy` to the whole workflow"],
    ),
    "credentials kept": (
        "        with: {persist-credentials: false}\n",
        "",
        [
            "info step-with [test/step 1] `with` is removed, it was `{persist-credentials: false}`",
            "caution credentials-kept [test/step 1] `persist-credentials: false` is gone",
        ],
    ),
    "injection": (
        "run: ./report",
        "run: ./report ${{ github.head_ref }}",
        [
            "caution step-run [scan/Report] `run` `./report` -> `./report ${{ github.head_ref }}`",
            "danger injection [scan/Report] the value of `github.head_ref` becomes part of the script",
        ],
    ),
    "unknown key": (
        "    environment: production",
        "    environment: production\n    colour: red",
        ["caution job-colour [deploy] `colour` is added: `red`"],
    ),
    "style": ("needs: [scan]", "needs: scan # as text", []),
    "runner": (
        "    needs: test\n    runs-on: ubuntu-24.04",
        "    needs: test\n    runs-on: [self-hosted, linux]",
        ["caution job-runs-on [scan] `runs-on` `[ubuntu-24.04]` -> `[self-hosted, linux]`"],
    ),
    "cache mode": (
        "permissions: {contents: read}",
        "permissions: {contents: read}\ncache-mode: write",
        ["caution workflow-cache-mode [] `cache-mode` is added: `write`"],
    ),
}


@pytest.mark.parametrize("name", [name for name, (_, _, rows) in ROWS.items() if rows is not None])
def test_row(name: str) -> None:
    old, new, rows = ROWS[name]
    after = BASE.replace(old, new, 1)
    if name == "concurrency moved":
        after = BASE.replace(old, "").replace("jobs:\n", f"{new}jobs:\n")
    assert after != BASE
    assert [_line(change) for change in of(BASE, after).changes] == rows


def _line(change: object) -> str:
    from synth.compare.values import Change

    assert isinstance(change, Change)
    place = "/".join([part for part in (change.where.job, change.where.step) if part])
    return f"{change.severity} {change.kind} [{place}] {words(change.says)}"


def test_a_permissions_block_moved_to_the_jobs_is_no_change() -> None:
    own = "    permissions: {contents: read}\n    runs-on: ubuntu-24.04\n"
    after = BASE.replace("permissions: {contents: read}\njobs:", "jobs:").replace("    runs-on: ubuntu-24.04\n", own)
    assert of(BASE, after).changes == ()


def test_a_version_is_the_same_as_itself() -> None:
    comparison = of(BASE, BASE)
    assert (comparison.files, comparison.worst) == ((), None)
    (file,) = of(BASE, f"# more\n{BASE}").files
    assert (file.status, file.changes) == ("modified", ())


def test_a_change_names_the_line_of_python_that_wrote_it() -> None:
    after = BASE.replace("cov-fail-under=80", "cov-fail-under=90")
    line = after.splitlines().index("        run: pytest --cov-fail-under=90") + 1
    written = Origin(".github/ghsynth.py", 12)
    (change,) = compare({FILE: BASE.encode()}, {FILE: after.encode()}, {FILE: {line: written}}).changes
    assert (change.kind, change.new and change.new.line, change.written) == ("step-run", line, written)


def test_locked_commits_are_compared() -> None:
    lock = "version: 'v0.0.3'\ndependencies:\n    'actions/checkout@v7':\n        ref: 'v7.0.1'\n        commit: 'sha1-{}'\n        owner_id: 1\n        repo_id: 2\n"
    ours = "actions/checkout@v7 {} {} 2026-07-24\n"
    paths = ".github/workflows/actions.lock", ".github/ghsynth.lock"
    before = {paths[0]: lock.format(SHA).encode(), paths[1]: ours.format(SHA, "v7.0.1").encode()}
    after = {paths[0]: lock.format(OTHER).encode(), paths[1]: ours.format(OTHER, "v7.1.0").encode()}
    assert [_line(change) for change in compare(before, after).changes] == [
        f"info lock-changed [] `actions/checkout@v7` is locked to another commit: `v7.0.1 {SHA[:12]}` -> `v7.1.0 {OTHER[:12]}` (minor)",
        f"danger lock-moved [] `actions/checkout@v7` is locked to another commit: `v7.0.1 {SHA[:12]}` -> `v7.0.1 {OTHER[:12]}`",
    ]
    changed = BASE.replace(f"actions/checkout@{SHA}", "actions/checkout@v8")
    stale = compare({**before, FILE: BASE.encode()}, {**before, FILE: changed.encode()})
    assert [_line(change) for change in stale.changes if change.kind == "lock-stale"] == [
        "caution lock-stale [] `actions/checkout@v8` is used and not in `.github/workflows/actions.lock`"
    ]
