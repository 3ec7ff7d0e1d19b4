"""Actions, tools and images that are known to be broken or were turned against their users. As of November 2026.

Sources are the advisories themselves: https://github.com/advisories/<id>.
"""

from __future__ import annotations

from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Version: TypeAlias = tuple[int, ...]


@record
class Advisory(Record):
    """`before` is the first version that is sound; `since` the first that is not. `moved`: the tags were moved to other code, so that a commit that
    somebody pinned earlier is not affected; `bare`: only those written without `v`, since the others are new."""

    action: str
    id: str
    day: str
    what: str
    before: Version
    since: Version = (0,)
    moved: bool = False
    bare: bool = False
    commits: tuple[str, ...] = ()


ADVISORIES = (
    Advisory(
        action="tj-actions/changed-files",
        id="CVE-2025-30066",
        day="2025-03-14",
        what="its tags were moved to code that writes secrets to the log",
        before=(46, 0, 1),
        moved=True,
        commits=("0e58ed8671d6b60d0890c21b07f8835ace038e67",),
    ),
    Advisory(
        action="tj-actions/changed-files",
        id="CVE-2023-51664",
        day="2023-12-27",
        what="names of files that it gives can run commands",
        before=(41,),
    ),
    Advisory(
        action="reviewdog/action-setup",
        id="CVE-2025-30154",
        day="2025-03-11",
        what="its tag was moved to code that writes secrets to the log",
        before=(1, 3, 2),
        moved=True,
        commits=("f0d342d24037bb11d26b9bd8496e0808ba32e9ec",),
    ),
    Advisory(
        action="aquasecurity/trivy-action",
        id="GHSA-69fq-xp46-6x23",
        day="2026-03-19",
        what="its tags were moved to code that steals credentials",
        before=(0, 35, 0),
        moved=True,
        bare=True,
        commits=("ddb9da4475c1cef7d5389062bdfdfbdbd1394648",),
    ),
    Advisory(
        action="aquasecurity/setup-trivy",
        id="GHSA-69fq-xp46-6x23",
        day="2026-03-19",
        what="its tags were moved to code that steals credentials",
        before=(0, 2, 6),
        moved=True,
    ),
    Advisory(
        action="actions/download-artifact",
        id="GHSA-cxww-7g56-2vh6",
        day="2024-09-02",
        what="an artifact can write files anywhere",
        before=(4, 1, 3),
        since=(4,),
    ),
)
STEALING_TRIVY = ("0.69.4", "0.69.5", "0.69.6")  # GHSA-69fq-xp46-6x23: releases and images of 2026-03-19 to 03-23
TRIVY_IMAGES = ("aquasec/trivy", "ghcr.io/aquasecurity/trivy", "public.ecr.aws/aquasecurity/trivy")
TRIVY_ACTIONS = ("aquasecurity/setup-trivy", "aquasecurity/trivy-action")
