"""Linked workflows -> which job takes on which role, on which refs, and which calls of AWS it then makes where."""

from __future__ import annotations

import json
import re

from synth.infra.calls import ACTIONS, BINDINGS, COMMANDS, Call
from synth.model import Job
from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from synth import model

_SIGN_IN = "aws-actions/configure-aws-credentials"
_REPOSITORY = re.compile(r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/(?P<name>[\w./-]+)")
_NAMED = re.compile(r"--repository-name\s+([\w./-]+)")
_COMMAND = re.compile(r"(?:^|[\s\"'(;|&])(aws(?:\s+[a-z][\w-]*){1,2}|skopeo\s+[a-z]+)")
_OURS = re.compile(r"(?:\./|\$/|[\w.-]+/[\w.-]+/)(?:.*/)?actions/(?P<name>[\w-]+)(?:@.*)?")


@record
class Use(Record):
    """One step with the role that it works with. `given` are its inputs; `unknown` are commands of AWS whose calls nobody has said."""

    given: Mapping[str, str]
    calls: tuple[Call, ...] = ()
    purpose: str = ""
    images: tuple[tuple[str, str, str], ...] = ()  # account, region and name of repositories; the first two empty where it is the one signed in to
    unknown: tuple[str, ...] = ()


@record
class Held(Record):
    """What a job does with one role. `role` is what the step says, an ARN or an expression."""

    role: str
    region: str
    seconds: int
    uses: tuple[Use, ...]


def held(job: model.Job | model.CallJob) -> list[Held]:
    """The roles that the job takes on one after the other, each with the steps until the next."""
    found: list[Held] = []
    steps = job.steps if isinstance(job, Job) else ()
    at = next((number for number, step in enumerate(steps) if _signs_in(step)), None)
    while at is not None:
        following = next((number for number in range(at + 1, len(steps)) if _signs_in(steps[number])), None)
        given = _inputs(steps[at])
        seconds = given.get("role-duration-seconds", "")
        uses = [use for step in steps[at + 1 : following] if (use := _use(step)) is not None]
        found.append(
            Held(
                role=given["role-to-assume"],
                region=given.get("aws-region", ""),
                seconds=int(seconds) if seconds.isdigit() else 3600,
                uses=tuple(uses),
            )
        )
        at = following
    return found


def refs(workflow: model.Workflow, main: str) -> tuple[str, ...]:
    """The git refs that runs with credentials are on: of pushes those that are named, else the main branch. Never a pull request's."""
    found: list[str] = []
    if (push := workflow.on.get("push")) is not None:
        found += [f"refs/heads/{_pattern(name)}" for name in push.branches or ()] + [f"refs/tags/{_pattern(name)}" for name in push.tags or ()]
    return tuple(dict.fromkeys(found)) or (f"refs/heads/{main}",)


def _pattern(name: str) -> str:
    """GitHub's pattern as IAM's, which knows `*` and `?` alone: never narrower."""
    return re.sub(r"\*+", "*", re.sub(r"\[[^\]]*\]|[+?]", "*", name))


def _signs_in(step: model.Step) -> bool:
    return step.uses is not None and step.uses.reference.partition("@")[0] == _SIGN_IN and bool(_inputs(step).get("role-to-assume"))


def _inputs(step: model.Step) -> dict[str, str]:
    if step.with_ is None or isinstance(step.with_, str):
        return {}
    return {name: _text(value) for name, value in step.with_.items() if value is not None}


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _use(step: model.Step) -> Use | None:
    if step.run is not None:
        return _script(step.run)
    name = step.uses.reference.partition("@")[0] if step.uses is not None else ""
    given = _inputs(step)
    if name in BINDINGS:
        purpose = {"amazon-ecr-login": "push", "amazon-ecs-deploy-task-definition": "deploy"}.get(name.partition("/")[2], "")
        return Use(given=given, calls=tuple([call for call in BINDINGS[name] if applies(call, given)]), purpose=purpose)
    ours = _OURS.fullmatch(step.uses.reference) if step.uses is not None else None
    if ours is None or ours["name"] not in ACTIONS:
        return None
    calls = tuple([call for call in ACTIONS[ours["name"]] if applies(call, given)])
    purpose = {"deploy-ecs": "deploy", "rollback": "rollback", "record-deployment": "record"}.get(ours["name"], "verify" if calls else "")
    return Use(given=given, calls=calls, purpose=purpose, images=_images(given.get("image", "") + " " + given.get("images", "")))


def applies(call: Call, given: Mapping[str, str]) -> bool:
    """Whether a step with these inputs makes the call, and a role is to be given it."""
    name, _, value = call.unless.partition("=")
    if call.never or (name and given.get(name) == value):
        return False
    return not call.when or any([_given(one, given) for one in call.when])


def _given(condition: str, given: Mapping[str, str]) -> bool:
    name, _, kind = condition.partition(":")
    value = given.get(name, "")
    return kind in _kinds(value) if kind else value not in ("", "false")


def _kinds(rules: str) -> Sequence[str]:
    """Which of metric, alarm and logs the rules of verify-metrics are; all of them where that cannot be read here."""
    try:
        named = [str(rule["rule"]) for rule in json.loads(rules)]
    except (ValueError, TypeError, KeyError):
        return ("metric", "alarm", "logs")
    return [name if name in ("alarm", "logs") else "metric" for name in named]


def log_groups(given: Mapping[str, str]) -> tuple[str, ...]:
    """The log groups that a step's inputs name."""
    try:
        rules = [str(rule["group"]) for rule in json.loads(given.get("rules") or "[]") if rule.get("rule") == "logs"]
    except (ValueError, TypeError, KeyError, AttributeError):
        rules = []
    return tuple(dict.fromkeys([*[given[name] for name in ("verify-log-group", "log-group") if given.get(name)], *rules]))


def _images(text: str) -> tuple[tuple[str, str, str], ...]:
    return tuple(dict.fromkeys([(found["account"], found["region"], found["name"]) for found in _REPOSITORY.finditer(text)]))


def _script(text: str) -> Use | None:
    """What the commands of a script call; text in quotes counts, where one would rather ask too much than too little."""
    script = re.sub(r"\\\n\s*", " ", text)
    commands = list(dict.fromkeys([" ".join(found.split()) for found in _COMMAND.findall(script)]))
    if not commands:
        return None
    known = {command: next((name for name in COMMANDS if command == name or f"{command} ".startswith(f"{name} ")), None) for command in commands}
    calls = [call for name in known.values() if name is not None for call in COMMANDS[name]]
    named = tuple([("", "", name) for name in dict.fromkeys(_NAMED.findall(script))])
    return Use(
        given={},
        calls=tuple(dict.fromkeys(calls)),
        purpose="push" if any([call.action == "ecr:PutImage" for call in calls]) else "",
        images=_images(script) or named,
        unknown=tuple([command for command, name in known.items() if name is None]),
    )


def jobs_with_roles(workflow: model.Workflow) -> Iterator[tuple[str, model.Job, list[Held]]]:
    for id, job in workflow.jobs.items():
        if isinstance(job, Job) and (roles := held(job)):
            yield id, job, roles
