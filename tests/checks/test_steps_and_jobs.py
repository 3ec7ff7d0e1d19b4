"""Steps, what they use, limits, shells, groups: what concerns one job or action alone."""

from __future__ import annotations

import pytest

from tests.checks.reports import ACTION, WORKFLOW, Reported, job, reported, severities

NODE = "name: A\ndescription: a\n{more}runs:\n  using: node24\n  main: a.js\n"
COMPOSITE = "name: A\ndescription: a\n{more}runs:\n  using: composite\n  steps:\n    - {step}\n"


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("actions/checkout@v6", ""),
        ("actions/aws/ec2@main", ""),
        ("docker://alpine:3.22", ""),
        ("docker://", ""),
        ("./actions/x", ""),
        ("./", ""),
        ("$/actions/x", ""),
        ("$//actions/x", ""),
        ("actions/checkout", "has no version: which tag, branch or commit is meant"),
        ("actions/checkout@", "has no version: which tag, branch or commit is meant"),
        (".github/actions/x", "has no version: which tag, branch or commit is meant"),
        ("checkout@v6", "is no action: an owner and a repository have to be named"),
        ("/repo@v4", "is no action: an owner and a repository have to be named"),
        ("owner/@v4", "is no action: an owner and a repository have to be named"),
        ("a/b@v1@v2", "is no action: an owner and a repository have to be named"),
        ("$$docker://alpine", "has no version: which tag, branch or commit is meant"),
        ("a/b/.github/workflows/c.yml@v1", "is a reusable workflow, which a step cannot use"),
        ("$/actions/x@v1", "has a version, but '$/' is this very commit"),
    ],
)
def test_a_step_uses_an_action(reference: str, said: str) -> None:
    expected = [(6, 15, "action-reference", f"'{reference}' {said}")] if said else []
    assert expected == reported(job(steps=f"- uses: {reference}"))
    expected = [(6, 13, "action-reference", f"'{reference}' {said}")] if said else []
    assert expected == reported(COMPOSITE.format(more="", step=f"uses: {reference}"), ACTION)


def test_a_version_behind_the_own_repository_is_a_warning_because_githubs_parser_takes_it() -> None:
    assert [("action-reference", "warning", "lint")] == severities(job(steps="- uses: $/x@v1"))
    assert [("action-reference", "error", "grammar")] == severities(job(steps="- uses: x@v1"))


@pytest.mark.parametrize(
    ("keys", "steps", "expected"),
    [
        ("runs-on:\n  group: a/b", "- run: make", [(6, 14, "runner-group", "job 'build' names the runner group 'a/b', which GitHub cannot look up")]),
        (
            "runs-on:\n  group: ent/",
            "- run: make",
            [(6, 14, "runner-group", "job 'build' names the runner group 'ent/', which GitHub cannot look up")],
        ),
        (
            "runs-on:\n  group: ent/a/b",
            "- run: make",
            [(6, 14, "runner-group", "job 'build' names the runner group 'ent/a/b', which GitHub cannot look up")],
        ),
        ("runs-on:\n  group: organization/a", "- run: make", []),
        ("runs-on:\n  group: ${{ vars.GROUP }}", "- run: make", []),
    ],
)
def test_a_runner_group_is_known_by_its_prefix(keys: str, steps: str, expected: Reported) -> None:
    text = job(keys, steps).replace("    runs-on: ubuntu-latest\n", "")
    assert [(line - 1, column, rule, message) for line, column, rule, message in expected] == reported(text)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("timeout-minutes: 0", [(5, 22, "not-positive", "'timeout-minutes' of job 'build' is 0")]),
        ("timeout-minutes: -3.5", [(5, 22, "not-positive", "'timeout-minutes' of job 'build' is -3.5")]),
        ("timeout-minutes: 0.5", []),
        ("timeout-minutes: ${{ fromJSON(vars.MINUTES) }}", []),
        ("strategy:\n  max-parallel: 1.5\n  matrix: {a: [1]}", [(6, 21, "not-positive", "'max-parallel' of job 'build' is 1.5")]),
        ("strategy:\n  max-parallel: 0\n  matrix: {a: [1]}", [(6, 21, "not-positive", "'max-parallel' of job 'build' is 0")]),
        (
            "snapshot: {image-name: a, version: 1.2.3}",
            [(5, 40, "snapshot-version", "the snapshot of job 'build' has the version '1.2.3', which has to end in '.*'")],
        ),
        ("snapshot: {image-name: a, version: 2.*}", []),
        ("env: {A B: 1}", [(5, 11, "env-name", "'A B' is no name for an environment variable: no shell can read it")]),
        ("container: {image: a, env: {A=B: 1}}", [(5, 33, "env-name", "'A=B' is no name for an environment variable: no shell can read it")]),
        (
            "container:\n  image: a\n  credentials: {username: a, password: b}",
            [(7, 44, "plain-password", "the password for the container of job 'build' stands in the file")],
        ),
        (
            "services:\n  db:\n    image: a\n    credentials: {username: a, password: b}",
            [(8, 46, "plain-password", "the password for service 'db' of job 'build' stands in the file")],
        ),
        ("container:\n  image: a\n  credentials: {username: a, password: '${{ secrets.P }}'}", []),
        (
            "container:\n  image: a\n  credentials: {password: '${{ secrets.P }}'}",
            [(7, 7, "half-credentials", "the credentials for the container of job 'build' have no username")],
        ),
        (
            "concurrency: {group: " + "a" * 401 + "}",
            [(5, 26, "concurrency-group", "the concurrency group of job 'build' has 401 characters; GitHub takes 400")],
        ),
        ("concurrency: {group: " + "a" * 400 + "}", []),
        (
            "concurrency: {group: a, queue: max, cancel-in-progress: true}",
            [
                (
                    5,
                    29,
                    "concurrency-group",
                    "the concurrency of job 'build' has 'queue: max' and 'cancel-in-progress: true', which contradict each other",
                )
            ],
        ),
        ("concurrency: {group: a, queue: max, cancel-in-progress: false}", []),
        ("defaults: {run: {shell: fish}}", [(5, 29, "shell-name", "the runner knows no shell 'fish'; did you mean 'sh'?")]),
        ("defaults: {run: {shell: 'fish {0}'}}", []),
    ],
)
def test_a_job_makes_sense(keys: str, expected: Reported) -> None:
    assert expected == reported(job(keys))


def test_a_job_without_steps_is_a_warning() -> None:
    assert [(3, 3, "steps-missing", "job 'build' has no steps")] == reported("on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("- {run: make, timeout-minutes: 0}", [(6, 38, "not-positive", "'timeout-minutes' of a step is 0")]),
        ("- {run: make, timeout-minutes: 361}", [(6, 38, "step-timeout", "a step has 361 minutes; GitHub gives it 360")]),
        ("- {run: make, timeout-minutes: 360}", []),
        ("- {run: make, shell: cmd}", [(6, 28, "shell-name", "the shell 'cmd' is not on runners of Linux and macOS")]),
        ("- {run: make, shell: BASH}", []),
        ("- uses: 'docker://alpine:'", [(6, 15, "image-tag", "'docker://alpine:' has no tag behind the colon")]),
        ("- run: " + "a" * 21_001, [(6, 14, "script-length", "the script has 21,001 characters; GitHub takes 21,000")]),
        ("- run: " + "a" * 21_000, []),
        ('- run: echo "::set-output name=a::b"', [(6, 20, "deprecated-command", "the command 'set-output' is deprecated")]),
        ("- run: |\n    make\n    echo ::add-path::/opt", [(8, 16, "deprecated-command", "the command 'add-path' is deprecated")]),
        ("- run: echo ::set-output::b", []),
        ("- {id: a, run: make, background: true}\n- wait: a\n- cancel: A", []),
        ("- {id: a, run: make}\n- wait: a", [(7, 15, "background-reference", "'wait' names 'a', which does not run in the background")]),
        ("- wait: [a]\n- {id: a, run: make, background: true}", [(6, 16, "background-reference", "'wait' names 'a', which starts only later")]),
        (
            "- {id: able, run: make, background: true}\n- cancel: abel",
            [(7, 17, "background-reference", "'cancel' names 'abel', which is the id of no step of the job; did you mean 'able'?")],
        ),
        ("- {id: a, run: make, background: '${{ fromJSON(vars.X) }}'}\n- wait: a", []),
        (
            "- parallel:\n    - {run: make, background: true}",
            [(7, 37, "parallel-background", "a step of a parallel group is in the background already")],
        ),
        ("- wait-all: false", [(6, 19, "wait-all-false", "'wait-all' is false: the step would do nothing")]),
        ("- wait-all: true\n- wait-all:", []),
    ],
)
def test_a_step_makes_sense(steps: str, expected: Reported) -> None:
    assert expected == reported(job(steps=steps))


def test_a_shell_of_another_system_is_no_fault_where_the_system_is_unknown() -> None:
    assert [] == reported(job(steps="- {run: make, shell: cmd}").replace("ubuntu-latest", "${{ vars.RUNNER }}"))
    assert [] == reported(job(steps="- {run: make, shell: cmd}").replace("ubuntu-latest", "[self-hosted, windows]"))


@pytest.mark.parametrize(
    ("group", "inner", "expected"),
    [
        (
            "a",
            "a",
            [
                (
                    2,
                    14,
                    "concurrency-deadlock",
                    "the workflow's concurrency group 'a' is also that of job 'build', which would wait for the workflow",
                ),
                (6, 18, "concurrency-deadlock", "job 'build' is in the concurrency group of its own workflow, 'a', and would wait for it"),
            ],
        ),
        ("a", "A", []),
        ("${{ github.ref }}", "${{ github.ref }}", []),
    ],
)
def test_a_job_does_not_wait_for_its_own_workflow(group: str, inner: str, expected: Reported) -> None:
    assert expected == reported(job(f"concurrency: {inner}").replace("jobs:", f"concurrency: {group}\njobs:"), WORKFLOW)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (NODE.format(more=""), []),
        (
            NODE.format(more="").replace("node24", "node20"),
            [(4, 10, "retired-runtime", "the action runs on node20, which GitHub's runners do not have since 2026-09-23")],
        ),
        (NODE.format(more="inputs: {a b: {description: a}}\n"), [(3, 10, "input-name", "'a b' is no name for an input")]),
        (NODE.format(more="outputs: {a: {description: a}}\n"), []),
        (
            COMPOSITE.format(more="outputs: {a: {description: a}}\n", step="{run: make, shell: bash}"),
            [(3, 11, "output-without-value", "output 'a' has no value")],
        ),
        ("name: A\nruns: {using: node24, main: a.js}\n", [(1, 1, "missing-key", "the file needs 'description'")]),
    ],
)
def test_an_action_makes_sense(text: str, expected: Reported) -> None:
    assert expected == reported(text, ACTION)


def test_what_says_nothing_is_a_warning() -> None:
    assert [(5, 10, "empty-list", "'jobs.build.env' is empty")] == reported(job("env: {}"))
    assert [("empty-list", "warning", "lint")] == severities(job("needs: []"))
    assert [] == reported(job("permissions: {}\ncontainer: {image: a, ports: []}"))
