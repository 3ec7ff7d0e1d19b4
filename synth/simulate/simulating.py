"""An event and the workflows of a repository -> what would happen."""

from __future__ import annotations

from synth.expr.values import text_of
from synth.record import replace
from synth.simulate.asking import check
from synth.simulate.concurrency import held
from synth.simulate.happening import assumptions, completed, github, inputs
from synth.simulate.holding import restricted
from synth.simulate.jobs import simulated
from synth.simulate.ordering import ordered
from synth.simulate.partly import Partly
from synth.simulate.scene import Scene, contexts, plain
from synth.simulate.starting import starts
from synth.simulate.unknown import Open, Unknown
from synth.simulate.values import Event, Simulation, WorkflowSimulated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from synth.model import Workflow

    Find = Callable[[str], Workflow | None]


def simulate(
    workflows: Mapping[str, Workflow],
    event: Event | str,
    *,
    approved: Collection[str] = (),
    minutes: Mapping[str, float] | None = None,
    find: Find | None = None,
) -> Simulation:
    """What the event does to the workflows, by their paths. `approved` are the environments that a person guards, `minutes` those of jobs by id or
    name, `find` gives a called workflow by its reference where it is not among them. Raises EventError for an event that cannot happen so."""
    event = Event(name=event) if isinstance(event, str) else event
    check(event, workflows)
    event = completed(event)
    search = find or (lambda _: None)
    told = [_workflow(file, one, event, frozenset(approved), minutes or {}, _finder(workflows, search)) for file, one in sorted(workflows.items())]
    told = [replace(one, followed_by=_following(one, workflows)) if one.starts is not False else one for one in told]
    return Simulation(event=event, workflows=tuple(told), assumed=assumptions(event), notes=tuple(_notes(event, told)))


def _finder(workflows: Mapping[str, Workflow], search: Find) -> Find:
    def find(reference: str) -> Workflow | None:
        path = reference[2:].lstrip("/")
        return next((one for file, one in workflows.items() if file == path or file.endswith(f"/{path}")), None) or search(reference)

    return find


def _workflow(file: str, workflow: Workflow, event: Event, approved: frozenset[str], minutes: Mapping[str, float], find: Find) -> WorkflowSimulated:
    name = workflow.name or file
    begun, why = starts(workflow, event)
    if begun is False:
        return WorkflowSimulated(name=name, file=file, starts=False, why=why)
    context = github(event, workflow, file)
    _scheduled(context, workflow, event)
    declared = workflow.on["workflow_dispatch"].inputs if event.name == "workflow_dispatch" and "workflow_dispatch" in workflow.on else None
    given = inputs(event.inputs, declared)
    if declared is not None:
        context["event"]["inputs"] = {key: value if isinstance(value, Unknown) else text_of(value) for key, value in given.items()}
    known = contexts(event, context, given, restricted(event) == "fork")
    ended = simulated(Scene(event=event, workflow=workflow, contexts=known, find=find, approved=approved))
    jobs, plan = ordered([job for one in ended.values() for job in (one.told, *one.inner)], minutes)
    return WorkflowSimulated(
        name=name,
        file=file,
        starts=begun,
        why=why,
        jobs=jobs,
        concurrency=held(workflow.concurrency, Partly(known)),
        critical=plan.critical,
        minutes=plan.minutes,
        notes=tuple(_missed(event, known)),
    )


def _scheduled(context: Open, workflow: Workflow, event: Event) -> None:
    """`github.event.schedule`, where the workflow has one only."""
    schedules = workflow.on["schedule"].schedules if event.name == "schedule" and "schedule" in workflow.on else None
    if schedules and len(schedules) == 1:
        context["event"].setdefault("schedule", schedules[0].cron)


def _missed(event: Event, known: Mapping[str, object]) -> Iterator[str]:
    if restricted(event) == "dependabot":
        yield "Dependabot's run reads Dependabot's secrets only, and its token reads only where the file says no permissions"
    if restricted(event) == "fork":
        yield "a fork's run has a token that only reads, and no secrets; the repository may ask for an approval before it begins"


def _following(one: WorkflowSimulated, workflows: Mapping[str, Workflow]) -> tuple[str, ...]:
    """The workflows that a run of this one starts in turn."""
    triggers = [(other.name or file, other.on.get("workflow_run")) for file, other in sorted(workflows.items())]
    return tuple([name for name, trigger in triggers if trigger is not None and one.name in (trigger.workflows or ())])


def _notes(event: Event, told: list[WorkflowSimulated]) -> Iterator[str]:
    """What was given and meets nothing, and groups in which several of the runs stand."""
    jobs = {plain(job.id): job for one in told for job in one.jobs}
    for name in event.results:
        found = jobs.get(plain(name))
        if found is None:
            yield f"the result of '{name}' is not used: no job that starts is called so"
        elif found.status == "skipped" and event.results[name] != "skipped":
            yield f"the result of '{name}' is not used: the job is skipped"
    for name in event.outputs:
        if plain(name.rpartition(".")[0]) not in jobs:
            yield f"the output '{name}' is not used: no job that starts is called '{name.rpartition('.')[0]}'"
    groups: dict[str, list[str]] = {}
    for one in told:
        if one.concurrency is not None and one.concurrency.group is not None:
            groups.setdefault(one.concurrency.group.lower(), []).append(one.name)
    for group, names in groups.items():
        if len(names) > 1:
            yield f"{' and '.join([repr(name) for name in names])} stand in one concurrency group, '{group}', and get in each other's way"
