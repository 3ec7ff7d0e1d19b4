"""`Bot` in a definition: the workflows that it becomes, what is refused, and what every judge says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from synth import Bot, model, secrets, vars
from synth.bindings.lock import builtin
from synth.link import file_name, link
from synth.model.action import ActionFile
from synth.problems import DefinitionError
from synth.project import load, render
from synth.validate import loaded
from synth.yaml.emit import emit
from tests.bot.security import problems as insecurities
from tests.judges import judge, subjects

ROOT = Path(__file__).parents[2]
COMMIT = "0123456789abcdef0123456789abcdef01234567"
OWN = f"acme/orders/.github/actions/comment-diff@{COMMIT}"
BOTS = {
    "no-action": Bot(version="1.0.0"),
    "summary": Bot(action=OWN, fail_on="danger", version="1.0.0"),
    "sweep": Bot(forks="sweep", version="1.0.0"),
    "workflow-run": Bot(forks="workflow-run", action=OWN, drift=False, version="1.0.0"),
    "app": Bot(forks="app", action=OWN, version="1.0.0", client_id=vars.BOT_CLIENT_ID, private_key=secrets.BOT_KEY),
}
DIFF, SWEEP, SECOND = [f".github/workflows/{name}.yml" for name in ("ghsynth-diff", "ghsynth-sweep", "ghsynth-comment")]
FILES = {"no-action": [DIFF], "summary": [DIFF], "sweep": [DIFF, SWEEP], "workflow-run": [DIFF, SECOND], "app": [DIFF, SWEEP]}


def linked(bot: Bot) -> dict[str, model.Workflow]:
    return {file_name(workflow): link(workflow, builtin().pin) for workflow in bot.workflows()}


def written(bot: Bot) -> dict[str, str]:
    return {path: emit(workflow) for path, workflow in linked(bot).items()}


@pytest.mark.parametrize("name", BOTS)
def test_the_workflows(name: str, golden: Callable[[str, str], None]) -> None:
    files = written(BOTS[name])
    assert FILES[name] == list(files)
    for path, text in files.items():
        golden(f"{name}/{path.rpartition('/')[2]}", text)


@pytest.mark.parametrize("name", BOTS)
def test_no_trigger_runs_what_a_stranger_wrote_with_rights(name: str) -> None:
    events = {trigger for workflow in linked(BOTS[name]).values() for trigger in workflow.on}
    assert not events & {"pull_request_target", "issue_comment"}


@pytest.mark.parametrize("name", BOTS)
def test_a_job_that_may_write_runs_one_action_and_nothing_else(name: str) -> None:
    """No checkout, no script, no artifact; secrets only where an App signs in."""
    for path, workflow in linked(BOTS[name]).items():
        assert [] == insecurities(workflow)
        assert ({}, None) == (workflow.permissions, workflow.env)
        for job in workflow.jobs.values():
            assert isinstance(job, model.Job)
            assert job.timeout_minutes is not None
            used = [step.uses.reference if step.uses else "run" for step in job.steps]
            if job.name != "Comment":
                assert isinstance(job.permissions, Mapping)
                assert {"contents": "read"} == {scope: grant.level for scope, grant in job.permissions.items()}
                continue
            action = OWN if path == DIFF else "$/.github/actions/comment-diff"
            signing = ["actions/create-github-app-token@bcd2ba49218906704ab6c1aa796996da409d3eb1"] if (name, path) == ("app", SWEEP) else []
            assert [*signing, action] == used


@pytest.mark.parametrize("name", BOTS)
def test_the_action_has_the_inputs(name: str) -> None:
    read = loaded((ROOT / "actions/comment-diff/action.yml").read_text(), "action.yml").part
    assert isinstance(read, ActionFile)
    steps = [step for workflow in linked(BOTS[name]).values() for job in workflow.jobs.values() for step in getattr(job, "steps", ())]
    given = {key for step in steps if step.uses and "comment-diff" in step.uses.reference for key in step.with_ or {}}
    assert given <= set(read.inputs or {})


def test_what_the_pull_request_can_change_does_not_comment_on_it() -> None:
    """On `pull_request`, `$/` and `./` are what the pull request says."""
    for action in ("./.github/actions/comment-diff", "$/.github/actions/comment-diff"):
        assert f"action is '{action}', which on a pull request is what the pull request says: give owner/repository/path@commit" in problems(
            Bot(action=action)
        )


def problems(bot: Bot) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        bot.workflows()
    return [problem.message.removeprefix("Bot: ") for problem in caught.value.problems]


def test_all_mistakes_are_told_at_once() -> None:
    bot = Bot(forks="all", fail_on="info", action="comment-diff", private_key="-----BEGIN")  # type: ignore[arg-type]  # what it is about
    assert [
        "forks is 'all': give summary, sweep, workflow-run, app",
        "fail_on is 'info': give nothing or danger",
        "action is 'comment-diff': give owner/repository/path@commit",
        "forks='app' goes with both client_id= and private_key=, and no other does",
        "private_key is a plain text: put the key into a secret and write secrets.NAME",
    ] == problems(bot)


def test_the_own_copy_goes_by_a_whole_commit() -> None:
    action = OWN.replace(COMMIT, "main")
    assert [f"action is '{action}': the repository's own copy goes by a whole commit of its main branch, 40 characters"] == problems(
        Bot(action=action)
    )


def test_a_tag_is_pinned_by_the_lock() -> None:
    with pytest.raises(DefinitionError) as caught:
        linked(Bot(action="acme/mirror/actions/comment-diff@v1"))
    assert "run 'ghsynth lock acme/mirror/actions/comment-diff@v1'" in str(caught.value)


def test_the_own_copy_is_kept_where_it_is_used() -> None:
    shipped = ("comment-diff",)
    assert [shipped, shipped, ()] == [Bot().shipped(), Bot(action=OWN).shipped(), Bot(action="acme/mirror/actions/comment-diff@v1").shipped()]
    assert shipped == Bot(forks="sweep", action="acme/mirror/actions/comment-diff@v1").shipped()


def test_notes_say_what_is_still_to_do() -> None:
    bare = (
        "pull requests of the repository itself have no comment yet, since it must come from an action at a commit that none of them can change: "
        "merge this, then run 'ghsynth bot init' again, which names the commit"
    )
    app = (
        "environment 'workflow-bot' holds the App's key: Settings > Environments > workflow-bot; the App needs read access to contents and write "
        "access to pull requests"
    )
    zizmor = "zizmor reports dangerous-triggers for ghsynth-comment.yml, as for each workflow_run; docs/bot.md says why it is safe"
    assert {"no-action": [bare], "summary": [], "sweep": [], "workflow-run": [zizmor], "app": [app]} == {
        name: bot.notes() for name, bot in BOTS.items()
    }


def test_the_same_in_yaml(tmp_path: Path) -> None:
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github/ghsynth.yml").write_text(
        f"name: API\nfile: api.yml\nstages:\n  - lint: {{stack: npm}}\nbot:\n  forks: app\n  action: {OWN}\n  version: 1.0.0\n"
        "  client-id: ${{ vars.BOT_CLIENT_ID }}\n  private-key: ${{ secrets.BOT_KEY }}\n"
    )
    project = load(str(tmp_path))
    found = {file_name(workflow): emit(link(workflow, builtin().pin)) for workflow in project.workflows if file_name(workflow) in (DIFF, SWEEP)}
    assert (written(BOTS["app"]), ["comment-diff"]) == (found, project.shipped)


def test_the_settings_name_the_action(tmp_path: Path) -> None:
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github/ghsynth.py").write_text('from synth import Bot\n\nbot = Bot(fail_on="danger", version="1.0.0")\n')
    (tmp_path / "ghsynth.toml").write_text(f'[bot]\naction = "{OWN}"\n')
    (workflow,) = load(str(tmp_path)).workflows
    assert written(BOTS["summary"]) == {DIFF: emit(link(workflow, builtin().pin))}


@pytest.mark.parametrize("settings", ["", f"action={OWN!r}", "forks='sweep'"])
def test_generate_writes_the_copy_of_the_action_beside_the_workflows(settings: str, tmp_path: Path) -> None:
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github/ghsynth.py").write_text(f"from synth import Bot\n\nbot = Bot({settings})\n")
    files = render(load(str(tmp_path)))
    workflows = [DIFF, SWEEP] if "sweep" in settings else [DIFF]
    copied = [path for path in files if path.startswith(".github/actions/comment-diff/")]
    others = [path for path in files if not path.startswith(".github/actions/")]
    assert [f".github/actions/comment-diff/{name}" for name in ("action.yml", "comment_diff.py")] == sorted(copied)
    assert [".github/ghsynth.lock", *workflows] == sorted(others)
    assert "comment-diff" not in files[".github/ghsynth.lock"]


@pytest.mark.slow
@pytest.mark.parametrize("name", BOTS)
def test_every_judge_takes_the_workflows(name: str, tmp_path: Path) -> None:
    """Of `workflow_run`, zizmor says what it says of each: the second workflow is emitted with this known, and nothing is silenced."""
    for path, text in written(BOTS[name]).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    found = [(finding.judge, finding.rule) for finding in judge(subjects(tmp_path))]
    assert ([("zizmor", "dangerous-triggers")] if name == "workflow-run" else []) == found
