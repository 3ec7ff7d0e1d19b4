"""A change to a pipeline with something of each severity, as `compare` would give it."""

from __future__ import annotations

from synth.compare.values import Change, Code, Comparison, FileComparison, Node, Where
from synth.model import Origin

HEAD = "08a3660bee0123456789abcdef0123456789abcd"
DEPLOY = ".github/workflows/deploy.yml"
CHECKOUT = "https://github.com/actions/checkout/compare/11bd71901bbe5b1630ceea73d27597364c9af683...08c6903cd8c0fde910a37f88322edcfb5dd907a8"


def pin(job: str, line: int) -> Change:
    return Change(
        kind="pin-bumped",
        severity="caution",
        where=Where(file=DEPLOY, job=job, step="step 1"),
        says=(Code("actions/checkout"), " ", Code("v4.2.2"), " → ", Code("v5.0.0"), " (major)"),
        why=("a major version may behave otherwise",),
        new=Origin(DEPLOY, line),
        link=CHECKOUT,
    )


BYPASSED = Change(
    kind="gate-bypassed",
    severity="danger",
    where=Where(file=DEPLOY, job="deploy"),
    says=("no longer waits for ", Code("scan")),
    why=(Code("scan"), " is off every path to ", Code("deploy")),
    new=Origin(DEPLOY, 31),
    written=Origin(".github/ghsynth.py", 41),
)
REMOVED = Change(
    kind="environment-removed",
    severity="danger",
    where=Where(file=DEPLOY, job="deploy"),
    says=("no longer uses environment ", Code("production")),
    why=("its required reviewers, wait timer and environment secrets no longer apply",),
    new=Origin(DEPLOY, 30),
    written=Origin(".github/ghsynth.py", 41),
)
SOFTENED = Change(
    kind="gate-softened",
    severity="danger",
    where=Where(file=DEPLOY, job="scan", step="Trivy"),
    says=(Code("run"), " changed: ", Code("--exit-code 1 -> 0"), ": the gate no longer fails"),
    why=("what it finds no longer stops the job",),
    before='set -e\ntrivy image --exit-code 1 --severity HIGH "$IMAGE" | tee log\n',
    after='set -e\ntrivy image --exit-code 0 --severity HIGH "$IMAGE" | tee log\n',
    new=Origin(DEPLOY, 28),
)
NEEDS = Change(
    kind="needs-changed",
    severity="caution",
    where=Where(file=DEPLOY, job="deploy"),
    says=(Code("needs"), " ", Code("[scan]"), " → ", Code("[test]")),
    before="[scan]",
    after="[test]",
    new=Origin(DEPLOY, 31),
)
TIMEOUT = Change(
    kind="timeout-changed",
    severity="info",
    where=Where(file=DEPLOY, job="test"),
    says=(Code("timeout-minutes"), " ", Code("5"), " → ", Code("10")),
    before="5",
    after="10",
    new=Origin(DEPLOY, 12),
)
BEFORE = (
    Node(id="test", name="Test", minutes=3),
    Node(id="scan", name="Scan", needs=("test",), minutes=5),
    Node(id="deploy", name="Deploy", needs=("scan",), environment="production", minutes=4),
)
AFTER = (*BEFORE[:2], Node(id="deploy", name="Deploy", needs=("test",), minutes=4))
PIPELINE = Comparison(
    files=(
        FileComparison(
            file=DEPLOY,
            status="modified",
            changes=(TIMEOUT, BYPASSED, REMOVED, SOFTENED, NEEDS, pin("test", 9), pin("build", 17)),
            graph_before=BEFORE,
            graph_after=AFTER,
            text_before="  deploy:\n    needs: scan\n    environment: production\n",
            text_after="  deploy:\n    needs: test\n",
        ),
        FileComparison(file=".github/workflows/lint.yml", status="modified", text_before="a: 1\n", text_after="a: '1'\n"),
    ),
    notes=(("the token of ", Code("test"), " has the rights that the repository gives by default"),),
)
PINS = Comparison(
    files=(FileComparison(file=DEPLOY, status="modified", changes=(pin("test", 9), pin("build", 17)), text_before="a", text_after="b"),)
)
QUIET = Comparison(files=(FileComparison(file=DEPLOY, status="modified", text_before="a: 1\n", text_after="a: '1'\n"),))
