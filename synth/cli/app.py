"""The typer application: help, completion, and every command that does not need the quick start."""

from __future__ import annotations

from typing import Annotated

import typer

from synth.cli.options import (
    ADOPT,
    CALLED,
    CHANGED,
    CHECK,
    CHECKED,
    COMPARED,
    DIRECTORY,
    DRIFT,
    DRY_RUN,
    EXPLAINED,
    FORKS,
    FORMAT,
    INFRA_EXPLAINED,
    INFRA_WRITTEN,
    JUDGES,
    LEVEL,
    NO_DEFINITION,
    REPORT,
    SEVERITY,
    SIMULATED,
    STACK,
    STDIN_NAME,
    Choice,
    Several,
    names_in,
)

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,  # rich alone would double the time of --help
    pretty_exceptions_enable=False,
    help="Delivery pipelines for GitHub and AWS ECS, described once and proved before they run.",
    epilog="Start with 'ghsynth init', or with a .github/ghsynth.py of your own and 'ghsynth generate --dry-run'.",
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def common(
    version: Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=lambda given: _version(given))] = False,
) -> None:
    pass


@app.command()
def generate(
    directory: Annotated[str, typer.Argument(help=DIRECTORY)] = ".",
    check: Annotated[bool, typer.Option(CHECK.name, help=CHECK.help)] = False,
    dry_run: Annotated[bool, typer.Option(DRY_RUN.name, help=DRY_RUN.help)] = False,
    adopt: Annotated[bool, typer.Option(ADOPT.name, help=ADOPT.help)] = False,
    format: Annotated[str, typer.Option(FORMAT.name, help=FORMAT.help, metavar="|".join(FORMAT.values))] = FORMAT.values[0],
) -> None:
    """Write the workflows that .github/ghsynth.py (or ghsynth.yml) describes.

    Examples:

      ghsynth generate                    write what changed

      ghsynth generate --dry-run          show it first

      ghsynth generate --check            in CI: fail when somebody edited a generated file

    Exit codes: 0 fine, 1 --check found a difference, 2 the definition or a file is in the way, 3 --check found that only pins were moved.
    """
    from synth.cli import generate as command

    _one_of(FORMAT, format)
    raise typer.Exit(command.generate(directory, check=check, dry_run=dry_run, adopt=adopt, format=format))


@app.command()
def validate(
    paths: Annotated[list[str] | None, typer.Argument(help="Files or folders; none: the repository around this one; -: standard input.")] = None,
    format: Annotated[str, typer.Option(REPORT.name, help=REPORT.help, metavar="|".join(REPORT.values))] = REPORT.values[0],
    level: Annotated[str, typer.Option(LEVEL.name, help=LEVEL.help, metavar="|".join(reversed(LEVEL.values)))] = LEVEL.values[0],
    fail_on: Annotated[str, typer.Option(SEVERITY.name, help=SEVERITY.help, metavar="|".join(SEVERITY.values))] = SEVERITY.values[0],
    called: Annotated[str, typer.Option(CALLED.name, help=CALLED.help, metavar=CALLED.placeholder)] = "",
    with_: Annotated[str, typer.Option(JUDGES.name, help=JUDGES.help, metavar=",".join(JUDGES.values))] = "",
    stdin_name: Annotated[str, typer.Option(STDIN_NAME.name, help=STDIN_NAME.help, metavar=STDIN_NAME.placeholder)] = "",
    no_definition: Annotated[bool, typer.Option(NO_DEFINITION.name, help=NO_DEFINITION.help)] = False,
) -> None:
    """Say what is wrong with workflows and actions, generated or written by hand.

    Examples:

      ghsynth validate                   the repository around this folder

      ghsynth validate ci.yml ../other   a file, and another repository

      ghsynth validate --level grammar   only what GitHub itself refuses

      ghsynth validate --format sarif    for code scanning

      ghsynth validate --format github   for a run: as its annotations

      ghsynth validate - < ci.yml        the standard input

    For a finding in a file that ghsynth generated, the line of the definition is named as well. That runs the repository's own definition: in a
    repository that you do not trust, give --no-definition.

    Exit codes: 0 nothing found, or only notes, 1 something was found, 2 a path, the settings or a linter is in the way.
    """
    for choice, value in ((REPORT, format), (LEVEL, level), (SEVERITY, fail_on)):
        _one_of(choice, value)
    for name in names_in(with_):
        _one_of(JUDGES, name)
    from synth.cli import validate as command

    given = {"format": format, "level": level, "fail_on": fail_on, "called": called, "with_": with_, "stdin_name": stdin_name}
    raise typer.Exit(command.validate(paths or [], no_definition=no_definition, **given))


@app.command()
def adopt(
    directory: Annotated[str, typer.Argument(help=DIRECTORY)] = ".",
    dry_run: Annotated[bool, typer.Option(DRY_RUN.name, help="Write nothing; show what would be taken over.")] = False,
    pull_request: Annotated[int, typer.Option("--pull-request", help="Do it on GitHub, without a checkout.", metavar="NUMBER", min=0)] = 0,
) -> None:
    """Take pins that Dependabot or Renovate moved in generated files over into the lock.

    Examples:

      ghsynth adopt && git commit -am "Adopt the new pins"

      ghsynth adopt --pull-request 7      in a run: adds the lock to the pull request, and runs nothing of it

    Afterwards 'ghsynth generate --check' finds nothing.

    Exit codes: 0 fine, 1 more than pins was changed, 2 the definition or a file is in the way.
    """
    if pull_request:
        from synth.cli import updates

        raise typer.Exit(updates.adopt_pull(pull_request))
    from synth.cli import adopt as command

    raise typer.Exit(command.adopt(directory, dry_run=dry_run))


@app.command()
def lock(
    names: Annotated[list[str] | None, typer.Argument(help="References to lock as well; with --update: those to look at.")] = None,
    update: Annotated[bool, typer.Option("--update", help="Move each entry to the newest release that it may follow.")] = False,
    within: Annotated[str, typer.Option("--within", help="How far --update goes.", metavar="major|minor")] = "major",
    cooldown: Annotated[int, typer.Option("--cooldown", help="Days that a release has to be old.", min=0)] = 7,
    check: Annotated[bool, typer.Option(CHECK.name, help="Write nothing; exit with 1 when something is not locked, or a tag was moved.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody.")] = False,
    pull_request: Annotated[
        str, typer.Option("--pull-request", help="With --update in a run: generate, and open or refresh one pull request.", metavar="BRANCH")
    ] = "",
    dry_run: Annotated[bool, typer.Option(DRY_RUN.name, help="Write nothing; show what would change.")] = False,
    directory: Annotated[str, typer.Option("--directory", help="The repository.", metavar="DIR")] = ".",
    format: Annotated[str, typer.Option(FORMAT.name, help="How the answer is printed.", metavar="|".join(FORMAT.values))] = FORMAT.values[0],
) -> None:
    """Resolve what the definition and hand-written workflows use: .github/ghsynth.lock.

    Examples:

      ghsynth lock                          what is missing

      ghsynth lock docker/login-action@v4   this one, too

      ghsynth lock --update --within minor  newer releases, a week old

      ghsynth lock --check                  in CI: all is locked, and no tag was moved

    GH_TOKEN or GITHUB_TOKEN, or gh's own sign-in, is used where there is one; --update needs it.

    Exit codes: 0 fine, 1 something is not locked, was moved or must not be used, 2 the repository is in the way.
    """
    _one_of(FORMAT, format)
    _one_of(Choice("--within", ("major", "minor"), ""), within)
    if pull_request and (not update or check or dry_run):
        raise typer.BadParameter("goes with --update, and neither with --check nor with --dry-run", param_hint="--pull-request")
    from synth.cli import lock as command

    asked = command.Asked(update=update, within=within, cooldown=cooldown, check=check, offline=offline, dry_run=dry_run, pull_request=pull_request)
    raise typer.Exit(command.lock(names or [], asked, directory=directory, format=format))


@app.command()
def pin(
    paths: Annotated[list[str] | None, typer.Argument(help="Files or folders; none: the repository around this one.")] = None,
    check: Annotated[bool, typer.Option(CHECK.name, help="Write nothing; exit with 1 when something is not pinned.")] = False,
    dry_run: Annotated[bool, typer.Option(DRY_RUN.name, help=DRY_RUN.help)] = False,
    format: Annotated[str, typer.Option(FORMAT.name, help="How the answer is printed.", metavar="|".join(FORMAT.values))] = FORMAT.values[0],
) -> None:
    """Pin actions and images of hand-written workflows by what the lock holds; nothing but those lines changes.

    Examples:

      ghsynth lock && ghsynth pin        resolve, then pin

      ghsynth pin --check                in CI

    Exit codes: 0 fine, 1 --check found something, or it is not in the lock, 2 a file is in the way.
    """
    _one_of(FORMAT, format)
    from synth.cli import pin as command

    raise typer.Exit(command.pins(paths or [], check=check, dry_run=dry_run, format=format))


@app.command("whats-deployed")
def whats_deployed(
    environment: Annotated[str, typer.Argument(help="One environment of the definition; none: all.")] = "",
    service: Annotated[str, typer.Option("--service", help="An ECS service, in place of those of the definition.", metavar="NAME")] = "",
    cluster: Annotated[str, typer.Option("--cluster", help="Its cluster.", metavar="NAME")] = "",
    region: Annotated[str, typer.Option("--region", help="Its region.", metavar="REGION")] = "",
    profile: Annotated[
        list[str] | None, typer.Option("--profile", help="An AWS profile, for all environments or for one.", metavar="[ENVIRONMENT=]PROFILE")
    ] = None,
    repository: Annotated[str, typer.Option("--repository", help="The repository on GitHub, unless git tells.", metavar="OWNER/NAME")] = "",
    fail_on: Annotated[str, typer.Option(DRIFT.name, help=DRIFT.help, metavar="|".join(DRIFT.values))] = DRIFT.values[0],
    directory: Annotated[str, typer.Option("--directory", help=DIRECTORY, metavar="DIR")] = ".",
    format: Annotated[str, typer.Option(FORMAT.name, help="How the answer is printed.", metavar="|".join(FORMAT.values))] = FORMAT.values[0],
) -> None:
    """Say what each service runs: commit, image, since when, verified or not, drift, and where a rollback would go.

    Examples:

      ghsynth whats-deployed                                       all of the definition

      ghsynth whats-deployed --profile staging=s --profile production=p

      ghsynth whats-deployed --service api --cluster main --region eu-west-1

      ghsynth whats-deployed --fail-on drift                       in a scheduled run

    It only reads, with your AWS credentials and pip install 'ghsynth[aws]'. GH_TOKEN, or gh's own sign-in, adds what GitHub remembers.

    Exit codes: 0 fine, 1 drift where --fail-on says so, 2 something could not be seen.
    """
    _one_of(FORMAT, format)
    _one_of(DRIFT, fail_on)
    from synth.cli import whats_deployed as command

    profiles = {name if found else "": value if found else name for name, found, value in [text.partition("=") for text in profile or []]}
    asked = command.Asked(environment=environment, cluster=cluster, service=service, region=region, repository=repository, profiles=profiles)
    raise typer.Exit(command.whats_deployed(asked, directory=directory, format=format, fail_on=fail_on))


@app.command()
def retention(
    policy: Annotated[str, typer.Argument(help="A policy to check; none: print the pipeline's own; -: standard input.", metavar="FILE")] = "",
    images: Annotated[str, typer.Option("--images", help="What is there: the answer of aws ecr describe-images.", metavar="FILE")] = "",
    deployed: Annotated[str, typer.Option("--deployed", help="What runs: the answer of ghsynth whats-deployed --format json.", metavar="FILE")] = "",
    workflow: Annotated[str, typer.Option("--workflow", help="Only this pipeline.", metavar="NAME")] = "",
    directory: Annotated[str, typer.Option("--directory", help=DIRECTORY, metavar="DIR")] = ".",
    format: Annotated[str, typer.Option(FORMAT.name, help="How the answer is printed.", metavar="|".join(FORMAT.values))] = FORMAT.values[0],
) -> None:
    """Print the registry's lifecycle policy, or say what another one would delete although a rollback needs it.

    Examples:

      ghsynth retention > policy.json

      ghsynth retention policy.json      one of your own

      aws ecr get-lifecycle-policy --repository-name x | ghsynth retention -

      ghsynth retention --images images.json --deployed deployed.json

    Exit codes: 0 fine, 1 the policy is a danger, 2 it or the definition cannot be read.
    """
    _one_of(FORMAT, format)
    if bool(images) != bool(deployed):
        raise typer.BadParameter("goes with the other: what is there, and what of it is needed", param_hint="--images, --deployed")
    from synth.cli import retention as command

    asked = command.Asked(policy=policy, images=images, deployed=deployed, workflow=workflow)
    raise typer.Exit(command.retention(asked, directory=directory, format=format))


own = typer.Typer(help="Typed functions for actions that ghsynth does not bring.", rich_markup_mode=None, invoke_without_command=True)
app.add_typer(own, name="bindings")


@own.callback()
def bindings(
    context: typer.Context,
    check: Annotated[bool, typer.Option(CHECK.name, help="Write nothing; exit with 1 when a module is not what the catalogue says.")] = False,
    directory: Annotated[str, typer.Option("--directory", help="The repository.", metavar="DIR")] = ".",
) -> None:
    """Typed functions for actions that ghsynth does not bring, in .github/bindings.

    Examples:

      ghsynth bindings add octo-org/greet@v2       from bindings import greet

      ghsynth bindings add $/.github/actions/x     one of the repository's own

      ghsynth bindings add                         all of its own: actions, and reusable workflows in YAML

      ghsynth bindings --check                     in CI
    """
    if context.invoked_subcommand is None:
        from synth.cli import bindings as command

        raise typer.Exit(command.bindings(directory=directory, check=check))


@own.command("add")
def add_binding(
    reference: Annotated[
        str, typer.Argument(help="owner/repo[/path]@ref, or $/path in the repository; none: all that it has by hand.", metavar="REFERENCE")
    ] = "",
    source: Annotated[str, typer.Option("--from", help="The action's file, when GitHub is not to be asked.", metavar="FILE")] = "",
    directory: Annotated[str, typer.Option("--directory", help="The repository.", metavar="DIR")] = ".",
) -> None:
    """Bind an action or a reusable workflow of the repository: one function with inputs and secrets as parameters, outputs as attributes.

    Exit codes: 0 fine, 2 the reference or the action's file cannot be used.
    """
    from synth.cli import bindings as command

    raise typer.Exit(command.add(reference, directory=directory, source=source))


@app.command()
def schema() -> None:
    """Print the JSON Schema of .github/ghsynth.yml, for editors.

    Example:

      ghsynth schema > .github/ghsynth.schema.json
    """
    import json

    from synth.definition import json_schema

    typer.echo(json.dumps(json_schema(), indent=2))


@app.command()
def stacks(
    directory: Annotated[str, typer.Argument(help="A repository, or a folder of one.")] = ".",
    format: Annotated[str, typer.Option(FORMAT.name, help="How the answer is printed.", metavar="|".join(FORMAT.values))] = FORMAT.values[0],
) -> None:
    """Say which projects are here, how each is checked and tested, and which file and line shows it.

    Examples:

      ghsynth stacks                     what Auto() of synth.stacks would use

      ghsynth stacks --format json ../other

    It reads files, and runs nothing.

    Exit codes: 0 fine, 1 no project was found, 2 there is no such folder.
    """
    _one_of(FORMAT, format)
    from synth.cli import stacks as command

    raise typer.Exit(command.stacks(directory, format=format))


@app.command()
def init(
    directory: Annotated[str, typer.Argument(help=DIRECTORY)] = ".",
    template: Annotated[str, typer.Option("--template", help="What to start from: 'ghsynth templates' lists them.", metavar="ID")] = "minimal",
    stack: Annotated[str, typer.Option(STACK.name, help=STACK.help, metavar="auto|npm|uv|...")] = STACK.values[0],
    service: Annotated[str, typer.Option("--service", help="The ECS service; else as the repository is called.", metavar="NAME")] = "",
    account: Annotated[str, typer.Option("--account", help="The AWS account.", metavar="NUMBER")] = "",
    region: Annotated[str, typer.Option("--region", help="The AWS region.", metavar="REGION")] = "",
    url: Annotated[str, typer.Option("--url", help="Where people reach production.", metavar="URL")] = "",
    set_: Annotated[list[str] | None, typer.Option("--set", help="Any other blank of the template.", metavar="NAME=VALUE")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; what is not known is marked in the definition.")] = False,
    dry_run: Annotated[bool, typer.Option(DRY_RUN.name, help="Write nothing; say what would be written.")] = False,
    format: Annotated[str, typer.Option(FORMAT.name, help="How the answer is printed.", metavar="|".join(FORMAT.values))] = FORMAT.values[0],
) -> None:
    """Write .github/ghsynth.py from a template, fitted to what is here, and its workflows.

    Examples:

      ghsynth init                                  asks for what it cannot see

      ghsynth init --template velocity --account 111122223333 --region eu-west-1

      ghsynth init --yes --set CLUSTER=main         asks nothing

    Nothing that is there is overwritten. What is still open is marked in the definition, and said at the end with what to set in GitHub and AWS.

    Exit codes: 0 there is a definition now, 2 something is in the way and nothing was written.
    """
    _one_of(FORMAT, format)
    _one_of(STACK, stack)
    from synth.cli import init as command

    named = {"SERVICE": service, "ACCOUNT": account, "REGION": region, "URL": url}
    given = {name: value for name, value in named.items() if value}
    for text in set_ or []:
        name, found, value = text.partition("=")
        if not found:
            raise typer.BadParameter(f"'{text}' is not NAME=VALUE, such as CLUSTER=main", param_hint="--set")
        given[name] = value
    asked = command.Asked(template=template, stack=stack, given=given, yes=yes, dry_run=dry_run)
    raise typer.Exit(command.init(asked, directory=directory, format=format))


starts = typer.Typer(help="What 'ghsynth init' can start from.", rich_markup_mode=None, invoke_without_command=True)
app.add_typer(starts, name="templates")


@starts.callback()
def templates(
    context: typer.Context,
    format: Annotated[str, typer.Option(FORMAT.name, help="How the answer is printed.", metavar="|".join(FORMAT.values))] = FORMAT.values[0],
) -> None:
    """List what 'ghsynth init' can start from.

    Examples:

      ghsynth templates

      ghsynth templates export ../dot-github        for an organisation's .github repository
    """
    _one_of(FORMAT, format)
    if context.invoked_subcommand is None:
        from synth.cli import templates as command

        raise typer.Exit(command.listed(format=format))


@starts.command("export")
def export_templates(
    directory: Annotated[str, typer.Argument(help="A clone of the organisation's .github repository.")],
    stack: Annotated[str, typer.Option("--stack", help="The stack of the exported workflows.", metavar="npm|uv|...")] = "npm",
    force: Annotated[bool, typer.Option("--force", help="Write over files that differ.")] = False,
    format: Annotated[str, typer.Option(FORMAT.name, help="How the answer is printed.", metavar="|".join(FORMAT.values))] = FORMAT.values[0],
) -> None:
    """Write workflow-templates/ for an organisation: workflows, properties, icons, and beside them the actions that they call.

    Exit codes: 0 fine, 2 a file is in the way and nothing was written.
    """
    _one_of(FORMAT, format)
    _one_of(Choice("--stack", STACK.values[1:], ""), stack)
    from synth.cli import templates as command

    raise typer.Exit(command.export(directory, stack=stack, force=force, format=format))


@app.command()
def explain(
    directory: Annotated[str, typer.Argument(help=DIRECTORY)] = ".",
    workflow: Annotated[str, typer.Option("--workflow", help="Only this one; pictures show the first.", metavar="NAME")] = "",
    minutes: Annotated[list[str] | None, typer.Option("--minutes", help="What a job, or each of a kind of stage, takes.", metavar="NAME=N")] = None,
    diff: Annotated[tuple[str, str] | None, typer.Option("--diff", help="How two environments differ.", metavar="FIRST SECOND")] = None,
    format: Annotated[str, typer.Option(EXPLAINED.name, help=EXPLAINED.help, metavar="|".join(EXPLAINED.values))] = EXPLAINED.values[0],
) -> None:
    """Say what the pipeline does: order and minutes, what each job holds, gates, and what follows a failure.

    Examples:

      ghsynth explain

      ghsynth explain --minutes Build=6 --minutes "Unit tests=2.5"

      ghsynth explain --format mermaid               for Markdown

      ghsynth explain --format svg > pipeline.svg

      ghsynth explain --diff staging production      what is not the same there

    Exit codes: 0 fine, 2 the definition, or what was asked, is in the way.
    """
    _one_of(EXPLAINED, format)
    from synth.cli import explain as command

    asked = command.Asked(workflow=workflow, minutes=minutes or [], diff=diff or ())
    raise typer.Exit(command.explain(asked, directory=directory, format=format))


@app.command()
def checklist(
    directory: Annotated[str, typer.Argument(help=DIRECTORY)] = ".",
    workflow: Annotated[str, typer.Option("--workflow", help="Only this pipeline.", metavar="NAME")] = "",
    fail: Annotated[bool, typer.Option("--fail", help="Exit with 1 when a point is missed.")] = False,
    format: Annotated[str, typer.Option(CHECKED.name, help=CHECKED.help, metavar="|".join(CHECKED.values))] = CHECKED.values[0],
) -> None:
    """Hold the pipeline against what should stand before a merge, after it, and ready for a rollback.

    Examples:

      ghsynth checklist

      ghsynth checklist --fail                          in CI

      ghsynth checklist --format markdown >> "$GITHUB_STEP_SUMMARY"

    Exit codes: 0 fine, 1 --fail and a point is missed, 2 the definition is in the way.
    """
    _one_of(CHECKED, format)
    from synth.cli import checklist as command

    raise typer.Exit(command.checklist(directory, workflow=workflow, fail=fail, format=format))


@app.command()
def simulate(
    event: Annotated[str, typer.Argument(help="What happens, with its type if it has one: push, pull_request.closed.")],
    paths: Annotated[list[str] | None, typer.Argument(help="Workflow files, or a repository.", metavar="[FILES|DIR]...")] = None,
    ref: Annotated[str, typer.Option("--ref", help="The branch, or tags/NAME; of a pull request its base.", metavar="REF")] = "",
    head: Annotated[str, typer.Option("--head", help="A pull request's own branch.", metavar="BRANCH")] = "",
    changed: Annotated[list[str] | None, typer.Option("--changed", help="A path that changes, or lines of them.", metavar="PATHS")] = None,
    inputs: Annotated[list[str] | None, typer.Option("--input", help="An input of workflow_dispatch.", metavar="NAME=VALUE")] = None,
    results: Annotated[
        list[str] | None, typer.Option("--result", help="How a job ends: success, failure, cancelled, skipped.", metavar="JOB=RESULT")
    ] = None,
    outputs: Annotated[list[str] | None, typer.Option("--output", help="What a job gives.", metavar="JOB.NAME=VALUE")] = None,
    variables: Annotated[list[str] | None, typer.Option("--var", help="A variable of the repository.", metavar="NAME=VALUE")] = None,
    secrets: Annotated[list[str] | None, typer.Option("--secret", help="A secret that is set.", metavar="NAME")] = None,
    approval: Annotated[list[str] | None, typer.Option("--approval", help="An environment that a person guards.", metavar="NAME")] = None,
    actor: Annotated[str, typer.Option("--actor", help="Who does it.", metavar="LOGIN")] = "",
    repo: Annotated[str, typer.Option("--repo", help="The repository on GitHub, unless git tells.", metavar="OWNER/NAME")] = "",
    fork: Annotated[bool, typer.Option("--pull-from-fork", help="The pull request comes from a fork.")] = False,
    workflow: Annotated[str, typer.Option("--workflow", help="Of workflow_run: the workflow that ended.", metavar="NAME")] = "",
    payload: Annotated[str, typer.Option("--payload", help="JSON that github.event holds.", metavar="FILE")] = "",
    format: Annotated[str, typer.Option(SIMULATED.name, help=SIMULATED.help, metavar="|".join(SIMULATED.values))] = SIMULATED.values[0],
) -> None:
    """Say what an event would do: which workflows start, which jobs run, wait or are skipped, and why. Nothing runs.

    Examples:

      ghsynth simulate push --ref main

      ghsynth simulate push --changed "$(git diff --name-only origin/main)"

      ghsynth simulate pull_request --pull-from-fork      what a stranger's pull request gets

      ghsynth simulate push --result deploy=failure       what follows a failure

      ghsynth simulate push --output plan.matrix='["a"]'  with what a step would say

    What only the run knows is unknown, and said so; where it makes no difference the answer is still certain.

    Exit codes: 0 fine, 2 a file that GitHub refuses, or what was asked, is in the way.
    """
    _one_of(SIMULATED, format)
    from synth.cli import simulate as command

    asked = command.Asked(
        event=event,
        ref=ref,
        head=head,
        changed=changed,
        inputs=inputs or [],
        results=results or [],
        outputs=outputs or [],
        variables=variables or [],
        secrets=secrets or [],
        approved=approval or [],
        actor=actor,
        repository=repo,
        fork=fork,
        workflow=workflow,
        payload=payload,
        paths=paths or [],
    )
    raise typer.Exit(command.simulate(asked, format=format))


@app.command()
def diff(
    words: Annotated[
        list[str] | None, typer.Argument(help="Refs, or two files or folders; then what to look at.", metavar="[BASE] [HEAD] [PATHS]...")
    ] = None,
    fail_on: Annotated[str, typer.Option(CHANGED.name, help=CHANGED.help, metavar="|".join(CHANGED.values))] = CHANGED.values[0],
    drift: Annotated[bool, typer.Option("--drift", help="Name generated files that are not what the definition says, too.")] = False,
    no_definition: Annotated[bool, typer.Option(NO_DEFINITION.name, help="Do not run .github/ghsynth.py to name its lines.")] = False,
    directory: Annotated[str, typer.Option("--directory", help="The repository.", metavar="DIR")] = ".",
    format: Annotated[str, typer.Option(COMPARED.name, help=COMPARED.help, metavar="|".join(COMPARED.values))] = COMPARED.values[0],
) -> None:
    """Say what changed in meaning in workflows and actions: who can do more, what no longer stops, which pins moved.

    Examples:

      ghsynth diff                          what this branch changes

      ghsynth diff HEAD                     what is not committed yet

      ghsynth diff v1 v2 .github/workflows  between two commits, in one folder

      ghsynth diff old/ new/                two folders, or two files

      ghsynth diff --fail-on danger         in a hook

    Without BASE: where HEAD left the default branch. Without HEAD: the work tree. No network is needed, and nothing of another commit runs; for
    the work tree the definition runs, so that its lines can be named. In a work tree that you do not trust, give --no-definition.

    Exit codes: 0 fine, 1 --fail-on is reached, 2 a ref, a path or the definition is in the way.
    """
    _one_of(COMPARED, format)
    _one_of(CHANGED, fail_on)
    if drift and no_definition:
        raise typer.BadParameter("needs the definition: leave out --no-definition", param_hint="--drift")
    from synth.cli import diff as command

    asked = command.Asked(words=words or [], fail_on=fail_on, drift=drift, definition=not no_definition)
    raise typer.Exit(command.diff(asked, directory=directory, format=format))


@app.command()
def comment(
    pull: Annotated[int, typer.Option("--pull", help="The pull request.", metavar="NUMBER", min=1)],
    repo: Annotated[str, typer.Option("--repo", help="The repository on GitHub, unless git tells.", metavar="OWNER/NAME")] = "",
    base: Annotated[str, typer.Option("--base", help="Compare with where this commit and the head part.", metavar="COMMIT")] = "",
    head: Annotated[str, typer.Option("--head", help="Write nothing where the pull request has another by now.", metavar="COMMIT")] = "",
    key: Annotated[str, typer.Option("--key", help="Separates the comments of several bots.", metavar="NAME")] = "default",
    fail_on: Annotated[str, typer.Option(CHANGED.name, help=CHANGED.help, metavar="|".join(CHANGED.values))] = CHANGED.values[0],
    dry_run: Annotated[bool, typer.Option(DRY_RUN.name, help="Write nothing to GitHub; print the comment.")] = False,
    directory: Annotated[str, typer.Option("--directory", help="The repository.", metavar="DIR")] = ".",
    format: Annotated[str, typer.Option(FORMAT.name, help="How the answer is printed.", metavar="|".join(FORMAT.values))] = FORMAT.values[0],
) -> None:
    """Have one comment on a pull request say what it changes in workflows and actions; what is there is edited in place.

    Examples:

      ghsynth comment --pull 7 --dry-run                the comment, printed

      ghsynth comment --repo octo-org/hello --pull 7    in another CI

    Both versions are read from GitHub as data, nothing of them runs. GH_TOKEN or gh's own sign-in is used: contents to read, pull requests to write.

    Exit codes: 0 fine, 1 --fail-on is reached, 2 GitHub or what was asked is in the way.
    """
    _one_of(FORMAT, format)
    _one_of(CHANGED, fail_on)
    from synth.cli import comment as command

    asked = command.Asked(number=pull, repository=repo, base=base, head=head, key=key, fail_on=fail_on, dry_run=dry_run)
    raise typer.Exit(command.comment(asked, directory=directory, format=format))


bots = typer.Typer(help="Comments on pull requests that say what they change.", rich_markup_mode=None, no_args_is_help=True)
app.add_typer(bots, name="bot")


@bots.callback()
def bot() -> None:
    """Comments on pull requests that say what they change in workflows and actions."""


@bots.command("init")
def bot_init(
    directory: Annotated[str, typer.Argument(help="The repository.")] = ".",
    forks: Annotated[str, typer.Option(FORKS.name, help=FORKS.help, metavar="|".join(FORKS.values))] = FORKS.values[0],
    dry_run: Annotated[bool, typer.Option(DRY_RUN.name, help="Write nothing; say what would be written.")] = False,
    format: Annotated[str, typer.Option(FORMAT.name, help="How the answer is printed.", metavar="|".join(FORMAT.values))] = FORMAT.values[0],
) -> None:
    """Write the workflows that comment on pull requests; where there is a definition, say what to add to it.

    Examples:

      ghsynth bot init

      ghsynth bot init --forks sweep     comments on those from forks, too

    Files that somebody else made are left alone.

    Exit codes: 0 fine, 2 something is in the way and nothing was written.
    """
    _one_of(FORKS, forks)
    _one_of(FORMAT, format)
    from synth.cli import bot as command

    raise typer.Exit(command.init(forks, directory=directory, dry_run=dry_run, format=format))  # type: ignore[arg-type]  # one of its choices


infra = typer.Typer(help="What the workflows need outside of them: roles, repositories, environments.", rich_markup_mode=None, no_args_is_help=True)
app.add_typer(infra, name="infra")
_GITHUB = typer.Option("--repository", help="The repository on GitHub, unless git tells.", metavar="OWNER/NAME")
_REPOSITORY_ID = typer.Option("--repository-id", help="Its number there.", metavar="NUMBER", min=1)
_OWNER_ID = typer.Option("--owner-id", help="Its owner's number there.", metavar="NUMBER", min=1)
_ONLINE = typer.Option("--online", help="Ask GitHub for the numbers.")


@infra.callback()
def infrastructure() -> None:
    """Roles of AWS, repositories of images and environments of GitHub, from the same definition as the workflows."""


@infra.command("write")
def infra_write(
    directory: Annotated[str, typer.Argument(help=DIRECTORY)] = ".",
    format: Annotated[str, typer.Option(INFRA_WRITTEN.name, help=INFRA_WRITTEN.help, metavar="|".join(INFRA_WRITTEN.values))] = INFRA_WRITTEN.values[
        0
    ],
    to: Annotated[str, typer.Option("--to", help="The folder in the repository.", metavar="FOLDER")] = "infra",
    repository: Annotated[str, _GITHUB] = "",
    repository_id: Annotated[int | None, _REPOSITORY_ID] = None,
    owner_id: Annotated[int | None, _OWNER_ID] = None,
    online: Annotated[bool, _ONLINE] = False,
    check: Annotated[bool, typer.Option(CHECK.name, help=CHECK.help)] = False,
    dry_run: Annotated[bool, typer.Option(DRY_RUN.name, help=DRY_RUN.help)] = False,
) -> None:
    """Write the roles that the workflows take on, who may, what each may do, and the repositories of images, as a template for each account.

    Examples:

      ghsynth infra write --online                      numbers of the repository from GitHub

      ghsynth infra write --repository-id 7 --owner-id 1

      ghsynth infra write --format terraform --to terraform/github

    Nothing is applied: review the files and apply them as you do others. Without the numbers the roles trust names, which is weaker.

    Exit codes: 0 fine, 1 --check found another text, 2 something is in the way and nothing was written.
    """
    _one_of(INFRA_WRITTEN, format)
    from synth.cli import infra as command

    asked = command.Asked(repository=repository, repository_id=repository_id or 0, owner_id=owner_id or 0, online=online)
    raise typer.Exit(command.write(asked, directory=directory, to=to, format=format, check=check, dry_run=dry_run))


@infra.command("explain")
def infra_explain(
    directory: Annotated[str, typer.Argument(help=DIRECTORY)] = ".",
    format: Annotated[
        str, typer.Option(INFRA_EXPLAINED.name, help=INFRA_EXPLAINED.help, metavar="|".join(INFRA_EXPLAINED.values))
    ] = INFRA_EXPLAINED.values[0],
    repository: Annotated[str, _GITHUB] = "",
    repository_id: Annotated[int | None, _REPOSITORY_ID] = None,
    owner_id: Annotated[int | None, _OWNER_ID] = None,
    online: Annotated[bool, _ONLINE] = False,
) -> None:
    """Say who may do what in AWS, from where: which jobs take on which role, and what each role may do and why.

    Examples:

      ghsynth infra explain

      ghsynth infra explain --format mermaid

    Exit codes: 0 fine, 2 the definition or what was asked is in the way.
    """
    _one_of(INFRA_EXPLAINED, format)
    from synth.cli import infra as command

    asked = command.Asked(repository=repository, repository_id=repository_id or 0, owner_id=owner_id or 0, online=online)
    raise typer.Exit(command.explain(asked, directory=directory, format=format))


_PRUNE = typer.Option("--prune", help="Also remove what nobody declared: reviewers, branches, variables, rules.")


@infra.command("plan")
def infra_plan(
    directory: Annotated[str, typer.Argument(help=DIRECTORY)] = ".",
    repository: Annotated[str, _GITHUB] = "",
    prune: Annotated[bool, _PRUNE] = False,
    check: Annotated[bool, typer.Option(CHECK.name, help="Exit with 1 when something would change or is missing.")] = False,
    format: Annotated[str, typer.Option(CHECKED.name, help=CHECKED.help, metavar="|".join(CHECKED.values))] = CHECKED.values[0],
) -> None:
    """Show what 'ghsynth infra apply' would change in GitHub's own settings: environments, their variables, rulesets, pinned actions.

    Examples:

      ghsynth infra plan

      ghsynth infra plan --check --format markdown >> "$GITHUB_STEP_SUMMARY"

    Every environment that a job names is to be there, for the main branch alone where no Protection says otherwise. Secrets are looked for by
    name; their values are nobody's business here. The token needs Administration: read, Environments: read, Secrets: read, Variables: read.

    Exit codes: 0 fine, 1 --check found a difference or something missing, 2 something is in the way or could not be seen.
    """
    _one_of(CHECKED, format)
    from synth.cli import infra_settings as command

    raise typer.Exit(command.show(command.Asked(repository=repository, prune=prune), directory=directory, format=format, check=check))


@infra.command("apply")
def infra_apply(
    directory: Annotated[str, typer.Argument(help=DIRECTORY)] = ".",
    repository: Annotated[str, _GITHUB] = "",
    prune: Annotated[bool, _PRUNE] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    format: Annotated[str, typer.Option(FORMAT.name, help="How the answer is printed.", metavar="|".join(FORMAT.values))] = FORMAT.values[0],
) -> None:
    """Bring GitHub's own settings in line with the definition, after showing what changes. A second time changes nothing.

    Examples:

      ghsynth infra apply

      ghsynth infra apply --prune --yes

    What nobody declared stays without --prune; environments and secrets stay in any case. After a failure, run it again: it goes on from there.

    Exit codes: 0 fine, 2 something is in the way, or not all was written.
    """
    _one_of(FORMAT, format)
    from synth.cli import infra_settings as command

    raise typer.Exit(command.carry_out(command.Asked(repository=repository, prune=prune, yes=yes), directory=directory, format=format))


@infra.command("check")
def infra_check(
    paths: Annotated[list[str] | None, typer.Argument(help="Templates, policies, or folders of them; none: those of the repository.")] = None,
    directory: Annotated[str, typer.Option("--directory", help=DIRECTORY, metavar="DIR")] = ".",
    account: Annotated[str, typer.Option("--account", help="The AWS account that the templates are for.", metavar="NUMBER")] = "",
    region: Annotated[str, typer.Option("--region", help="The region that they are for.", metavar="REGION")] = "",
    parameters: Annotated[list[str] | None, typer.Option("--parameter", help="A template's parameter, or variable.", metavar="NAME=VALUE")] = None,
    repository: Annotated[str, _GITHUB] = "",
    repository_id: Annotated[int | None, _REPOSITORY_ID] = None,
    owner_id: Annotated[int | None, _OWNER_ID] = None,
    online: Annotated[bool, _ONLINE] = False,
    format: Annotated[str, typer.Option(CHECKED.name, help=CHECKED.help, metavar="|".join(CHECKED.values))] = CHECKED.values[0],
) -> None:
    """Hold the roles of templates against the jobs that take them on: whom they trust, what they allow, and the environments they name.

    Examples:

      ghsynth infra check                                  every template of the repository

      ghsynth infra check roles.yml --account 111122223333 --parameter Cluster=main

      ghsynth infra check terraform/ --format markdown >> "$GITHUB_STEP_SUMMARY"

    CloudFormation, policies as JSON, and Terraform (pip install 'ghsynth[terraform]'), written by anybody in any style: what they mean is compared.
    A role must take every token of its jobs and no other, and allow every call that they make and no other. Nothing is asked of AWS.

    Exit codes: 0 all agree, or only notes, 1 something was found, 2 a file or the definition is in the way.
    """
    _one_of(CHECKED, format)
    from synth.cli import infra
    from synth.cli import infra_check as command

    github = infra.Asked(repository=repository, repository_id=repository_id or 0, owner_id=owner_id or 0, online=online)
    asked = command.Asked(paths=paths or [], account=account, region=region, parameters=parameters or [], github=github)
    raise typer.Exit(command.check(asked, directory=directory, format=format))


@app.command("eval")
def evaluate(
    expression: Annotated[str, typer.Argument(help="An expression, with or without ${{ }}.")] = "",
    context: Annotated[str, typer.Option("--context", help="A JSON file with the contexts: {'github': {...}, 'vars': {...}}.", metavar="FILE")] = "",
    batch: Annotated[bool, typer.Option("--batch", help="Answer each JSON line of the standard input with one.")] = False,
) -> None:
    """Say what an expression is, as GitHub's runner computes it.

    Examples:

      ghsynth eval "github.ref_name == 'main' && 'production' || 'staging'" --context github.json

      ghsynth eval --batch < cases.jsonl      lines of {"id", "expr", "contexts"}

    Exit codes: 0 fine, 2 the expression or the context cannot be read or has no value.
    """
    from synth.cli import evaluate as command

    raise typer.Exit(command.batch() if batch else command.evaluate(expression, context))


@app.command("run")
def run_here(
    event: Annotated[str, typer.Argument(help="What happens, such as push, pull_request or workflow_dispatch.")] = "push",
    workflow: Annotated[str, typer.Option("--workflow", help="Only this file.", metavar="FILE")] = "",
    job: Annotated[str, typer.Option("--job", help="Only this job, and what it needs.", metavar="ID")] = "",
    ref: Annotated[str, typer.Option("--ref", help="refs/heads/… or refs/tags/…, in place of the branch that is checked out.", metavar="REF")] = "",
    act: Annotated[str, typer.Option("--act", help="act's program, unless it is installed.", metavar="PATH")] = "",
    local_repository: Annotated[
        list[str] | None, typer.Option("--local-repository", help="A folder that stands for another repository.", metavar="OWNER/NAME@REF=DIR")
    ] = None,
    var: Annotated[list[str] | None, typer.Option("--var", help="A variable.", metavar="[ENVIRONMENT:]NAME=VALUE")] = None,
    secret: Annotated[list[str] | None, typer.Option("--secret", help="A secret.", metavar="[ENVIRONMENT:]NAME=VALUE")] = None,
    input: Annotated[list[str] | None, typer.Option("--input", help="An input of the event.", metavar="NAME=VALUE")] = None,
    directory: Annotated[str, typer.Option("--directory", help="The repository.", metavar="DIR")] = ".",
    format: Annotated[str, typer.Option(FORMAT.name, help=FORMAT.help, metavar="|".join(FORMAT.values))] = FORMAT.values[0],
) -> None:
    """Run the repository's own workflows on this machine, in a copy of the repository.

    Examples:

      ghsynth run                              what a push starts

      ghsynth run pull_request --job lint      one job, and what it needs

      ghsynth run --local-repository actions/setup-node@v7=../setup-node

      ghsynth run --ref refs/heads/main        as if it were pushed to main

      ghsynth run --var production:URL=http://127.0.0.1:8000

    act runs the steps: pip install 'ghsynth[run]'. Nothing is isolated, so run only what you trust. What cannot run here, such as services and
    containers, or an action that no folder stands for, is refused before anything starts; what is imitated is said.

    Exit codes: 0 fine, 1 a job failed, or GitHub would drop an output, 2 something cannot run here.
    """
    _one_of(FORMAT, format)
    from synth.cli import run as command

    asked = command.Asked(
        event=event,
        workflow=workflow,
        job=job,
        ref=ref,
        act=act,
        repositories=local_repository or [],
        variables=var or [],
        secrets=secret or [],
        inputs=input or [],
    )
    raise typer.Exit(command.run_workflows(asked, directory=directory, format=format))


def _one_of(option: Choice | Several, value: str) -> None:
    if value not in option.values:
        raise typer.BadParameter(f"'{value}' is none of {', '.join(option.values)}", param_hint=option.name)


def _version(given: bool) -> None:
    if given:
        from importlib.metadata import version

        typer.echo(f"ghsynth {version('ghsynth')}")
        raise typer.Exit
