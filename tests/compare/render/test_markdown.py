"""The comment, whole."""

from __future__ import annotations

from collections.abc import Callable

from synth.compare.render.markdown import markdown, summary
from synth.compare.values import Change, Code, Comparison, FileComparison, Where
from tests.compare.render.example import CHECKOUT, DEPLOY, HEAD, PINS, PIPELINE, QUIET, SOFTENED
from tests.compare.render.rendered import faults

NOTHING = """\
### No workflow behaviour change

1 file differs in comments, order or style only, at commit `08a3660bee01`."""
PINS_ONLY = f"""\
### 🟡 1 caution

1 file differs, at commit `08a3660bee01`. Nothing but pins changed.

#### Pins

| pin | where | |
|---|---|---|
| 🟡 **`actions/checkout` `v4.2.2` → `v5.0.0` (major)**<br>a major version may behave otherwise | `deploy.yml:9` · `test` · `step 1`<br>`deploy.yml:17` · `build` · `step 1` | [commits]({CHECKOUT}) |"""


def test_the_comment(golden: Callable[[str, str], None]) -> None:
    body = markdown(PIPELINE, HEAD)
    golden("comment.md", body + "\n")
    assert [] == faults(body)
    assert body == summary(PIPELINE, HEAD)


def test_nothing_changed() -> None:
    assert NOTHING == markdown(QUIET, HEAD)
    assert "### No workflow behaviour change\n\nNo workflow file differs, at `main`." == markdown(Comparison(), "main")


def test_nothing_but_pins() -> None:
    assert PINS_ONLY == markdown(PINS, HEAD)


def test_without_graphs() -> None:
    assert "mermaid" not in markdown(PIPELINE, HEAD, graphs=False)


def test_what_weighs_least_goes_first() -> None:
    """The raw difference, the picture, assumptions, the rest, pins, cautions; of the dangers as many as there is room for, and the verdict stays."""
    titles = ("Danger", "Caution", "Pins", "other change</summary>", "assumed", "mermaid", "Raw")
    seen: dict[tuple[str, ...], int] = {}
    for limit in range(0, 4_000, 5):
        body = markdown(PIPELINE, HEAD, limit=limit, reserve=0)
        seen.setdefault(tuple(title for title in titles if title in body), limit)
        assert limit >= len(body.encode())
    assert [titles[:many] for many in range(len(titles) + 1)] == list(seen)


def test_what_is_left_out_is_counted() -> None:
    changes = tuple(
        Change(kind="secret-new", severity="danger", where=Where(file=DEPLOY, job=f"job-{number}"), says=("reads ", Code(f"SECRET_{number}")))
        for number in range(40)
    )
    body = markdown(Comparison(files=(FileComparison(file=DEPLOY, status="modified", changes=(*changes, SOFTENED)),)), HEAD, limit=850, reserve=0)
    assert (
        """\
### 🔴 41 dangers

1 file differs, at commit `08a3660bee01`.

#### 🔴 Danger: who can do more, and what no longer stops

| what | where |
|---|---|
| **reads `SECRET_0`** | `deploy.yml` · `job-0` |
| **reads `SECRET_1`** | `deploy.yml` · `job-1` |
| **reads `SECRET_2`** | `deploy.yml` · `job-2` |

and 38 dangers more

<sub>Left out for want of room: 38 dangers. The job's summary has them.</sub>"""
        == body
    )


def test_links_lead_to_the_own_server_only() -> None:
    body = markdown(PINS, HEAD, server="https://github.example.com")
    assert "](" not in body
