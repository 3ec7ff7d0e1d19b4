"""Templates as an organisation's `.github` repository offers them: `workflow-templates/<id>.yml`, its properties and its icon.

https://docs.github.com/en/actions/how-tos/reuse-automations/create-workflow-templates

A template of GitHub is one file, and these workflows call actions that ghsynth writes into the repository. So each file says in its head that it
is a beginning, and that `ghsynth init` brings all of it; the actions are exported beside it for those who copy them.
"""

from __future__ import annotations

import json
import tempfile

from synth.build.repository import in_repository
from synth.link import ACTIONS, file_name
from synth.project import load, render
from synth.stacks.auto import STACK_NAMES
from synth.templates.blanks import blanks, filled, imported_as_used, quoted
from synth.templates.fitting import beginning
from synth.templates.leaving_out import possible
from synth.templates.library import templates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from synth.templates.library import Template

FOLDER = "workflow-templates"
BESIDE = "ghsynth-actions"
DEFAULT_BRANCH = "$default-branch"  # GitHub puts the repository's in its place; that it does so in expressions is said nowhere
_STANDS_FOR_IT = "ghsynth-default-branch"


def exported(stack: str) -> dict[str, str]:
    """Path -> text of all templates for a stack such as npm."""
    files: dict[str, str] = {}
    for one in templates():
        workflow, actions = _workflow(one, stack)
        files[f"{FOLDER}/{one.id}.yml"] = workflow
        files[f"{FOLDER}/{one.id}.properties.json"] = json.dumps(dict(one.properties), indent=2) + "\n"
        files[f"{FOLDER}/{one.id}.svg"] = one.icon
        files |= {f"{BESIDE}/{path}": text for path, text in actions.items()}
    files[f"{BESIDE}/README.md"] = _README
    return files


def _workflow(template: Template, stack: str) -> tuple[str, Mapping[str, str]]:
    """The workflow of the template's pipeline for the default branch, and the actions that it calls."""
    values = {"STACK": beginning(stack), "MAIN": quoted(_STANDS_FOR_IT)}
    given = {**{blank.name: blank.value for blank in blanks(template.text)}, **values}
    text, _ = possible(filled(template.text, given), None, stack)
    text = imported_as_used(text, {STACK_NAMES[stack]: "synth.stacks"})
    with tempfile.TemporaryDirectory() as empty:
        project = load(empty, draft=text)
        with in_repository(empty):
            files = render(project)
    main = next(pipeline for pipeline in project.pipelines if pipeline.main == _STANDS_FOR_IT)
    _, _, body = files[file_name(main.workflow())].partition("\n")
    actions = {path: content for path, content in files.items() if path.startswith(ACTIONS + "/")}
    body = body.replace(f"'refs/heads/{_STANDS_FOR_IT}'", "format('refs/heads/{0}', github.event.repository.default_branch)")
    return _head(template) + body.replace(_STANDS_FOR_IT, DEFAULT_BRANCH), actions


def _head(template: Template) -> str:
    lines = [
        f"A beginning, from the template '{template.id}' of ghsynth. It is not complete: it calls actions of the repository in {ACTIONS},",
        "and accounts, roles and addresses are samples. All of it, fitted to the repository, with the workflows beside it, is made by",
        f"  ghsynth init --template {template.id}",
        f"run in a clone instead of using this file. Without ghsynth, copy {BESIDE}/{ACTIONS} from the organisation's .github repository.",
    ]
    return "".join([f"# {line}\n" for line in lines])


_README = f"""\
# Actions of the ghsynth templates

A workflow template of GitHub is one file, and those in `{FOLDER}/` call actions that live in the repository that uses them. The better way is
`ghsynth init --template ID` in a clone, which writes workflows, actions and lock together, and keeps them current with `ghsynth generate`.

Otherwise copy `{ACTIONS}/` from here into the repository before the workflow runs; until then it fails where it calls the first of them.
"""
