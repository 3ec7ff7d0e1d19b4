"""`Updates`: what a definition says about keeping its pins up to date, and the workflows that this becomes."""

from __future__ import annotations

from synth.bindings import checkout
from synth.build.jobs import Concurrency, Job
from synth.build.origin import here
from synth.build.steps import run, uses
from synth.build.triggers import dispatch, pull_request, schedule
from synth.build.workflows import Workflow
from synth.expr.contexts import github
from synth.expr.tree import text
from synth.model import Origin
from synth.problems import DefinitionError, Problem
from synth.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal

    from synth.build.steps import Text

BOTS = ("dependabot[bot]", "renovate[bot]")
MINTED = "actions/create-github-app-token@v3.2.0"
_MINUTES = 15
_OF_BRANCHES = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/")  # of those that need no quotes
_MONDAY = "17 4 * * 1"  # not on the hour, when GitHub delays and drops schedules


@record
class Updates:
    """A pull request a week with newer actions and images: `updates = Updates()` beside the pipeline.

    `schedule` is a cron line; a release has to be `cooldown_days` old; `within="minor"` stays within the minor version. One pull request from
    `branch` is opened and then kept current. `adopt` adds a workflow that takes over what Dependabot and Renovate move in generated files;
    `dependabot` and `renovate` write their settings.

    GITHUB_TOKEN may not change files in .github/workflows, and what it pushes starts no workflow. With a GitHub App, whose `client_id` is such as
    `vars.UPDATES_CLIENT_ID` and whose `private_key` is such as `secrets.UPDATES_KEY`, the pull request is whole and is checked as any other; without
    one it holds the lock alone, and says what a person has to run. The key belongs to the environment called `environment`.

    `version` is the release of ghsynth that the runner takes from PyPI; the one that generates, unless given.
    """

    schedule: str = _MONDAY
    cooldown_days: int = 7
    within: Literal["major", "minor"] = "major"
    branch: str = "ghsynth/updates"
    adopt: bool = True
    dependabot: bool = False
    renovate: bool = False
    client_id: Text | None = None
    private_key: Text | None = None
    environment: str = "updates"
    version: str | None = None
    origin: Origin = field(default_factory=here, init=False)

    def workflows(self) -> list[Workflow]:
        """The workflows that do it. Raises DefinitionError for values that make no sense."""
        if problems := self._problems():
            raise DefinitionError([Problem(self.origin, f"Updates: {message}") for message in problems])
        return [self._weekly(), *([self._adopting()] if self.adopt else [])]

    def files(self) -> Mapping[str, str]:
        """The settings of the bots that are wanted, by their paths; without the header of generated files."""
        from synth.updates.bots import DEPENDABOT, RENOVATE, dependabot, renovate

        found = {DEPENDABOT: dependabot(self.cooldown_days)} if self.dependabot else {}
        return found | ({RENOVATE: renovate(self.cooldown_days)} if self.renovate else {})

    def notes(self) -> list[str]:
        """What has to be set in GitHub for the workflows to mean what they say."""
        if self.private_key is None:
            return [
                "GITHUB_TOKEN may not change workflow files, and its pull requests start no workflows: Updates(client_id=, private_key=) "
                "takes a GitHub App that may; without one, Settings > Actions > General must allow Actions to create pull requests"
            ]
        more = "; for Dependabot's pull requests the key has to be among the Dependabot secrets too" if self.adopt else ""
        return [
            f"environment '{self.environment}' holds the App's key: Settings > Environments > {self.environment}; "
            f"the App needs write access to contents, pull requests and workflows{more}"
        ]

    def _problems(self) -> list[str]:
        found = []
        if self.cooldown_days < 0:
            found.append(f"cooldown_days is {self.cooldown_days}: give a number of days, 0 for none")
        if self.within not in ("major", "minor"):
            found.append(f"within is {self.within!r}: give 'major' or 'minor'")
        if not set(self.branch) <= _OF_BRANCHES or not self.branch:
            found.append(f"branch is {self.branch!r}, which is no name of a branch: use letters, digits, '.', '_', '-' and '/'")
        if (self.client_id is None) != (self.private_key is None):
            found.append("an App has both client_id and private_key: give both, or neither")
        if isinstance(self.private_key, str):
            found.append("private_key is a plain text: put the key into a secret and write secrets.NAME")
        return found

    def _weekly(self) -> Workflow:
        job = self._job(
            "Update actions",
            f"lock --update --cooldown {self.cooldown_days} --within {self.within} --pull-request {self.branch}",
            "Open or refresh the pull request",
            {
                "contents": ("write", "push the branch of the update"),
                "pull-requests": ("write", "open the pull request, and keep it current"),
            },
        )
        return Workflow(
            "Update actions",
            on=[schedule(self.schedule), dispatch()],
            jobs=[job.insert(checkout(), before=job.steps[0].label)],
            concurrency=Concurrency("update-actions"),  # two at once would push the same branch
            origin=self.origin,
        )

    def _adopting(self) -> Workflow:
        """Nothing of the pull request is checked out or run: what it changed is read from GitHub, as data, by the release from PyPI."""
        pull = github.event["pull_request"]
        by_bot = [pull["user"]["login"] == bot for bot in BOTS]
        job = self._job(
            "Adopt pins",
            "adopt --pull-request {number}",
            "Take the pins over",
            {
                "contents": ("write", "add the lock to the bot's branch"),
                "pull-requests": ("read", "see what the bot changed"),
            },
            number=pull["number"],
        )
        return Workflow(
            "Adopt pins",
            on=[pull_request(paths=[".github/workflows/**", ".github/actions/**"])],
            jobs=[job.replace(if_=(by_bot[0] | by_bot[1]) & (pull["head"]["repo"]["full_name"] == github.repository))],
            concurrency=Concurrency(text("adopt-pins-{number}", number=pull["number"])),
            origin=self.origin,
        )

    def _job(self, name: str, command: str, what: str, scopes: Mapping[str, tuple[str, str]], **values: Any) -> Job:
        """A job that runs one command of ghsynth with the App's token, or with GITHUB_TOKEN and these permissions.

        GitHub's images have pipx, so that no action of a third party stands beside a token that can write.
        """
        step = run(f"pipx run ghsynth=={self.version or released()} {command}", name=what, env={"GH_TOKEN": github.token}, **values)
        if self.private_key is None:
            return Job(name, [step.replace(permissions=scopes)], timeout_minutes=_MINUTES, origin=self.origin)
        inputs = {"client-id": self.client_id, "private-key": self.private_key}
        inputs |= {f"permission-{scope}": level for scope, (level, _) in scopes.items()} | {"permission-workflows": "write"}
        minted = uses(MINTED, name="Sign in as the App", inputs=inputs, outputs=["token"])
        step = step.replace(env={**(step.env or {}), "GH_TOKEN": minted.outputs.token})
        return Job(name, [minted, step], environment=self.environment, environment_deployment=False, timeout_minutes=_MINUTES, origin=self.origin)


def released() -> str:
    """The release of ghsynth that runs here."""
    from importlib.metadata import version

    return version("ghsynth")
