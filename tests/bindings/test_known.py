"""What is known of the actions that hand-written workflows name."""

from __future__ import annotations

import subprocess
import sys

import pytest

from synth.bindings import corrections
from synth.bindings.catalogue import ActionFacts, Catalogue
from synth.bindings.known import InputFact, Interface, interface, runtime_of, same_major
from synth.bindings.runtimes import MAJORS, RETIRED
from tests.bindings.conftest import ROOT

CACHE = "27d5ce7f107fe9357f9df03efb73ab90386fccae"
NEWER_CACHE = "55cc8345863c7cc4c66a329aec7e433d2d1c52a9"


def plain(name: str) -> InputFact:
    return InputFact(name=name, required=False, deprecated="")


def test_an_interface_is_the_whole_of_what_one_release_takes_and_gives() -> None:
    assert interface("actions/cache@v4") == Interface(
        inputs={
            "path": InputFact(name="path", required=True, deprecated=""),
            "key": InputFact(name="key", required=True, deprecated=""),
            "restore-keys": plain("restore-keys"),
            "upload-chunk-size": plain("upload-chunk-size"),
            "enablecrossosarchive": plain("enableCrossOsArchive"),
            "fail-on-cache-miss": plain("fail-on-cache-miss"),
            "lookup-only": plain("lookup-only"),
            "save-always": InputFact(
                name="save-always",
                required=False,
                deprecated="it does not do what it says: restore with actions/cache/restore, save with actions/cache/save under always()",
            ),
        },
        outputs=frozenset({"cache-hit"}),
        runtime="node24",
        open_outputs=False,
        version="v5.0.5",
        commit=CACHE,
    )


@pytest.mark.parametrize("reference", ["actions/cache", "actions/cache@v5", f"actions/cache@{NEWER_CACHE}", "Actions/Cache@main"])
def test_an_action_is_known_under_every_ref_and_in_any_case(reference: str) -> None:
    assert interface("actions/cache@v5.0.5") is interface(reference)


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "actions",
        "@v4",
        "actions/unheard-of@v1",
        "actions/cache/Restore@v5",
        "./actions/cache",
        "$/actions/cache",
        "docker://alpine:3",
        "actions/cache/.github/workflows/test.yml@v5",
    ],
)
def test_of_anything_else_nothing_is_known(reference: str) -> None:
    assert (None, None) == (interface(reference), runtime_of(reference))


def test_an_action_may_set_outputs_that_its_file_does_not_declare() -> None:
    open_ones = {name for name, c in corrections.CORRECTIONS.items() if getattr(interface(name), "open_outputs", None)}
    assert {"actions/github-script", "aws-actions/amazon-ecr-login", "pnpm/action-setup"} == open_ones
    assert frozenset({"registry"}) == getattr(interface("aws-actions/amazon-ecr-login@v2"), "outputs", None)


def test_every_action_of_the_catalogue_is_known_as_it_is_there(facts: Catalogue) -> None:
    for action in facts.actions:
        assert expected(action) == interface(f"{action.name}@{action.sha}"), action.name


def expected(action: ActionFacts) -> Interface:
    correction = corrections.CORRECTIONS[action.name]
    return Interface(
        inputs={
            name.lower(): InputFact(
                name=name, required=declared.required and declared.default is None, deprecated=correction.deprecated.get(name, "")
            )
            for name, declared in action.inputs.items()
        },
        outputs=frozenset(action.outputs),
        runtime=action.using,
        open_outputs=bool(correction.more_outputs),
        version=action.tag,
        commit=action.sha,
    )


@pytest.mark.parametrize(
    ("reference", "answer"),
    [
        ("actions/cache@v5", True),
        ("actions/cache@v5.0.1", True),
        ("actions/cache@v4", False),
        ("actions/cache@v6.1.0", False),
        (f"actions/cache@{CACHE}", True),
        (f"actions/cache@{NEWER_CACHE}", False),
        (f"actions/cache@{'0' * 40}", None),
        ("actions/cache@main", None),
        ("actions/cache", None),
        ("aquasecurity/trivy-action@0.36.0", True),
        ("aquasecurity/trivy-action@0.35.0", False),
        ("aquasecurity/trivy-action@v0", None),
    ],
)
def test_a_reference_says_whether_it_is_to_the_major_that_is_known(reference: str, answer: bool | None) -> None:
    known = interface(reference)
    assert known is not None
    assert answer is same_major(reference, known)


@pytest.mark.parametrize(
    ("reference", "runtime"),
    [
        ("actions/checkout@v1", "node20"),  # or older
        ("actions/checkout@v4", "node20"),
        ("actions/checkout@v4.2.2", "node20"),
        ("actions/checkout@v5", "node24"),
        ("actions/checkout@v7.0.1", "node24"),
        ("actions/checkout@v8", None),  # not seen yet
        ("actions/setup-node@v4", "node20"),
        ("actions/setup-node@v5", None),  # nobody looked
        ("actions/setup-node@v6", "node24"),
        ("actions/cache/restore@v4", "node20"),
        (f"actions/cache@{CACHE}", "node24"),
        (f"actions/cache@{'0' * 40}", None),
        ("aws-actions/amazon-ecr-login@v2", "node24"),
        ("aws-actions/amazon-ecr-login@v2.1.8", "node24"),
        ("aws-actions/amazon-ecr-login@v2.0.1", None),
        ("aws-actions/amazon-ecr-login@v1", None),
        ("actions/attest-build-provenance@v4", "composite"),
        ("aquasecurity/trivy-action@v0.36.0", "composite"),
        ("aquasecurity/trivy-action@v0.35.0", None),
        ("pnpm/action-setup@v2", "node20"),
        ("pnpm/action-setup@v4", "node20"),
        ("pnpm/action-setup@v4.1.0", None),
        ("pnpm/action-setup@v6.0.9", None),
        ("actions/checkout@main", None),
        ("actions/checkout", None),
    ],
)
def test_a_reference_says_what_the_action_runs_on(reference: str, runtime: str | None) -> None:
    assert runtime == runtime_of(reference)


def test_retired_majors_lie_below_those_that_run_and_these_not_above_what_was_seen(facts: Catalogue) -> None:
    newest = {action.repository: int(action.tag.removeprefix("v").split(".")[0]) for action in facts.actions if action.using == "node24"}
    assert dict.fromkeys(MAJORS, True) == {repository: retired < current <= newest[repository] for repository, (retired, current) in MAJORS.items()}
    assert {"node12", "node16", "node20"} == RETIRED


def test_the_first_look_up_takes_less_than_five_milliseconds() -> None:
    program = f"""
import sys, time
sys.path.insert(0, {str(ROOT)!r})
import synth.record
began = time.perf_counter()
from synth.bindings.known import interface, runtime_of
interface("actions/checkout@v4"), runtime_of("actions/checkout@v4")
print(time.perf_counter() - began)
"""
    times = [float(subprocess.run([sys.executable, "-S", "-E", "-c", program], capture_output=True, text=True, check=True).stdout) for _ in range(5)]
    assert min(times) < 0.005
