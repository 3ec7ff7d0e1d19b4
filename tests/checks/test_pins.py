"""What a workflow takes from elsewhere: actions, workflows, images, tools."""

from __future__ import annotations

import pytest

from tests.checks.clean import CHECKOUT, TOP, found, rules, workflow

A = "a" * 40
DIGEST = "sha256:742f40ea20b9ff2ff31db5458d127452988a2164df9e17441e191f3b72252193"


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (f"owner/action@{A} # v1.2.3", []),
        (f"owner/action/path@{'b' * 64} # v1.2.3", []),
        ("$/.github/actions/x", []),
        (f"docker://alpine:3@{DIGEST}", []),
        ("owner/action@v1", [(12, 15, "unpinned-uses", "'v1' of owner/action is a tag or branch, which its owner can move to other code")]),
        ("owner/action@aaaaaaa", [(12, 15, "unpinned-uses", "'aaaaaaa' of owner/action is a tag or branch, which its owner can move to other code")]),
        ("./.github/actions/x", [(12, 15, "self-repository", "'./.github/actions/x' is taken from the workspace as earlier steps left it")]),
        ("docker://alpine:3", [(12, 15, "unpinned-images", "the step takes the image alpine:3 by the tag '3'")]),
        ("docker://alpine", [(12, 15, "unpinned-images", "the step takes the image alpine without tag or digest")]),
        (f"owner/./action@{A} # v1", [(12, 15, "obfuscation", "'owner/./action' goes a way that no action needs")]),
        ("docker://localhost:5000/a@" + DIGEST, []),
    ],
)
def test_what_a_step_uses_is_pinned(reference: str, expected: list[tuple[int, int, str, str]]) -> None:
    assert expected == [one for one in found(workflow(f"- uses: {reference}")) if one[2] != "local-action"]


def test_a_called_workflow_is_pinned_too() -> None:
    text = f"{TOP}jobs:\n  a:\n    name: A\n    uses: owner/repo/.github/workflows/b.yml@main\n"
    message = "'main' of owner/repo/.github/workflows/b.yml is a tag or branch, which its owner can move to other code"
    assert [(9, 11, "unpinned-uses", message)] == found(text)


def test_an_action_s_steps_and_image_are_pinned_too() -> None:
    composite = "name: A\ndescription: A\nruns:\n  using: composite\n  steps:\n    - uses: owner/action@v1\n    - uses: actions/checkout@v7\n"
    docker = "name: A\ndescription: A\nruns:\n  using: docker\n  image: docker://alpine:3\n"
    assert ["unpinned-uses", "persisted-credentials", "unpinned-uses"] == rules(composite, "action.yml")
    assert [(5, 10, "unpinned-images", "the action takes the image alpine:3 by the tag '3'")] == found(docker, "action.yml")


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("v7.0.1", []),
        ("v7", []),
        ("7.0.1", []),
        ("tag=v7.0.1", []),
        ("pin@v7.0", []),
        ("v7.0.10", ["the comment says that this commit of actions/checkout is v7.0.10, but it is v7.0.1"]),
        ("v6.0.3", ["the comment says that this commit of actions/checkout is v6.0.3, but it is v7.0.1"]),
    ],
)
def test_the_version_behind_a_commit_is_true(comment: str, expected: list[str]) -> None:
    text = workflow(f"- uses: {CHECKOUT} # {comment}\n  with: {{persist-credentials: false}}")
    assert expected == [message for _, _, _, message in found(text)]


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        (f"container: alpine@{DIGEST}", []),
        ("container: alpine:3", [(11, 16)]),
        ("container:\n  image: alpine", [(12, 14)]),
        ("container: ${{ vars.IMAGE }}", []),
        (f"container: ${{{{ matrix.v }}}}\nstrategy:\n  matrix:\n    v: ['a@{DIGEST}']", []),
        ("container: ${{ matrix.v }}\nstrategy:\n  matrix:\n    v: ['a:1']", [(11, 16)]),
        ("services:\n  db:\n    image: postgres:latest", [(13, 16)]),
        ("services:\n  db: ${{ matrix.db }}", []),
    ],
)
def test_images_are_pinned(job: str, expected: list[tuple[int, int]]) -> None:
    assert expected == [(line, column) for line, column, rule, _ in found(workflow(job=job)) if rule == "unpinned-images"]


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ("{persist-credentials: false}", []),
        ("{Persist-Credentials: 'FALSE'}", []),
        ("{persist-credentials: '${{ inputs.keep }}'}", []),
        ("{fetch-depth: 0}", [(12, 9, "persisted-credentials", "the checkout leaves the job's token where every later step can use it")]),
        (
            "{persist-credentials: true}",
            [(12, 9, "persisted-credentials", "the checkout is told to leave the job's token where every later step can use it")],
        ),
    ],
)
def test_a_checkout_leaves_no_token(inputs: str, expected: list[tuple[int, int, str, str]]) -> None:
    text = workflow(
        f"- uses: {CHECKOUT} # v7.0.1\n  with: {inputs}", top=TOP.replace("on: push", "on: {workflow_dispatch: {inputs: {keep: {type: boolean}}}}")
    )
    assert expected == found(text)


@pytest.mark.parametrize(
    ("uses", "expected"),
    [
        (f"aquasecurity/setup-trivy@{A} # v0.3.1", [(12, 15)]),
        (f"aquasecurity/setup-trivy@{A} # v0.3.1\n  with:\n    version: latest", [(14, 20)]),
        (f"aquasecurity/setup-trivy@{A} # v0.3.1\n  with:\n    version: v0.75.0", []),
        (f"aquasecurity/trivy-action@{A} # v0.36.0", []),
        (f"astral-sh/setup-uv@{A} # v10.0.1", []),
        (f"astral-sh/setup-uv@{A} # v10.0.1\n  with:\n    version: latest", [(14, 20)]),
    ],
)
def test_tools_have_versions(uses: str, expected: list[tuple[int, int]]) -> None:
    assert expected == [(line, column) for line, column, rule, _ in found(workflow(f"- uses: {uses}")) if rule == "unpinned-tools"]


@pytest.mark.parametrize(
    ("reference", "advisories"),
    [
        ("tj-actions/changed-files@0e58ed8671d6b60d0890c21b07f8835ace038e67 # v45.0.7", 1),
        ("tj-actions/changed-files@v45", 1),
        ("tj-actions/changed-files@v46.0.1", 0),
        ("tj-actions/changed-files@v46", 0),
        ("tj-actions/changed-files@v35", 2),
        (f"tj-actions/changed-files@{A} # v45.0.7", 0),
        (f"tj-actions/changed-files@{A} # v40.1.0", 1),
        ("aquasecurity/trivy-action@0.28.0", 1),
        ("aquasecurity/trivy-action@v0.28.0", 0),
        ("aquasecurity/trivy-action@0.35.0", 0),
        ("aquasecurity/trivy-action@master", 0),
        ("aquasecurity/setup-trivy@v0.2.5", 1),
        ("aquasecurity/setup-trivy@v0.2.6", 0),
        (f"aquasecurity/setup-trivy@{A} # v0.3.1\n  with: {{version: v0.69.4}}", 1),
        (f"actions/download-artifact@{A} # v4.1.2", 1),
        (f"actions/download-artifact@{A} # v4.1.3", 0),
        ("actions/download-artifact@v4", 0),
        ("actions/download-artifact@v3.0.2", 0),
    ],
)
def test_known_advisories(reference: str, advisories: int) -> None:
    assert advisories == rules(workflow(f"- uses: {reference}")).count("known-vulnerable-actions")


@pytest.mark.parametrize("image", ["aquasec/trivy:0.69.4", "docker.io/aquasec/trivy:0.69.5", "ghcr.io/aquasecurity/trivy:0.69.4"])
def test_an_image_that_steals_is_known(image: str) -> None:
    assert "known-vulnerable-actions" in rules(workflow(job=f"container: {image}@{DIGEST}"))
    assert "known-vulnerable-actions" not in rules(workflow(job=f"container: {image.replace('0.69', '0.70')}@{DIGEST}"))


BUILD = f"- uses: docker/build-push-action@{A} # v7.3.0\n  with:\n    push: %s\n"
NODE = f"- uses: actions/setup-node@{A} # v7.0.0\n"


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (BUILD % "true" + NODE, [15]),
        (BUILD % "${{ github.event_name == 'push' }}" + NODE, [15]),
        (BUILD % "false" + NODE, []),
        (BUILD % "true" + NODE + "  with:\n    package-manager-cache: false\n", []),
        (BUILD % "true" + NODE + "  with:\n    package-manager-cache: false\n    cache: npm\n", [15]),
        (BUILD % "true" + NODE.replace("v7.0.0", "v4.0.0"), []),
        (BUILD % "true" + f"- uses: actions/setup-python@{A} # v7.0.0\n", []),
        (BUILD % "true" + f"- uses: actions/setup-python@{A} # v7.0.0\n  with:\n    cache: pip\n", [15]),
        (BUILD % "true" + f"- uses: actions/cache@{A} # v5.0.5\n  with:\n    path: x\n    key: y\n", [15]),
        (NODE, []),
    ],
)
def test_a_job_that_publishes_restores_no_cache(steps: str, expected: list[int]) -> None:
    assert expected == [line for line, _, rule, _ in found(workflow(steps)) if rule == "cache-poisoning"]


@pytest.mark.parametrize(("mode", "expected"), [("none", 0), ("read", 1), ("write", 1)])
def test_a_job_without_caches_needs_not_turn_them_off(mode: str, expected: int) -> None:
    assert expected == rules(workflow(BUILD % "true" + NODE, f"cache-mode: {mode}")).count("cache-poisoning")


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ("release", 1),
        ("[release, workflow_dispatch]", 1),
        ("{push: {tags: ['v*']}}", 1),
        ("{push: {tags: ['v*'], branches: [main]}}", 0),
        ("[release, pull_request]", 0),
    ],
)
def test_a_workflow_for_releases_restores_no_cache(events: str, expected: int) -> None:
    assert expected == rules(workflow(NODE, top=TOP.replace("on: push", f"on: {events}"))).count("cache-poisoning")
