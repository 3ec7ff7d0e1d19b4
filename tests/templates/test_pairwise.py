"""Templates, stacks and options in pairs: every two of them meet in one pipeline at the least, and every judge agrees with all of these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import pytest

from synth.problems import DefinitionError
from synth.project import load, render
from synth.templates.blanks import imported_as_used
from synth.templates.fitting import fitted
from synth.templates.surroundings import Git, seen
from tests.judges import JUDGES, Judge, subjects
from tests.stacks.conftest import STACKS
from tests.templates.conftest import TEMPLATES, sample

PROJECTS = {stack: name for stack, (name, _, _) in STACKS.items() if stack not in ("yarn-classic", "yarn-corepack")}
FACTORS: Mapping[str, Sequence[str]] = {
    "template": [one.id for one in TEMPLATES],
    "stack": list(PROJECTS),
    "approval": ["as it is", "everywhere", "nowhere"],
    "strategy": ["as it is", "Rolling(bake_minutes=5)", "Linear(20)", "Canary(10)"],
    "coverage": ["", ", retention_days=30"],
    "scan": ["", 'severity=["CRITICAL"]', "ignore_unfixed=True"],
    "tags": ["", ', tags=("sha", "branch", "nightly", "version")'],
    "more": ["", "Notify", "Sbom", "DependencyReview", "Updates"],
}
MORE = {
    "Notify": 'Notify(Slack("C0123456789"), PagerDuty(), Monday("1234567890"))',
    "Sbom": "Sbom()",
    "DependencyReview": "DependencyReview()",
}


def pairs(row: Mapping[str, str]) -> set[tuple[tuple[str, str], tuple[str, str]]]:
    return set(combinations(row.items(), 2))


def pairwise(factors: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
    """Rows in which every two values of two factors meet, greedily few: each row is begun by a pair that is left, and grown by what most are left of."""
    left = {pair for a, b in combinations(factors, 2) for x in factors[a] for y in factors[b] for pair in [((a, x), (b, y))]}
    while left:
        row = dict(min(left))
        for name, values in factors.items():
            if name not in row:
                row[name] = max(values, key=lambda value: sum(_ordered(factors, (name, value), had) in left for had in row.items()))
        row = {name: row[name] for name in factors}
        left -= pairs(row)
        yield row


def _ordered(factors: Mapping[str, Sequence[str]], a: tuple[str, str], b: tuple[str, str]) -> tuple[tuple[str, str], tuple[str, str]]:
    names = list(factors)
    return (a, b) if names.index(a[0]) < names.index(b[0]) else (b, a)


ROWS = list(pairwise(FACTORS))


def changed(text: str, row: Mapping[str, str]) -> str:
    """The definition with the options of the row."""
    if row["approval"] != "as it is":
        text = text.replace("approval=True", "approval=False") if row["approval"] == "nowhere" else text.replace("approval=False", "approval=True")
    for given in ("Rolling()", "BlueGreen()", "Canary(5, 25, 50, 100)", "Canary(10, 50)") if row["strategy"] != "as it is" else ():
        text = text.replace(f"strategy={given}", f"strategy={row['strategy']}")
    text = text.replace("UnitTest(STACK)", f"UnitTest(STACK{row['coverage']})").replace("TrivyScan()", f"TrivyScan({row['scan']})")
    if "tags=" not in text:
        text = (
            text.replace('-push")', f'-push"){row["tags"]}')
            if "Push(Registry(" in text
            else text.replace("Push(registry)", f"Push(registry{row['tags']})")
        )
    added = MORE.get(row["more"], "")
    if added and added.partition("(")[0] + "(" not in text:
        text = (
            text.replace("Rollback()", f"Rollback(), {added}") if row["more"] == "Notify" else text.replace("TrivyScan(", f"{added}, TrivyScan(", 1)
        )
    if row["more"] == "Updates":
        text += "updates = Updates()\n"
    names = dict.fromkeys("DependencyReview Monday Notify PagerDuty Sbom Slack".split(), "synth.stages")
    return imported_as_used(text, {**names, **dict.fromkeys("Canary Linear Rolling Updates".split(), "synth")})


def written(row: Mapping[str, str], root: Path) -> None:
    """The repository of the row. Raises DefinitionError where it cannot be."""
    sample(root, PROJECTS[row["stack"]])
    template = next(one for one in TEMPLATES if one.id == row["template"])
    text = changed(fitted(template, seen(str(root), Git(branch="main")), {}).text, row)
    for path, content in render(load(str(root), draft=text)).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")


def test_every_two_values_meet() -> None:
    wanted = {((a, x), (b, y)) for a, b in combinations(FACTORS, 2) for x in FACTORS[a] for y in FACTORS[b]}
    assert wanted == set.union(*[pairs(row) for row in ROWS])
    assert len(ROWS) < 100


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of them in one repository, whose workflows begin with the number of their row: a judge starts slowly, and once is enough."""
    root, refused = tmp_path_factory.mktemp("pairs"), []
    for number, row in enumerate(ROWS):
        one = tmp_path_factory.mktemp("one")
        try:
            written(row, one)
        except DefinitionError as error:
            refused.append(f"{row}: {error}")
            continue
        for path in sorted(one.glob(".github/workflows/*.yml")):
            (root / ".github/workflows").mkdir(parents=True, exist_ok=True)
            (root / f".github/workflows/{number:02}-{path.name}").write_bytes(path.read_bytes())
        for path in sorted(one.glob(".github/actions/**/*")):
            to = root / path.relative_to(one)
            if path.is_file() and not to.exists():
                to.parent.mkdir(parents=True, exist_ok=True)
                to.write_bytes(path.read_bytes())
    assert [] == refused
    return root


@pytest.mark.slow
@pytest.mark.parametrize("one", JUDGES, ids=lambda one: one.NAME)
def test_a_judge_finds_nothing(one: Judge, made: Path) -> None:
    assert [] == [str(finding) for finding in one.judge(subjects(made))]
