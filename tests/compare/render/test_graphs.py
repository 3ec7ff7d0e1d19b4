"""The jobs before and after as a picture."""

from __future__ import annotations

import pytest

from synth.compare.render.graphs import MOST_NODES, changed, pictured
from synth.compare.values import FileComparison, Node
from tests.compare.render.example import AFTER, BEFORE

PICTURE = """\
`ci.yml` before

```mermaid
flowchart LR
  n0["Test"]
  n1["Scan"]
  n2{{"Deploy<br>production"}}
  n0 --> n1
  n1 -.-> n2
  linkStyle 1 stroke:#cf222e,stroke-width:2px,stroke-dasharray:5 3
  classDef gone stroke:#cf222e,stroke-width:2px,stroke-dasharray:5 3
  class n2 gone
```

after

```mermaid
flowchart LR
  n0["Test"]
  n1["Scan"]
  n2["Deploy"]
  n0 --> n1
  n0 ==> n2
  linkStyle 1 stroke:#1a7f37,stroke-width:3px
  classDef new stroke:#1a7f37,stroke-width:3px
  class n2 new
```

Longest way before: `test` → `scan` → `deploy`, about 15 minutes. After: `test` → `scan`, about 10 minutes."""


def compared(before: tuple[Node, ...], after: tuple[Node, ...]) -> FileComparison:
    return FileComparison(file="ci.yml", status="modified", graph_before=before, graph_after=after)


def test_a_gate_that_is_gone() -> None:
    assert PICTURE == pictured(compared(BEFORE, AFTER), "ci.yml")


def test_when_there_is_a_picture() -> None:
    many = tuple(Node(id=f"j{number}", name="j") for number in range(MOST_NODES + 1))
    renamed = tuple(Node(id=node.id, name=f"{node.name}!", needs=node.needs, environment=node.environment) for node in BEFORE)
    sides = {"gate": (BEFORE, AFTER), "same": (BEFORE, BEFORE), "name": (BEFORE, renamed), "added": ((), AFTER), "many": (many, many[1:])}
    sides["few enough"] = (many[1:], many[2:])
    assert ["gate", "few enough"] == [name for name, (before, after) in sides.items() if changed(compared(before, after))]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("a b c", 'a"]\nb%%c'),
        ("init", "%%{init: {}}%%"),
        ("1 one", "1. one"),
        ("two", "- two"),
        ("job", "日本"),
        ("x" * 40, "x" * 99),
        ("end", "end"),
    ],
)
def test_labels(label: str, name: str) -> None:
    picture = pictured(compared((Node(id="a", name=name),), (Node(id="b", name="b"),)), "ci.yml")
    assert f'  n0["{label}"]' in picture.splitlines()
