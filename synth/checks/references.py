"""What may stand behind `uses`, of a step and of a job.

Steps: actions/runner, src/Sdk/WorkflowParser (StepConverter); jobs: https://docs.github.com/actions/how-tos/reuse-automations/reuse-workflows and
actions/languageservices, which refuses what the service refuses. `$/` is the own repository at the commit that runs (changelog of 2026-07-30).
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Flaw: TypeAlias = tuple[str, str]

NONE = "", ""
FOLDER = ".github/workflows"
_FOLDERS = (f"{FOLDER}/", ".github/workflows-lab/")
_SUFFIXES = (".yml", ".yaml")
_NAME = re.compile(r"[A-Za-z0-9_.-]+")
_BAD_IN_REF = re.compile(r"[\x00-\x1f\x7f~^:?*\[\\]|\.\.|//|@\{|\.lock(/|$)")  # https://git-scm.com/docs/git-check-ref-format
_SEPARATORS = re.compile(r"[/\\]")
_ACTION = "write '{owner}/{repository}@{ref}', './path' or 'docker://image:tag'"
_CALL = f"write '{{owner}}/{{repository}}/{FOLDER}/{{file}}.yml@{{ref}}' or '$/{FOLDER}/{{file}}.yml'"


def flaw_of_action(reference: str) -> Flaw:
    """What is wrong with what a step uses, and what to do; two empty texts when nothing is."""
    if reference.startswith("$/"):
        return ("has a version, but '$/' is this very commit", "leave out '@' and what follows") if "@" in reference else NONE
    if reference.startswith(("docker://", "./", ".\\")):
        return NONE
    path, at, ref = reference.partition("@")
    parts = _SEPARATORS.split(path)
    if not at or not ref:
        local = path.startswith((".github/", "actions/")) and not at and len(parts) > 2
        return "has no version: which tag, branch or commit is meant", f"write './{path}' for a folder of this repository" if local else _ACTION
    if "@" in ref or len(parts) < 2 or not parts[0] or not parts[1]:
        return "is no action: an owner and a repository have to be named", _ACTION
    if parts[2:4] == [".github", "workflows"]:
        return "is a reusable workflow, which a step cannot use", "call it with 'uses' of a job"
    return NONE


def flaw_of_call(reference: str) -> Flaw:
    """What is wrong with the workflow that a job calls, and what to do; where it lies apart."""
    if reference.startswith(("./", "$/")):
        path, at, _ = reference[2:].lstrip("/").partition("@")
        if at:
            return "has a version, but it is a file of this very commit", "leave out '@' and what follows"
        return _flaw_of_file(path)
    path, at, ref = reference.partition("@")
    parts = path.split("/")
    if len(parts) < 3 or "" in parts:
        return f"names no file in the folder {FOLDER} of a repository", _CALL
    if not _NAME.fullmatch(parts[0]):
        return f"has an owner that no account can have: '{parts[0]}'", _CALL
    if not _NAME.fullmatch(parts[1]):
        return f"has a repository that none can be called: '{parts[1]}'", _CALL
    if not at or not ref:
        return "has no version: which tag, branch or commit is meant", f"write '{path}@' and the version"
    wrong = _flaw_of_ref(ref)
    return (wrong, "name a tag, branch or commit") if wrong else _flaw_of_file("/".join(parts[2:]))


def misplaced(reference: str) -> str:
    """The path of a called workflow that does not lie where GitHub looks for workflows; '' when it does."""
    path = reference[2:].lstrip("/") if reference.startswith(("./", "$/")) else "/".join(reference.partition("@")[0].split("/")[2:])
    return "" if path.startswith(_FOLDERS) else path


def _flaw_of_file(path: str) -> Flaw:
    name = path.rpartition("/")[2]
    if not name.endswith(_SUFFIXES):
        return "is no workflow: its file has to end in '.yml' or '.yaml'", _CALL
    if name in _SUFFIXES:
        return "names a file without a name", _CALL
    if path.startswith(_FOLDERS) and path.count("/") > 2:
        return f"lies in a folder below {FOLDER}, where GitHub does not look", f"move the file to {FOLDER}"
    return NONE


def _flaw_of_ref(ref: str) -> str:
    if re.search(r"\s", ref):
        return f"has a space in its version: '{ref}'"
    if ref[0] in "/." or ref[-1] in "/.":
        return f"has a version that begins or ends with '/' or '.': '{ref}'"
    return f"has a version that git cannot have: '{ref}'" if _BAD_IN_REF.search(ref) else ""
