"""A run: the copy, the imitations around it, act, and what came of it."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack

from synth.record import field, record, replace
from synth.runs import acting, copying
from synth.runs.control import Control
from synth.runs.lowering import SELF, Imitated, scoped_name
from synth.runs.preparing import lowered, needs, payload
from synth.runs.reading import lost, ran
from synth.runs.values import Scoped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from synth.runs.preparing import Chosen
    from synth.runs.values import Event, Ran

TOKEN = "not-a-token-of-github"


@record
class Setting:
    """Around the run. Without `identity` and `gate` the built-in imitation answers; `environment` is in that of every step."""

    act: str
    event: str = "push"
    repository: str = ""
    scoped: Scoped = field(default_factory=Scoped)
    inputs: Mapping[str, str] = field(default_factory=dict)
    payload: Mapping[str, Any] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    identity: Callable[[str, str], Mapping[str, str]] | None = None
    gate: str = ""
    rejected: tuple[str, ...] = ()  # environments that nobody approves, where the built-in imitation answers
    path: str = ""


def run(chosen: Chosen, setting: Setting, say: Callable[[str, Event], None] = lambda file, event: None) -> dict[str, Ran]:
    """What came of each workflow, by file. `say` hears of everything as it happens. Raises RunnerError before anything ran."""
    with ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="ghsynth-run-", ignore_cleanup_errors=True))
        copy = os.path.join(scratch, "repository")
        repository = copying.copy(chosen.root, copy, setting.repository)
        control = stack.enter_context(Control(repository, f"refs/heads/{copying.branch(copy)}", setting.rejected).serving())
        imitated = Imitated(
            repository=repository, identity=setting.identity or control.identity, gate=setting.gate or control.gate, scoped=setting.scoped
        )
        text = payload(setting.event, repository, copy, setting.inputs, setting.payload)
        with open(os.path.join(scratch, "event.json"), "w", encoding="utf-8") as file:
            file.write(text)
        files = lowered(chosen, imitated, copy, scratch)
        return {name: _ran(chosen, setting, name, path, copy, repository, scratch, say) for name, path in files.items()}


def _ran(chosen: Chosen, setting: Setting, name: str, path: str, copy: str, repository: str, scratch: str, say: Callable[[str, Event], None]) -> Ran:
    secrets = {"GITHUB_TOKEN": TOKEN, **flat(setting.scoped.secrets)}
    command = acting.Command(
        act=setting.act,
        event=setting.event,
        workflow=path,
        repository=copy,
        scratch=scratch,
        job=chosen.job,
        repositories={**chosen.repositories, f"{repository}@{SELF}": copy},
        variables=flat(setting.scoped.variables),
        secrets=secrets,
        inputs=setting.inputs,
        environment=setting.environment,
        path=setting.path,
    )
    codes: list[int] = []
    heard = []
    for event in acting.events(command, codes):
        heard.append(event)
        say(name, event)
    workflow = chosen.workflows[name]
    made = ran(codes[0], heard, needs(workflow, chosen.job))
    problems = lost(workflow, heard, secrets.values())
    return replace(made, problems=tuple(problems))


def flat(values: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """By the names that act gets, environments' own included."""
    return {scoped_name(name, environment): value for environment, known in values.items() for name, value in known.items()}
