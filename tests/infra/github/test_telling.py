"""A plan for terminals and tables, and the examples of its page."""

from __future__ import annotations

import re
from pathlib import Path

from synth import Protection, Rules
from synth.definition import workflows_of
from synth.infra.github.declared import declared
from synth.infra.github.telling import as_markdown, as_text
from synth.infra.github.values import Change, Plan, RemoveVariable
from synth.record import fields
from tests.infra.github.test_command import YAML

PAGE = (Path(__file__).parents[3] / "docs/protection.md").read_text("utf-8")
GONE = Change(kind="remove", what="environment 'a|<b>': variable X\x1b[2J", act=RemoveVariable("a", "X"))


def test_colours_are_for_terminals_and_nobody_else_moves_the_cursor() -> None:
    plan = Plan(repository="o/r", changes=(GONE,), foreign=("ruleset '\x1b[31m'",))
    assert (
        "o/r: 1 change\n  \x1b[31m-\x1b[0m environment 'a|<b>': variable X\\x1b[2J\nnot declared, left as it is:\n  ruleset '\\x1b[31m'\n"
        == as_text(plan, coloured=True)
    )
    assert "| remove | environment 'a\\|&lt;b>': variable X\\x1b[2J |  |" in as_markdown(plan)


def test_the_page_s_examples_say_the_same() -> None:
    (python,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    (yaml,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    found: dict[str, object] = {}
    exec(python, found)
    guards, rules = found["guards"], found["rules"]
    assert isinstance(guards, list)
    assert isinstance(rules, Rules)
    assert 2 == len(declared([*guards, rules], []).environments)
    text = YAML.partition("protections:")[0] + yaml
    read = {type(value): value for value in workflows_of(text, "ghsynth.yml")}
    for expected, value in ((guards[0], read[Protection]), (rules, read[Rules])):
        names = [name for name in fields(type(expected)) if name != "origin"]
        assert [list(v) if isinstance(v := getattr(expected, name), tuple) else v for name in names] == [
            list(v) if isinstance(v := getattr(value, name), tuple) else v for name in names
        ]
