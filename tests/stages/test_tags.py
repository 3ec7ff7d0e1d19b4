"""More names for the image that is pushed: what the scripts do in a registry that two small programs play, and what the judges say."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from synth.cli.generate import generate
from synth.pipeline import Pipeline, Stage
from synth.project import load, render
from synth.stages import Build, Deploy, Keep, Push, SentryRelease, TrivyScan
from tests.judges import JUDGES, Judge, subjects
from tests.stages.conftest import HEALTH, IMAGE, REGISTRY, SERVICE, environment, inputs_of, job, jobs_of, linked, steps
from tests.stages.test_stages import refused

DEFINITION = """
from synth import Environment, Health, Image, Pipeline, Registry, Service
from synth.stages import Build, Deploy, Keep, Push, SentryRelease, TrivyScan

service, health = Service("orders-api", container="app"), Health("/health")
registry = Registry("111122223333", region="eu-west-1", role="arn:aws:iam::111122223333:role/orders-api-push")
role = "arn:aws:iam::444455556666:role/orders-api-deploy"
staging = Environment("staging", region="eu-west-1", cluster="orders", role=role, url="https://s.example.com")
push = Push(registry, tags=["sha", "branch", "nightly", "version"])
marks = [Keep(registry), SentryRelease("octo-org", ["orders-api", "orders-worker"])]
pipeline = Pipeline("Orders API", stages=[Build(Image("orders-api")), TrivyScan(), push, Deploy(staging, service, health), *marks])
"""
STAGING = environment("staging")
TAGS = ("sha", "branch", "nightly", "version")
SHA = "a3f8c21" + "0" * 33


def before(*tags: Any) -> tuple[Stage, ...]:
    return (Build(IMAGE), TrivyScan(), Push(REGISTRY, tags=tags or ("sha",)))


def script(stages: tuple[Stage, ...], name: str, number: int = 0) -> str:
    """The script of the only step that is called so."""
    made = linked(Pipeline("Orders API", stages=stages).workflows()[number])
    found = [step.run for one in made.jobs.values() for step in steps(one).values() if step.name == name]
    assert [str] == [type(one) for one in found]
    return str(found[0])


class Ecr:
    """A registry of tags and digests, as the commands `aws` and `skopeo` show it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "tags").mkdir()
        (folder / "bin").mkdir()
        self._tool("aws", 'while [ "$1" != --image-ids ]; do shift; done\ncat "$TAGS/${2#imageTag=}" 2> /dev/null || echo None\n')
        copy = 'from="$4" to="$5"\n[ "${BREAKS:-}" != "${to##*:}" ] || exit 7\n'
        copy += 'case "$from" in\noci-archive:*) echo "$ARCHIVE" ;;\n*@*) echo "${from#*@}" ;;\n*) cat "$TAGS/${from##*:}" ;;\nesac > "$TAGS/.new"\n'
        self._tool("skopeo", copy + '[ "$*" = "copy --all --preserve-digests $from $to" ]\nmv "$TAGS/.new" "$TAGS/${to##*:}"\n')
        self._tool("date", '[ "$*" = "--utc +%Y%m%d" ] && echo 20261121\n')

    def _tool(self, name: str, text: str) -> None:
        path = self.folder / "bin" / name
        path.write_text(f"#!/bin/bash\nset -e\n{text}")
        path.chmod(0o755)

    def run(self, text: str, **environment: str) -> tuple[int, str]:
        """Exit code and output of a script, as the runner starts it."""
        given = {"PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}", "TAGS": str(self.folder / "tags"), **environment}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text]
        done = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.strip()

    def set(self, **tags: str) -> None:
        for name, digest in tags.items():
            (self.folder / "tags" / name.replace("_", "-")).write_text(digest + "\n")

    @property
    def tags(self) -> Mapping[str, str]:
        return {path.name: path.read_text().strip() for path in sorted((self.folder / "tags").iterdir()) if path.name[0] != "."}


@pytest.fixture
def ecr(tmp_path: Path) -> Ecr:
    return Ecr(tmp_path)


PUSH = script(before("sha", "branch"), "Copy to the registry")


@pytest.mark.row("E3a", "an image is tagged with its commit")
@pytest.mark.row("I3b", "beside the commit's tag, the branch's tag moves to each new image")
def test_a_push_gives_both_tags_and_a_second_one_moves_nothing_back(ecr: Ecr) -> None:
    assert (0, "") == ecr.run(PUSH, TAG="sha-1", DIGEST="sha256:1", ARCHIVE="sha256:1", BRANCH="branch-main")
    assert (0, "") == ecr.run(PUSH, TAG="sha-2", DIGEST="sha256:2", ARCHIVE="sha256:2", BRANCH="branch-main")
    expected = {"branch-main": "sha256:2", "sha-1": "sha256:1", "sha-2": "sha256:2"}
    assert expected == ecr.tags
    assert (0, "the registry has this image already") == ecr.run(PUSH, TAG="sha-1", DIGEST="sha256:1", ARCHIVE="sha256:1", BRANCH="branch-main")
    assert expected == ecr.tags


@pytest.mark.row("E3a", "a commit's tag never names a second image")
def test_a_commit_s_tag_is_given_once(ecr: Ecr) -> None:
    ecr.set(sha_1="sha256:1")
    said = "::error::the tag is taken by sha256:1, an earlier build of this commit: re-run that one's failed jobs, or commit again"
    assert (1, said) == ecr.run(PUSH, TAG="sha-1", DIGEST="sha256:2", ARCHIVE="sha256:2", BRANCH="branch-main")
    assert {"sha-1": "sha256:1"} == ecr.tags


def test_a_push_that_breaks_off_is_finished_by_the_next_try(ecr: Ecr) -> None:
    given = {"TAG": "sha-1", "DIGEST": "sha256:1", "ARCHIVE": "sha256:1", "BRANCH": "branch-main"}
    assert 7 == ecr.run(PUSH, BREAKS="sha-1", **given)[0]
    assert 0 == ecr.run(PUSH, **given)[0]
    assert {"branch-main": "sha256:1", "sha-1": "sha256:1"} == ecr.tags


@pytest.mark.row("I3c", "a nightly tag names what main has that night, is given once a day and builds nothing")
def test_the_nightly_tag(ecr: Ecr) -> None:
    nightly = script(before(*TAGS), "Tag the nightly image", 1)
    given = {"GIVEN": "nightly-", "FOUND": "branch-main"}
    assert (1, "::error::the branch has no image yet") == ecr.run(nightly, **given)
    ecr.set(branch_main="sha256:1")
    assert (0, "") == ecr.run(nightly, **given)
    ecr.set(branch_main="sha256:2")
    assert (0, "nightly-20261121 names sha256:1 already") == ecr.run(nightly, **given)
    assert {"branch-main": "sha256:2", "nightly-20261121": "sha256:1"} == ecr.tags


@pytest.mark.row("S4b", "a version tag of git names the image of its commit, and builds nothing")
def test_a_version_names_the_image_of_its_commit(ecr: Ecr) -> None:
    versioned = script(before(*TAGS), "Tag the version", 2)
    ecr.set(sha_1="sha256:1", sha_2="sha256:2")
    assert (0, "") == ecr.run(versioned, GIVEN="v1.4.0-rc.1", FOUND="sha-1")
    assert (0, "the image has this name already") == ecr.run(versioned, GIVEN="v1.4.0-rc.1", FOUND="sha-1")
    said = "::error::the version names sha256:1: a version is given once, take the next one"
    assert (1, said) == ecr.run(versioned, GIVEN="v1.4.0-rc.1", FOUND="sha-2")
    said = "::error::the commit has no image: tag one that main has pushed, or run this again once it has"
    assert (1, said) == ecr.run(versioned, GIVEN="v1.4.1", FOUND="sha-3")
    assert {"sha-1": "sha256:1", "sha-2": "sha256:2", "v1.4.0-rc.1": "sha256:1"} == ecr.tags


@pytest.mark.parametrize("name", ["v1", "v1.2", "vx", "v1.2.3+build", "v1.2.3-$(touch x)", "v1.2.3-" + "x" * 130])
def test_what_is_no_version_is_refused(ecr: Ecr, name: str) -> None:
    versioned = script(before(*TAGS), "Tag the version", 2)
    assert (2, "::error::the tag is no version such as v1.4.0 or v1.4.0-rc.1") == ecr.run(versioned, GIVEN=name, FOUND="sha-1")
    assert {} == ecr.tags


@pytest.mark.row("I6", "the last good releases of an environment are held by tags that the lifecycle policy never takes")
def test_the_last_good_releases_are_held(ecr: Ecr) -> None:
    keep = script((*before(), Deploy(STAGING, SERVICE), Keep(REGISTRY, releases=3)), "Mark the release")

    def held() -> list[str]:
        return [ecr.tags.get(f"good-staging-{slot}", "").removeprefix("sha256:") for slot in (1, 2, 3)]

    history = [(1, "1  "), (1, "1  "), (2, "21 "), (3, "321"), (2, "231"), (4, "423"), (3, "342"), (5, "534")]
    for digest, expected in history:
        assert (0, "") == ecr.run(keep, DIGEST=f"sha256:{digest}")
        assert list(expected.replace(" ", "")) == [one for one in held() if one]
    assert 7 == ecr.run(keep, DIGEST="sha256:6", BREAKS="good-staging-1")[0]
    assert ["5", "5", "3"] == held()
    assert 0 == ecr.run(keep, DIGEST="sha256:6")[0]
    assert ["6", "5", "5"] == held()


@pytest.mark.row("E3a", "nothing is ever tagged latest")
@pytest.mark.parametrize(
    ("tags", "said"),
    [
        (("latest",), "a tag 'latest' names another image each day, so that nobody can say what runs: take 'branch' for the newest of main"),
        (("v1",), "tag 'v1' is none of sha, branch, nightly, version"),
        (("nightly",), "the nightly tag is given to what the branch's tag names: add 'branch' to the tags"),
    ],
)
def test_a_tag_that_makes_no_sense_is_refused(tags: tuple[Any, ...], said: str) -> None:
    assert [f"stage Push: {said}"] == refused(*before(*tags))


@pytest.mark.row("C2b", "the image is labelled with its commit, version, source and date")
@pytest.mark.row("S4c", "one version goes from the image's labels by its tag into the container, the deployment's record and Sentry")
@pytest.mark.row("S4d", "the container is given VERSION and GIT_SHA")
def test_one_version_all_the_way() -> None:
    jobs = jobs_of(*before(), Deploy(STAGING, SERVICE, HEALTH), SentryRelease("octo-org", ["orders-api"]))
    labels = inputs_of(steps(jobs["build-image"])["Build"])["labels"]
    date = "${{ steps.commit-date.outputs.date }}"
    assert [
        "org.opencontainers.image.revision=${{ github.sha }}",
        "org.opencontainers.image.version=sha-${{ github.sha }}",
        "org.opencontainers.image.source=${{ github.server_url }}/${{ github.repository }}",
        f"org.opencontainers.image.created={date}",
    ] == str(labels).split("\n")
    version = "sha-${{ github.sha }}"
    env = steps(jobs["push-image"])["Copy to the registry"].env
    assert isinstance(env, Mapping)
    assert version == env["TAG"]
    found = steps(jobs["deploy-to-staging"])
    assert ["GIT_SHA=${{ github.sha }}", f"VERSION={version}"] == str(inputs_of(found["Deploy"])["environment-variables"]).split("\n")[:2]
    assert version == inputs_of(found["Record the deployment"])["version"]
    assert version == inputs_of(steps(jobs["mark-staging-in-sentry"])["Mark the release"])["version"]


def test_aws_s_own_action_tells_the_container_too() -> None:
    found = steps(jobs_of(*before(), Deploy(STAGING, SERVICE, deploy_with="official"))["deploy-to-staging"])
    told = inputs_of(found["Render the task definition"])["environment-variables"]
    assert ["GIT_SHA=${{ github.sha }}", "VERSION=sha-${{ github.sha }}"] == str(told).split("\n")[:2]


@pytest.mark.row("I9b", "the release is marked in Sentry by a job of its own that holds nothing but Sentry's token")
def test_the_token_of_sentry_is_alone() -> None:
    stages = (*before(), Deploy(STAGING, SERVICE), SentryRelease("octo-org", ["orders-api"]), Deploy(environment("production"), SERVICE))
    jobs = jobs_of(*stages)
    marked = jobs["mark-staging-in-sentry"]
    assert (("deploy-to-staging",), "sentry", True, None) == (
        marked.needs,
        marked.environment and marked.environment.name,
        marked.continue_on_error,
        marked.permissions,
    )
    assert ("build-image", "deploy-to-staging") == jobs["deploy-to-production"].needs
    given = inputs_of(steps(marked)["Mark the release"])
    expected = {"organization": "octo-org", "projects": "orders-api", "environment": "staging", "auth-token": "${{ secrets.SENTRY_AUTH_TOKEN }}"}
    assert {**expected, "version": "sha-${{ github.sha }}"} == given


def test_sentry_can_be_required() -> None:
    stage = SentryRelease("octo-org", ["a", "b"], required=True, url="https://sentry.example.com", token="SENTRY", environment="marks")
    made = linked(Pipeline("Orders API", stages=[*before(), Deploy(STAGING, SERVICE), stage]).workflows()[0])
    marked = job(made, "mark-staging-in-sentry")
    given = inputs_of(steps(marked)["Mark the release"])
    assert (None, True, "a,b") == (marked.continue_on_error, given["fail-on-error"], given["projects"])
    assert ["environment 'marks' needs the secret SENTRY, an organization token of Sentry"] == stage.notes()


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ((Keep(REGISTRY),), "stage Keep: nothing is deployed yet: put Deploy before it"),
        ((SentryRelease("o", ["p"]),), "stage SentryRelease: nothing is deployed yet: put Deploy before it"),
        ((Deploy(STAGING, SERVICE), SentryRelease("o", [])), "stage SentryRelease: it names no project: give the slugs of those in Sentry"),
        (
            (Deploy(STAGING, SERVICE), Keep(REGISTRY, releases=1)),
            "stage Keep: releases=1 is none of 2 to 20: the one that runs, and at least the one before it",
        ),
        (
            (Deploy(STAGING, SERVICE), Keep(type(REGISTRY)("999988887777", region="eu-west-1", role="x"))),
            "stage Keep: the image is in 111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders-api: give the registry that Push has",
        ),
    ],
)
def test_an_impossible_order_is_refused(stages: tuple[Stage, ...], said: str) -> None:
    assert [said] == refused(*before(), *stages)


@pytest.mark.row("I3b", "the registry lets the branch's tag move and no other")
def test_what_has_to_be_set_is_said() -> None:
    assert [
        "the tag branch-* moves: set the repository's tag mutability to IMMUTABLE_WITH_EXCLUSION, and the wildcard branch-* as exclusion",
        "environment 'registry' has to allow the tags v* beside the main branch",
    ] == Pipeline("Orders API", stages=before(*TAGS)).notes()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github/ghsynth.py").write_text(DEFINITION, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["tag-the-nightly-image-of-orders-api", "tag-versions-of-orders-api"])
def test_the_workflows_are_as_they_were(repository: Path, golden: Callable[[str, str], None], name: str) -> None:
    golden(f"{name}.yml", render(load(str(repository)))[f".github/workflows/{name}.yml"])


@pytest.mark.slow
@pytest.mark.parametrize("one", JUDGES, ids=lambda one: one.NAME)
def test_a_judge_finds_nothing(repository: Path, one: Judge) -> None:
    assert 0 == generate(str(repository))
    assert [] == [str(finding) for finding in one.judge(subjects(repository))]


def test_all_of_it_can_be_written_in_yaml(tmp_path: Path) -> None:
    (tmp_path / ".github").mkdir()
    settings = "{region: eu-west-1, cluster: c, role: 'arn:aws:iam::444455556666:role/deploy', url: 'https://x.example.com', name: staging}"
    registry = "{account: '111122223333', region: eu-west-1, role: 'arn:aws:iam::111122223333:role/push'}"
    (tmp_path / ".github/ghsynth.yml").write_text(
        "name: Orders API\nstages:\n  - build: {image: {repository: orders-api}}\n  - trivy-scan\n"
        f"  - push: {{registry: {registry}, tags: [sha, branch, nightly, version], retention: {{releases: 80}}}}\n"
        f"  - deploy: {{environment: {settings}, service: {{name: orders-api, container: app}}}}\n"
        f"  - keep: {{registry: {registry}}}\n  - sentry-release: {{organization: octo-org, projects: [orders-api]}}\n"
    )
    project = load(str(tmp_path))
    assert ["Orders API", "Tag the nightly image of Orders API", "Tag versions of Orders API"] == [one.name for one in project.workflows]
    assert 80 == project.pipelines[0].stages[2].retention.releases  # type: ignore[attr-defined]  # of Push
