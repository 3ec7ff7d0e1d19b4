"""`ghsynth run`: the repository's own workflows on this machine, under act."""

from __future__ import annotations

import json
import sys

from synth.cli import coloured
from synth.record import field, record
from synth.runs.acting import found
from synth.runs.preparing import choose
from synth.runs.running import Setting, flat, run
from synth.runs.telling import ALWAYS
from synth.runs.values import RunnerError, Scoped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Any

    from synth.runs.values import Event, Ran

_MARKS = {"success": ("✓", "32"), "failure": ("✗", "31"), "skipped": ("-", "2"), "cancelled": ("-", "33")}
_SHOWN_LINES = 20  # of a step that failed


@record
class Asked:
    """What to run. `variables` and `secrets` are [ENVIRONMENT:]NAME=VALUE, `inputs` NAME=VALUE, `repositories` owner/name@ref=DIR."""

    event: str = "push"
    workflow: str = ""
    job: str = ""
    ref: str = ""
    act: str = ""
    repositories: Sequence[str] = ()
    variables: Sequence[str] = ()
    secrets: Sequence[str] = ()
    inputs: Sequence[str] = field(default_factory=tuple)


def run_workflows(asked: Asked, *, directory: str = ".", format: str = "text") -> int:
    """The exit code: 0, 1 when a job failed or GitHub would do otherwise, 2 when something cannot run here, 130 after Ctrl-C."""
    try:
        scoped = Scoped(variables=_scoped("--var", asked.variables), secrets=_scoped("--secret", asked.secrets))
        inputs = _pairs("--input", asked.inputs)
        chosen = choose(directory, asked.event, asked.workflow, asked.job, _pairs("--local-repository", asked.repositories), inputs, asked.ref)
        setting = Setting(act=found(asked.act), event=asked.event, scoped=scoped, inputs=inputs, payload={"ref": asked.ref} if asked.ref else {})
        for note in (*ALWAYS, *chosen.notes):
            print(f"note: {note}", file=sys.stderr)
        teller = _Json(flat(scoped.secrets).values()) if format == "json" else _Text(coloured(sys.stdout))
        done = run(chosen, setting, teller.say)
    except RunnerError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped: what was started is ended, and the copy is removed", file=sys.stderr)
        return 130
    teller.end(done)
    return 1 if any([one.code or one.problems for one in done.values()]) else 0


class _Text:
    """A line for each step and job as it ends; of a step that failed, what it wrote last."""

    def __init__(self, colours: bool) -> None:
        self.colours = colours
        self.lines: dict[tuple[str, str], list[str]] = {}

    def say(self, file: str, event: Event) -> None:
        if event.kind == "line":
            self.lines.setdefault((event.job, event.id.split("/")[0]), []).append(event.text)
        elif event.kind == "step":
            print(f"  {self._mark(event.result)} {event.job} · {event.step} ({event.seconds:.1f} s)", flush=True)
            if event.result == "failure":
                for line in self.lines.get((event.job, event.id), [])[-_SHOWN_LINES:]:
                    print(f"      {line}", flush=True)
        elif event.kind == "job":
            print(f"{self._mark(event.result)} {event.job}: {event.result}", flush=True)

    def end(self, done: Mapping[str, Ran]) -> None:
        for file, one in done.items():
            for job, result in one.jobs.items():
                if result == "skipped":
                    print(f"{self._mark(result)} {job}: skipped")
            for problem in one.problems:
                print(f"{self._mark('failure')} {problem}")
            if one.code and not one.failed:
                print(f"{self._mark('failure')} {file}: {one.log.splitlines()[-1] if one.log else 'act failed'}")

    def _mark(self, result: str) -> str:
        mark, colour = _MARKS.get(result, ("?", "33"))
        return f"\x1b[{colour}m{mark}\x1b[0m" if self.colours else mark


class _Json:
    """A JSON object a line: each event, and at the end what came of each workflow. What is masked stays so."""

    def __init__(self, secrets: Collection[str]) -> None:
        self.masked = {secret for secret in secrets if secret}

    def say(self, file: str, event: Event) -> None:
        if event.kind == "mask":
            self.masked.update(filter(None, (event.text, *event.text.splitlines())))
        else:
            self._print({"workflow": file, **{name: value for name, value in event.__dict__.items() if value != ""}})

    def end(self, done: Mapping[str, Ran]) -> None:
        for file, one in done.items():
            ended = {"code": one.code, "jobs": dict(one.jobs), "outputs": dict(one.outputs), "problems": list(one.problems)}
            self._print({"workflow": file, "kind": "ended", **ended})

    def _print(self, value: Mapping[str, object]) -> None:
        print(json.dumps(self._without(value), ensure_ascii=False), flush=True)

    def _without(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._without(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self._without(one) for one in value]
        for secret in sorted(self.masked, key=len, reverse=True) if isinstance(value, str) else ():
            value = value.replace(secret, "***")
        return value


def _pairs(option: str, words: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not name or not equals:
            raise RunnerError(f"{option} {name}  has no value: write {'owner/name@ref=DIR' if 'repository' in option else 'NAME=VALUE'}")
        pairs[name] = value
    return pairs


def _scoped(option: str, words: Sequence[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, value in _pairs(option, words).items():
        environment, colon, own = name.partition(":")
        found.setdefault(environment if colon else "", {})[own if colon else name] = value
    return found
