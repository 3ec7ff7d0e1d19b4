"""The pull request that says which pins moved: its title, its table, its commit."""

from __future__ import annotations

from synth.bindings.lock import Entry
from synth.bindings.outcome import Line
from synth.updates.proposal import proposal

OLD, NEW = "1" * 40, "2" * 40
DAY = "2026-11-01"
CHECKOUT = Line(
    "actions/checkout@v7", "updated", Entry("actions/checkout@v7", OLD, "v7.0.0", DAY), Entry("actions/checkout@v7", NEW, "v7.0.1", DAY), "", DAY
)
IMAGE = Line(
    "postgres:17",
    "updated",
    Entry("postgres:17", f"sha256:{'a' * 64}", "17", DAY),
    Entry("postgres:17", f"sha256:{'b' * 64}", "17", DAY),
)
KEPT = Line("actions/cache@v5", "kept", None, Entry("actions/cache@v5", OLD, "v5.0.0", DAY))
FAILED = Line("octo/x@v1", "failed", None, None, "octo/x is not on github.com |\n`@all` <b>")
BODY = f"""\
| action or image | from | to | changes | age |
| --- | --- | --- | --- | --- |
| `actions/checkout@v7` | `v7.0.0` `1111111` | `v7.0.1` `2222222` | [compare](https://github.com/actions/checkout/compare/{OLD}...{NEW}) | 20 days |
| `postgres:17` | `17` `aaaaaaa` | `17` `bbbbbbb` |  |  |

Left as they are:

- `octo/x@v1`: `octo/x is not on github.com ¦ '@all' <b>`

Made by `ghsynth lock --update`. What GITHUB_TOKEN pushes starts no workflows: close and reopen this pull request to have it checked, or give \
`Updates` a GitHub App (`client_id`, `private_key`).
"""


def test_a_row_for_each_that_moved_and_a_line_for_each_that_was_left() -> None:
    made = proposal("b", [CHECKOUT, IMAGE, KEPT, FAILED], {"f": "text"}, "2026-11-21")
    assert ("b", "Update 2 actions and images", BODY, {"f": "text"}) == (made.branch, made.title, made.body, made.files)
    assert "Update pins\n\nactions/checkout@v7 v7.0.0 -> v7.0.1\npostgres:17 17 -> 17\n" == made.message


def test_one_alone_is_named_and_an_enterprise_has_its_own_address() -> None:
    made = proposal("b", [CHECKOUT], {}, "2026-11-02", "https://github.example.com")
    assert "Update actions/checkout" == made.title
    assert f"[compare](https://github.example.com/actions/checkout/compare/{OLD}...{NEW}) | 1 day |\n" in made.body


def test_the_lock_alone_says_what_is_missing() -> None:
    body = proposal("b", [CHECKOUT], {}, "2026-11-21", lock_alone=True).body
    assert body.startswith("> [!IMPORTANT]\n> This holds the lock alone: ")
    assert "run `ghsynth generate`, commit and push" in body


def test_the_first_line_of_the_commit_is_the_same_each_time() -> None:
    assert {"Update pins"} == {proposal("b", lines, {}, DAY).message.split("\n")[0] for lines in ([CHECKOUT], [CHECKOUT, IMAGE])}


def test_a_thousand_rows_fit() -> None:
    body = proposal("b", [CHECKOUT] * 1000 + [FAILED] * 1000, {}, "2026-11-21").body
    assert len(body) < 65_536
    assert body.count(" more, in the commit's message\n") == 2
