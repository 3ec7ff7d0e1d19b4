"""What a job could use or lose: scopes of its token, roles that it takes on, secrets that it names."""

from __future__ import annotations

import re

from synth import model
from synth.explain.values import Credentials
from synth.record import fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

_EMBEDDED = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_SECRET = re.compile(r"""\bsecrets\s*(?:\.\s*([A-Za-z_][\w-]*)|\[\s*'([^']+)'\s*\])""")
_ALL_SECRETS = re.compile(r"\bsecrets\b\s*(?![\s.\[\w])")


def credentials(job: model.Job | model.CallJob, workflow: model.Workflow) -> Credentials:
    """The job's own, with the workflow's permissions where the job states none."""
    permissions = job.permissions if job.permissions is not None else workflow.permissions
    texts = [text for part in (workflow.env, job) for text in _texts(part)]
    inside = [found for text in texts for found in _EMBEDDED.findall(text)]
    names = [first or second for text in inside for first, second in _SECRET.findall(text)]
    everything = [f"permissions: {permissions}"] if isinstance(permissions, str) else []
    everything += ["permissions: the repository's default"] if permissions is None else []
    everything += ["all secrets"] if getattr(job, "secrets", None) == "inherit" or any([_ALL_SECRETS.search(text) for text in inside]) else []
    token = {} if permissions is None or isinstance(permissions, str) else _sorted(permissions)
    oidc = permissions == "write-all" or ("id-token" in token and token["id-token"].level == "write")
    return Credentials(token=token, oidc=oidc, roles=_roles(job), secrets=tuple(sorted(set(names))), everything=tuple(everything))


def _sorted(permissions: Mapping[str, model.Permission]) -> dict[str, model.Permission]:
    return {scope: permissions[scope] for scope in sorted(permissions)}


def _roles(job: model.Job | model.CallJob) -> tuple[str, ...]:
    """The roles of AWS that a step takes on by name."""
    found = [step.with_.get("role-to-assume") for step in getattr(job, "steps", ()) if step.with_ is not None and not isinstance(step.with_, str)]
    return tuple(dict.fromkeys([str(role) for role in found if role]))


def _texts(part: Any) -> Iterable[str]:
    """Every text anywhere in a part of the model."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from _texts(value)
    elif isinstance(part, (list, tuple)):
        for value in part:
            yield from _texts(value)
    elif type(part).__module__.startswith("synth.model") and not isinstance(part, model.Origin):
        for name in fields(type(part)):
            yield from _texts(getattr(part, name))
