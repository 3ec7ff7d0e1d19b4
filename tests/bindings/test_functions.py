"""The bound functions themselves: each input under its GitHub name, safe defaults, permissions, outputs, and no call that GitHub would reject."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

import synth.bindings
from synth.bindings.catalogue import ActionFacts, Catalogue, Input
from synth.bindings.corrections import CORRECTIONS
from synth.bindings.lock import builtin
from synth.build.steps import StepOutput
from synth.checks.credentials_beside_strangers import TRUSTED
from synth.expr import github, vars
from synth.model import Uses
from synth.model.permissions import SCOPES

ATTEST = {"id-token": ("write", "sign as this workflow"), "attestations": ("write", "keep the attestation")}
CODE_SCANNING = {"security-events": ("write", "upload the findings"), "actions": ("read", "name the run, in a private repository")}

# The whole binding, called with no more than it needs: the action, the inputs that are passed, the permissions.
LEAST: dict[str, tuple[dict[str, Any], str, dict[str, Any], dict[str, tuple[str, str]] | None]] = {
    "build_push": ({}, "docker/build-push-action@v7", {}, None),
    "cache": ({"path": "p", "key": "k"}, "actions/cache@v5", {"path": "p", "key": "k"}, None),
    "cache_restore": ({"path": "p", "key": "k"}, "actions/cache/restore@v5", {"path": "p", "key": "k"}, None),
    "cache_save": ({"path": "p", "key": "k"}, "actions/cache/save@v5", {"path": "p", "key": "k"}, None),
    "checkout": ({}, "actions/checkout@v7", {"persist-credentials": False}, {"contents": ("read", "check out the repository")}),
    "configure_aws_credentials": (
        {"aws_region": "eu-west-1"},
        "aws-actions/configure-aws-credentials@v6",
        {"aws-region": "eu-west-1", "retry-max-attempts": 3},
        None,
    ),
    "download_artifact": ({}, "actions/download-artifact@v8", {}, None),
    "ecr_login": ({}, "aws-actions/amazon-ecr-login@v2", {}, None),
    "ecs_deploy_task_definition": (
        {"task_definition": "t.json"},
        "aws-actions/amazon-ecs-deploy-task-definition@v2",
        {"task-definition": "t.json", "wait-for-service-stability": True, "wait-max-delay-seconds": 15},
        None,
    ),
    "ecs_render_task_definition": (
        {"container_name": "c", "image": "i"},
        "aws-actions/amazon-ecs-render-task-definition@v1",
        {"container-name": "c", "image": "i"},
        None,
    ),
    "setup_buildx": ({}, "docker/setup-buildx-action@v4", {}, None),
    "setup_node": ({}, "actions/setup-node@v7", {"package-manager-cache": False}, None),
    "setup_python": ({}, "actions/setup-python@v7", {}, None),
    "setup_trivy": ({"version": "v0.75.0"}, "aquasecurity/setup-trivy@v0.3.1", {"version": "v0.75.0"}, None),
    "setup_uv": ({}, "astral-sh/setup-uv@v10.0.1", {}, None),
    "upload_artifact": ({"path": "p"}, "actions/upload-artifact@v7", {"path": "p", "if-no-files-found": "error"}, None),
    "attest": ({}, "actions/attest@v4", {}, ATTEST),
    "attest_build_provenance": ({}, "actions/attest-build-provenance@v4", {}, ATTEST),
    "codeql_analyze": ({}, "github/codeql-action/analyze@v4", {}, CODE_SCANNING),
    "codeql_init": ({}, "github/codeql-action/init@v4", {}, CODE_SCANNING),
    "docker_login": ({}, "docker/login-action@v4", {}, None),
    "docker_metadata": ({}, "docker/metadata-action@v6", {}, None),
    "github_script": ({"script": "s"}, "actions/github-script@v8", {"script": "s"}, None),
    "harden_runner": ({}, "step-security/harden-runner@v2", {}, None),
    "merge_artifacts": ({}, "actions/upload-artifact/merge@v7", {}, None),
    "setup_go": ({}, "actions/setup-go@v7", {"cache": False}, None),
    "setup_gradle": ({}, "gradle/actions/setup-gradle@v6", {"cache-provider": "basic"}, None),
    "setup_java": ({"distribution": "temurin"}, "actions/setup-java@v5", {"distribution": "temurin"}, None),
    "setup_qemu": ({"image": "i"}, "docker/setup-qemu-action@v4", {"image": "i"}, None),
    "slack": ({}, "slackapi/slack-github-action@v4", {}, None),
    "sticky_comment": (
        {},
        "marocchino/sticky-pull-request-comment@v3.0.5",
        {},
        {"pull-requests": ("write", "comment on the pull request")},
    ),
    "submit_gradle_dependencies": (
        {},
        "gradle/actions/dependency-submission@v6",
        {"cache-provider": "basic"},
        {"contents": ("write", "submit the dependencies")},
    ),
    "trivy": ({"version": "v0.75.0"}, "aquasecurity/trivy-action@v0.36.0", {"version": "v0.75.0"}, None),
    "upload_sarif": ({}, "github/codeql-action/upload-sarif@v4", {}, CODE_SCANNING),
    "validate_gradle_wrappers": ({}, "gradle/actions/wrapper-validation@v6", {}, None),
    "zizmor": ({"version": "v1.32.0"}, "zizmorcore/zizmor-action@v0.1.1", {"version": "v1.32.0", "advanced-security": False}, None),
}
NAMES = sorted(LEAST)


# What the actions do not insist on, and a binding does.
OURS = {"setup_java": {"distribution"}, "setup_qemu": {"image"}, "setup_trivy": {"version"}, "trivy": {"version"}, "zizmor": {"version"}}


def function(name: str) -> Any:
    return getattr(synth.bindings, name)


def action_of(name: str, facts: Catalogue) -> ActionFacts:
    (found,) = [action for action in facts.actions if CORRECTIONS[action.name].function == name]
    return found


def offered(name: str, facts: Catalogue) -> dict[str, Input]:
    """The action's inputs without those that a binding does not have."""
    action = action_of(name, facts)
    withheld = {*CORRECTIONS[action.name].deprecated, *CORRECTIONS[action.name].internal}
    return {key: declared for key, declared in action.inputs.items() if key not in withheld}


def squashed(name: str) -> str:
    """A name without what Python and GitHub write differently."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def parameters(name: str) -> list[inspect.Parameter]:
    return [p for p in inspect.signature(function(name)).parameters.values() if p.kind is p.KEYWORD_ONLY]


def test_every_bound_action_is_in_the_package_and_tested_here(facts: Catalogue) -> None:
    bound = [CORRECTIONS[action.name] for action in facts.actions if not CORRECTIONS[action.name].unbound]
    assert synth.bindings.__all__ == NAMES == sorted(correction.function for correction in bound)


@pytest.mark.parametrize("name", NAMES)
def test_the_least_call_passes_what_is_needed_and_what_is_safe(name: str) -> None:
    given, action, inputs, permissions = LEAST[name]
    step = function(name)("Step", **given)
    assert (action, inputs, permissions) == (step.action, step.inputs, step.permissions)
    assert (step.name, step.origin.file) == ("Step", __file__)


@pytest.mark.parametrize("name", NAMES)
def test_every_input_is_passed_under_its_own_name(name: str, facts: Catalogue) -> None:
    wanted = {key: f"value of {key}" for key in offered(name, facts)}
    by_parameter = {squashed(key): value for key, value in wanted.items()}
    step = function(name)(**{p.name: by_parameter.pop(squashed(p.name)) for p in parameters(name)})
    assert wanted == step.inputs
    assert by_parameter == {}


@pytest.mark.parametrize("name", NAMES)
def test_values_that_the_runner_knows_are_passed_as_they_are(name: str) -> None:
    step = function(name)(**{p.name: vars["X"] for p in parameters(name)})
    assert {"vars.X"} == {value.source() for value in step.inputs.values()}


@pytest.mark.parametrize("name", NAMES)
def test_none_leaves_every_input_to_the_action(name: str) -> None:
    step = function(name)(**{p.name: None for p in parameters(name)})
    assert step.inputs == {}


@pytest.mark.parametrize("name", NAMES)
def test_an_input_is_needed_when_the_action_requires_it_and_has_no_default(name: str, facts: Catalogue) -> None:
    needed = {key for key, declared in offered(name, facts).items() if declared.required and declared.default is None} | OURS.get(name, set())
    assert {squashed(key) for key in needed} == {squashed(p.name) for p in parameters(name) if p.default is p.empty}


@pytest.mark.parametrize("name", NAMES)
def test_each_missing_input_is_caught(name: str) -> None:
    given = LEAST[name][0]
    for missing in given:
        with pytest.raises(TypeError, match=f"missing 1 required keyword-only argument: '{missing}'"):
            function(name)(**{key: value for key, value in given.items() if key != missing})


@pytest.mark.parametrize("name", NAMES)
def test_each_misspelt_input_is_caught(name: str) -> None:
    for parameter in parameters(name):
        with pytest.raises(TypeError, match=f"unexpected keyword argument '{parameter.name}x'"):
            function(name)(**LEAST[name][0], **{f"{parameter.name}x": "value"})


def test_each_deprecated_input_is_caught(facts: Catalogue) -> None:
    deprecated = {(a.name, key) for a in facts.actions for key, declared in a.inputs.items() if declared.deprecated}
    assert deprecated == {("actions/cache", "save-always"), ("actions/setup-java", "jdkFile"), ("github/codeql-action/analyze", "add-snippets")}
    assert {(name, key) for name, c in CORRECTIONS.items() for key in c.deprecated} == deprecated | {
        ("github/codeql-action/analyze", "cleanup-level"),  # in prose only, like the next two
        ("github/codeql-action/init", "quality-queries"),
        ("github/codeql-action/init", "setup-python-dependencies"),
        ("gradle/actions/dependency-submission", "gradle-home-cache-cleanup"),  # under a key that GitHub does not read, like the next two
        ("gradle/actions/setup-gradle", "arguments"),
        ("gradle/actions/setup-gradle", "gradle-home-cache-cleanup"),
    }
    with pytest.raises(TypeError, match="unexpected keyword argument 'save_always'"):
        synth.bindings.cache(path="p", key="k", save_always=True)  # type: ignore[call-arg]  # what the test is about


@pytest.mark.parametrize("name", NAMES)
def test_each_output_is_read_under_its_own_name(name: str, facts: Catalogue) -> None:
    step = function(name)(**LEAST[name][0])
    for key in action_of(name, facts).outputs:
        read = getattr(step.outputs, key.replace("-", "_"))
        assert (StepOutput, key) == (type(read), read.output)


@pytest.mark.parametrize("name", NAMES)
def test_a_misspelt_output_is_caught(name: str) -> None:
    with pytest.raises(AttributeError, match="declares no output 'comit'"):
        _ = function(name)(**LEAST[name][0]).outputs.comit


@pytest.mark.parametrize("name", NAMES)
def test_the_built_in_lock_pins_it_to_the_commit_in_the_catalogue(name: str, facts: Catalogue) -> None:
    action = action_of(name, facts)
    assert Uses(f"{action.name}@{action.sha}", action.tag) == builtin().pin(function(name)(**LEAST[name][0]).action)


@pytest.mark.parametrize("name", NAMES)
def test_the_docstring_says_what_it_does_and_which_version_it_binds(name: str, facts: Catalogue) -> None:
    action = action_of(name, facts)
    correction = CORRECTIONS[action.name]
    assert f"{correction.description} Binds {action.name} {action.tag}." == (function(name).__doc__ or "").splitlines()[0]


def test_truth_and_numbers_stay_what_they_are_in_python() -> None:
    assert synth.bindings.checkout(fetch_depth=0, lfs=True, persist_credentials=True).inputs == {
        "fetch-depth": 0,
        "lfs": True,
        "persist-credentials": True,
    }


def test_a_list_becomes_lines_or_commas_as_the_action_reads_it() -> None:
    built = synth.bindings.build_push(tags=["a:1", "a:2"], platforms=("linux/amd64", "linux/arm64"), labels=["sha=" + github.sha, "x=1"])
    inputs = built.inputs or {}
    assert (inputs["tags"], inputs["platforms"]) == ("a:1\na:2", "linux/amd64,linux/arm64")
    assert inputs["labels"].interpolated() == "sha=${{ github.sha }}\nx=1"  # type: ignore[union-attr]  # an expression


def test_a_sign_in_needs_an_oidc_token_only_for_a_role() -> None:
    signed_in = synth.bindings.configure_aws_credentials(aws_region="eu-west-1", role_to_assume=vars["ROLE"])
    assert signed_in.permissions == {"id-token": ("write", "sign in to AWS with OIDC")}


def test_artifacts_of_another_run_need_the_permission_to_read_it() -> None:
    fetched = synth.bindings.download_artifact(github_token=github.token, run_id=7)
    assert fetched.permissions == {"actions": ("read", "read the artifacts of another run")}


PUSH, UPLOAD = ("write", "record where the image is stored"), ("write", "upload the findings")
SUBMIT, COMMENT = ("write", "submit the dependencies"), ("write", "comment on the pull request")


@pytest.mark.parametrize(
    ("name", "given", "permissions"),
    [
        ("attest", {"push_to_registry": True}, ATTEST | {"artifact-metadata": PUSH}),
        ("attest", {"push_to_registry": vars["PUSH"] == "yes"}, ATTEST | {"artifact-metadata": PUSH}),
        ("attest", {"push_to_registry": False}, ATTEST),
        ("harden_runner", {"policy": "p"}, {"id-token": ("write", "fetch the policy")}),
        ("setup_gradle", {"dependency_graph": "generate"}, None),
        ("setup_gradle", {"dependency_graph": "generate-and-submit"}, {"contents": SUBMIT}),
        ("setup_gradle", {"dependency_graph": vars["GRAPH"]}, {"contents": SUBMIT}),
        ("setup_gradle", {"add_job_summary_as_pr_comment": "never"}, None),
        ("setup_gradle", {"add_job_summary_as_pr_comment": "always"}, {"pull-requests": COMMENT}),
        ("submit_gradle_dependencies", {"dependency_graph": "generate-and-upload"}, None),
        ("zizmor", {"version": "v1.32.0", "advanced_security": True}, {"security-events": UPLOAD}),
        ("zizmor", {"version": "v1.32.0", "advanced_security": None}, {"security-events": UPLOAD}),
    ],
)
def test_a_permission_is_asked_for_only_by_the_inputs_that_need_it(name: str, given: dict[str, Any], permissions: object) -> None:
    assert permissions == function(name)(**given).permissions


def test_every_permission_is_one_that_github_has() -> None:
    given = {(scope.name, scope.level) for correction in CORRECTIONS.values() for scope in correction.scopes}
    assert {(name, level) for name, (levels, _) in SCOPES.items() for level in levels} >= given


def test_only_first_party_actions_may_run_beside_credentials() -> None:
    assert {name.split("/")[0] for name, c in CORRECTIONS.items() if c.beside_credentials} == {"actions", "aws-actions", "docker", "github"}
    assert {name.split("/")[0] for name, c in CORRECTIONS.items() if not c.beside_credentials} == set(
        "aquasecurity astral-sh gradle marocchino pnpm slackapi step-security zizmorcore".split()
    )


def test_the_check_trusts_the_same_actions() -> None:
    assert {name for name, c in CORRECTIONS.items() if c.beside_credentials} == {name for name in CORRECTIONS if name.startswith(TRUSTED)}
