"""What `ghsynth pin` makes of files that people wrote: pins and their comments, and not one byte more."""

from __future__ import annotations

import pytest

from synth.bindings.lock import Entry, Lock
from synth.pin import Use, pin

SHA = "0123456789abcdef0123456789abcdef01234567"
DIGEST = "sha256:" + "0123456789abcdef" * 4
LOCK = Lock(
    {
        entry.reference: entry
        for entry in (
            Entry("actions/checkout@v4", SHA, "v4.2.2", "2026-11-20"),
            Entry("owner/repo@main", SHA, "v1.0.0", "2026-11-20"),
            Entry("node:24", DIGEST, "24.1.0", "2026-11-20"),
        )
    }
)
HEAD = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n"


def steps(*lines: str) -> str:
    return HEAD + "".join(f"      {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("- uses: actions/checkout@v4", f"- uses: actions/checkout@{SHA} # v4.2.2", id="plain"),
        pytest.param("- uses: 'actions/checkout@v4'", f"- uses: 'actions/checkout@{SHA}' # v4.2.2", id="single quotes"),
        pytest.param('- uses: "actions/checkout@v4"   ', f'- uses: "actions/checkout@{SHA}" # v4.2.2', id="double quotes, blanks at the end"),
        pytest.param("- uses: actions/checkout@v4 # v3.0.0", f"- uses: actions/checkout@{SHA} # v4.2.2", id="another version stood there"),
        pytest.param("- uses: actions/checkout@v4  # the code", f"- uses: actions/checkout@{SHA}  # v4.2.2 the code", id="a comment is kept"),
        pytest.param(
            "- uses: actions/checkout@v4 #v3, old", f"- uses: actions/checkout@{SHA} #v4.2.2 v3, old", id="a comment that only begins like one"
        ),
        pytest.param("- {uses: actions/checkout@v4}", f"- {{uses: actions/checkout@{SHA}}} # v4.2.2", id="flow mapping at the end of a line"),
        pytest.param(
            "- {uses: actions/checkout@v4, with: {fetch-depth: 0}}",
            f"- {{uses: actions/checkout@{SHA}, with: {{fetch-depth: 0}}}}",
            id="flow mapping that goes on: no comment",
        ),
        pytest.param("- uses: owner/repo/sub/path@main", f"- uses: owner/repo/sub/path@{SHA} # v1.0.0", id="path below a repository"),
        pytest.param("- uses: docker://node:24", f"- uses: docker://node:24@{DIGEST}", id="image as action"),
        pytest.param(f"- uses: actions/checkout@{SHA}", f"- uses: actions/checkout@{SHA} # v4.2.2", id="pinned without version"),
        pytest.param(f"- uses: actions/checkout@{SHA} # v4", f"- uses: actions/checkout@{SHA} # v4", id="pinned with version"),
        pytest.param("- uses: ./.github/actions/x", "- uses: ./.github/actions/x", id="own action"),
        pytest.param("- uses: $/.github/actions/x", "- uses: $/.github/actions/x", id="own action, absolute"),
        pytest.param("- uses: other/action@v1", "- uses: other/action@v1", id="not in the lock"),
        pytest.param("- uses: &checkout actions/checkout@v4", f"- uses: &checkout actions/checkout@{SHA} # v4.2.2", id="anchor"),
    ],
)
def test_a_step_is_pinned_so(before: str, after: str) -> None:
    edited = pin(steps(before), "ci.yml", LOCK)
    assert steps(after) == edited.text
    assert edited.text == pin(edited.text, "ci.yml", LOCK).text


def test_an_alias_is_not_edited_twice() -> None:
    text = steps("- &c", "  uses: actions/checkout@v4", "- *c")
    assert steps("- &c", f"  uses: actions/checkout@{SHA} # v4.2.2", "- *c") == pin(text, "ci.yml", LOCK).text


def test_images_and_reusable_workflows_are_pinned() -> None:
    text = (
        "jobs:\n  a:\n    container: node:24\n    services:\n      s: {image: 'node:24'}\n      t: node:24 # text\n"
        "  b:\n    uses: owner/repo/.github/workflows/x.yml@main\n  c:\n    container:\n      image: ${{ vars.IMAGE }}\n"
    )
    image = f"node:24@{DIGEST}"
    expected = (
        f"jobs:\n  a:\n    container: {image}\n    services:\n      s: {{image: '{image}'}}\n      t: {image} # text\n"
        f"  b:\n    uses: owner/repo/.github/workflows/x.yml@{SHA} # v1.0.0\n  c:\n    container:\n      image: ${{{{ vars.IMAGE }}}}\n"
    )
    assert expected == pin(text, "ci.yml", LOCK).text


def test_each_use_is_named_with_its_place_and_what_became_of_it() -> None:
    uses = pin(steps("- uses: actions/checkout@v4", "- uses: other/action@v1", "- uses: ./x", "- uses: ${{ inputs.a }}"), "ci.yml", LOCK).uses
    expected = [(6, "actions/checkout@v4", "pinned"), (7, "other/action@v1", "unknown"), (8, "./x", "kept"), (9, "${{ inputs.a }}", "left")]
    assert expected == [(use.where.line, use.reference, use.kind) for use in uses]
    assert all(isinstance(use, Use) and use.where.file == "ci.yml" for use in uses)


def test_actions_are_pinned_too() -> None:
    text = "runs:\n  using: composite\n  steps:\n    - uses: actions/checkout@v4\n"
    assert text.replace("@v4", f"@{SHA} # v4.2.2") == pin(text, "action.yml", LOCK).text
    docker = "runs:\n  using: docker\n  image: docker://node:24\n"
    assert docker.replace("node:24", f"node:24@{DIGEST}") == pin(docker, "action.yml", LOCK).text
    built = "runs:\n  using: docker\n  image: Dockerfile\n"
    assert built == pin(built, "action.yml", LOCK).text


def test_windows_line_ends_stay() -> None:
    text = steps("- uses: actions/checkout@v4").replace("\n", "\r\n")
    assert text.replace("@v4", f"@{SHA} # v4.2.2") == pin(text, "ci.yml", LOCK).text


def test_a_text_that_cannot_be_read_stays_as_it_is() -> None:
    assert "a: [\n" == pin("a: [\n", "ci.yml", LOCK).text
