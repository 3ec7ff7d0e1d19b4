"""`ghsynth lock --update --pull-request` and `ghsynth adopt --pull-request`: what the workflows of `Updates` run."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

from synth.adapters.disk import carry_out, made_by, present
from synth.plan import plan
from synth.ports import OutsideError, WorkflowsRefusedError
from synth.problems import DefinitionError, Problem
from synth.project import LOCK, MARKERS, PYTHON, YAML, load, render
from synth.updates.bots import DEPENDABOT, RENOVATE
from synth.updates.proposal import proposal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from synth.bindings.lock import Entry
    from synth.bindings.outcome import Line
    from synth.ports import Proposed, PullRequests

_SITE = "https://github.com"
_AFTERWARDS = "ghsynth adopt && git commit -am 'Adopt the new pins' && git push"


def regenerated(directory: str) -> dict[str, str | None]:
    """Brings the generated files in line with the lock; what changed, None for a file that went. Raises DefinitionError and OSError."""
    if not any([os.path.isfile(os.path.join(directory, name)) for name in (PYTHON, *YAML)]):
        return {}
    wanted = render(load(directory))
    found = present(directory, (*wanted, DEPENDABOT, RENOVATE))
    made = plan(wanted, found, made_by(MARKERS, found, LOCK))
    if foreign := made.of("foreign"):
        raise DefinitionError([Problem(change.path, "is in the way and was not made by ghsynth: move it") for change in foreign])
    carry_out(directory, made)
    return {change.path: change.after for change in made.changes if change.kind != "keep"}


def propose(lines: Sequence[Line], files: Mapping[str, str | None], branch: str, environment: Mapping[str, str] = os.environ) -> Proposed | None:
    """The pull request with these files; None when no pin moved. Raises DefinitionError and OutsideError."""
    if not any([line.kind == "updated" for line in lines]):
        return None
    repository, commit, base = run_of(environment)
    today, site = datetime.now(UTC).date().isoformat(), environment.get("GITHUB_SERVER_URL") or _SITE
    from synth.adapters.github_pulls import GitHubPulls

    with GitHubPulls.from_environment(environment) as pulls:
        try:
            return pulls.propose(repository, base, commit, proposal(branch, lines, files, today, site))
        except WorkflowsRefusedError:
            alone = {path: text for path, text in files.items() if path == LOCK}
            return pulls.propose(repository, base, commit, proposal(branch, lines, alone, today, site, lock_alone=True))


def adopt_pull(number: int, environment: Mapping[str, str] = os.environ) -> int:
    """The exit code: 0 when the pull request's lock has its pins, 1 when more than pins was changed or nobody may write, 2 when GitHub refuses."""
    try:
        repository = _needed(environment, "GITHUB_REPOSITORY")
        from synth.adapters.github_pulls import GitHubPulls

        with GitHubPulls.from_environment(environment) as pulls:
            return _adopted(pulls, repository, number, environment)
    except DefinitionError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
    except OutsideError as error:
        print(error, file=sys.stderr)
        _summary(environment, f"### Pins to adopt\n\nIn a checkout of this pull request:\n\n```sh\n{_AFTERWARDS}\n```\n")
    return 2


def _adopted(pulls: PullRequests, repository: str, number: int, environment: Mapping[str, str]) -> int:
    from synth.updates.adopting import adoption

    pull = pulls.pull(repository, number)
    if pull.repository.lower() != repository.lower():
        print(f"pull request {number} comes from another repository, whose branch nobody here may change: run '{_AFTERWARDS}' there", file=sys.stderr)
        return 1
    before, now = pulls.texts(repository, pull.fork_point, ".github"), pulls.texts(repository, pull.commit, ".github")
    made = adoption(before, now, pull.paths, datetime.now(UTC).date().isoformat(), LOCK, MARKERS)
    problems = [*made.problems, *_against(made.entries, environment)]
    if problems:
        for problem in problems:
            print(problem, file=sys.stderr)
        print(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}; nothing was adopted.", file=sys.stderr)
        return 1
    if not made.entries:
        print("nothing to adopt")
        return 0
    message = f"Adopt the new pins\n\n{_listed(made.entries)}\n\n[dependabot skip]\n"  # with these words Dependabot still rebases its branch
    commit = pulls.add(repository, pull.branch, pull.commit, message, {LOCK: made.lock})
    for entry in made.entries:
        print(f"adopted  {entry.reference} {entry.version}")
    print(f"{len(made.entries)} adopted in {commit[:7]} of {pull.branch}")
    return 0


def _against(entries: Sequence[Entry], environment: Mapping[str, str]) -> list[str]:
    """What speaks against the bot's pins: a tag that stands for another commit, a release that is known to be bad."""
    from synth.adapters.github import GitHub
    from synth.adapters.registry import Registries
    from synth.bindings.outcome import BAD
    from synth.locking import Locker

    with GitHub.from_environment(environment) as versions, Registries() as images:
        locker = Locker(versions, images, datetime.now(UTC).date().isoformat())
        lines = [*locker.verify(entries), *locker.judge(entries)]
    return [f"{line.reference}: {line.message}" for line in lines if line.kind in BAD]


def _listed(entries: Sequence[Entry]) -> str:
    return "\n".join([f"{entry.reference} {entry.version}" for entry in entries])


def run_of(environment: Mapping[str, str]) -> tuple[str, str, str]:
    """The repository, the commit that is checked out, and its branch, as a run of GitHub Actions has them."""
    if environment.get("GITHUB_REF_TYPE", "branch") != "branch":
        raise DefinitionError([Problem("GITHUB_REF", "is no branch: start the workflow on the branch that the pull request goes to")])
    return _needed(environment, "GITHUB_REPOSITORY"), _needed(environment, "GITHUB_SHA"), _needed(environment, "GITHUB_REF_NAME")


def _needed(environment: Mapping[str, str], name: str) -> str:
    if not environment.get(name):
        raise DefinitionError([Problem(name, "is not set: --pull-request works in a run of GitHub Actions, which sets it")])
    return environment[name]


def _summary(environment: Mapping[str, str], text: str) -> None:
    path = environment.get("GITHUB_STEP_SUMMARY")
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(text)
