"""What cannot run here is said before anything starts, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.runs.preparing import choose
from synth.runs.values import RunnerError

WORKFLOW = """\
on: push
jobs:
  fine:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    environment: staging
    concurrency: one
    steps: [{uses: actions/checkout@v7}]
  services:
    runs-on: ubuntu-24.04
    services: {db: {image: postgres}}
    steps: [{run: echo}]
  container:
    runs-on: ubuntu-24.04
    container: alpine
    steps: [{run: echo}]
  windows:
    needs: fine
    runs-on: windows-2025
    steps:
      - uses: docker://alpine
      - uses: octo-org/known@v1
      - uses: octo-org/unknown/sub@v1
      - uses: ./.github/actions/packed
      - uses: actions/checkout@v7
        with: {repository: octo-org/other}
      - run: echo
        timeout-minutes: 0.5
"""
PROBLEMS = (
    ".github/workflows/one.yml:10  job 'services' has `services:`, which need a container engine: run the other jobs with --job",
    ".github/workflows/one.yml:14  job 'container' has a `container:`, which needs a container engine: run the other jobs with --job",
    ".github/workflows/one.yml:18  job 'windows' runs on windows-2025, which this machine is not",
    ".github/workflows/one.yml:25  job 'windows' checks out octo-org/other, which is not here",
    ".github/workflows/one.yml:27  job 'windows' has a step with timeout-minutes: 0.5; act knows whole minutes only",
    ".github/workflows/one.yml:21  uses docker://alpine, which needs a container engine",
    ".github/workflows/one.yml:23  uses octo-org/unknown/sub@v1, which no folder stands for: --local-repository octo-org/unknown@v1=DIR",
    ".github/workflows/one.yml:24  uses ./.github/actions/packed, which needs a container engine",
    "action.yml:4  uses octo-org/deeper@v2, which no folder stands for: --local-repository octo-org/deeper@v2=DIR",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "app/.github/workflows/one.yml": WORKFLOW,
        "app/.github/actions/packed/action.yml": "name: x\nruns: {using: docker, image: Dockerfile}\n",
        "known/action.yml": "runs:\n  using: composite\n  steps:\n    - uses: octo-org/deeper@v2\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path / "app"


def problems(root: Path, **asked: str) -> tuple[str, ...]:
    known = {"octo-org/known@v1": str(root.parent / "known")}
    with pytest.raises(RunnerError) as error:
        choose(str(root), asked.pop("event", "push"), repositories=known, **asked)
    return error.value.problems


def test_everything_is_said_at_once(root: Path) -> None:
    assert PROBLEMS == problems(root)


def test_what_the_wanted_job_does_not_need_is_not_in_the_way(root: Path) -> None:
    chosen = choose(str(root), "push", job="fine", repositories={})
    assert ([".github/workflows/one.yml"], "fine") == (list(chosen.workflows), chosen.job)
    assert (
        ".github/workflows/one.yml  concurrency: no other run is waited for or cancelled",
        ".github/workflows/one.yml  job 'fine': environment staging: its approval is imitated; its branches, wait timer and deployment record are not",
    ) == chosen.notes


def test_nothing_to_run(root: Path) -> None:
    assert (f"{root}  has no workflow for release: its workflows run for push",) == problems(root, event="release")
    assert (f"{root}  has no job 'none' of a workflow for push: its workflows run for push",) == problems(root, job="none")
    assert (f"--workflow two.yml  is no file of {root}",) == problems(root, file="two.yml")
    (root / ".github/workflows/one.yml").unlink()
    assert (f"{root}  has no workflows: .github/workflows holds none",) == problems(root)


def test_filters_of_branches_decide(root: Path) -> None:
    text = "on: {push: {branches: [release], paths: [src/**]}}\njobs:\n  one:\n    runs-on: x\n    timeout-minutes: 1\n    steps: [{run: echo}]\n"
    (root / ".github/workflows/one.yml").write_text(text)
    (said,) = problems(root)
    assert said.startswith(".github/workflows/one.yml  does not run for push: ")
    assert said.endswith("; --ref names another branch or tag")
    assert [".github/workflows/one.yml"] == list(choose(str(root), "push", ref="refs/heads/release").workflows)
