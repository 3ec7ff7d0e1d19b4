"""What a scenario plays on: a repository with generated workflows, the cloud that they deliver to, and people who approve."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from synth.runs.values import Scoped
from synth.simulate.values import Event
from synth.yaml.emit import emit
from tests.cloud.cloud import Cloud
from tests.cloud.images import build
from tests.cloud.parts import PROFILE
from tests.cloud.scene import both, trusted
from tests.cloud.tokens import Job
from tests.runner.scenario import Ran, run_pipeline
from tests.scenarios.agreement import foretold
from tests.scenarios.fronts import Front
from tests.scenarios.gate import Decision, Gate
from tests.scenarios.permitted import Permitted
from tests.scenarios.places import Place, ambiguous, apart, placed, places, read, roles
from tests.scenarios.repository import APPLICATION, HERE, WORKFLOWS, commit, generated
from tests.scenarios.seen import Seen
from tests.scenarios.without import without
from tests.simulator.clock import START

SCALE = 60.0  # the cloud's seconds in one of ours: its tasks still take their own time to start
TIMES = replace(PROFILE, healthy=300, unhealthy=120)  # a process may take five of our seconds to answer
LONGEST_SESSION = 12 * 3600  # of a role, in seconds: slow roll-outs ask for more than the hour that is usual
Edit = Callable[[str], str]


def as_it_is(text: str) -> str:
    return text


class Scene(Seen):
    """`definition` is a pipeline's Python; `files` stand in place of the application's; `edit` is what a sabotage does to the main workflow."""

    def __init__(
        self,
        folder: Path,
        definition: str,
        workflow: str,
        *,
        files: Mapping[str, str] | None = None,
        edit: Edit = as_it_is,
        reviews: Mapping[str, Decision] | None = None,
        branch: str = "main",
    ) -> None:
        self.root, self.main, self.branch = folder / "repository", f"{WORKFLOWS}/{workflow}", branch
        shutil.copytree(generated(definition), self.root)
        self.files = {**APPLICATION, **(files or {})}
        self._edit = edit
        self.reviews: dict[str, Decision] = {**(reviews or {})}
        self.meanwhile: dict[str, Callable[[], object]] = {}
        self.cloud = Cloud(scale=SCALE, profile=TIMES, health_path="/ready")
        self.gate = Gate(self.cloud.journal, self.reviews, self.meanwhile)
        self.fronts: dict[str, Front] = {}
        self.places: list[Place] = []
        self.said: list[str] = []
        self.secrets: dict[str, str] = {}

    def __enter__(self) -> Self:
        self.cloud.__enter__()
        self._began = time.time()
        self.gate.server.start()
        self.cloud.stack.callback(self.gate.server.stop)
        self._place()
        self._people_and_services()
        self.commit(self.files)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.cloud.__exit__(kind, error, trace)
        for front in self.fronts.values():
            front.server.stop()

    # what happens

    def commit(self, files: Mapping[str, str]) -> str:
        """The commit with the files as they are then."""
        self.sha = commit(self.root, files, self.branch)
        return self.sha

    def run(self, event: str = "push", workflow: str = "", inputs: Mapping[str, str] | None = None) -> Ran:
        """Runs, and holds what came of it against what `simulate` foretells. Each run has artifacts of its own."""
        file = f"{WORKFLOWS}/{workflow}" if workflow else self.main
        shutil.rmtree(self.root.parent / "state/artifacts", ignore_errors=True)
        ran = run_pipeline(
            self.root,
            event,
            self.cloud,
            workflow=file,
            inputs=inputs,
            scoped=Scoped(secrets={"": self.secrets}),
            gate=self.gate.address,
            path=str(HERE / "bin"),
            environment={
                "SCENARIO_PYTHON": str(Path(sys.base_prefix) / "bin/python3"),
                "SCENARIO_CLOCK": str(HERE / "clock.py"),
                "SCENARIO_SCALE": str(SCALE),
                "SCENARIO_BEGAN": str(self._began),
                "SCENARIO_START": str(START),
            },
        )
        happened = Event(name=event, ref=f"refs/heads/{self.branch}", inputs=inputs or {}, secrets=tuple(self.secrets))
        assert foretold(file, (self.root / file).read_text("utf-8"), happened, ran) == ran.jobs, f"simulate foretells otherwise\n{ran.log}"
        assert () == ran.problems
        return ran

    # the set

    def _place(self) -> None:
        texts = {path: path.read_text("utf-8") for path in sorted((self.root / WORKFLOWS).glob("*.yml"))}
        workflows = {path: read(text, path.name) for path, text in texts.items()}
        self._trust = set().union(*[roles(one) for one in workflows.values()])
        self._shared = shared = ambiguous(places(workflows[self.root / self.main]))
        texts |= {path: emit(apart(one, shared)) for path, one in workflows.items() if shared}
        self.places = places(read(texts[self.root / self.main], self.main))
        for place in self.places:
            for listener, name in (("app", place.host), ("test", f"{place.host}:8443")):
                front = self.fronts[name] = Front()
                front.behind = (self.cloud.endpoint.removeprefix("http://"), f"/{listener}/{place.cluster}:{place.service}")
        addresses = {name: front.server.url for name, front in self.fronts.items()}
        for path, text in texts.items():
            text, said = without(text, path.name)
            if str(path.relative_to(self.root)) == self.main:
                self.said, text = said, self._edit(text)
            path.write_text(placed(text, addresses), "utf-8")

    def _people_and_services(self) -> None:
        for role in {one.role for one in self._trust}:
            jobs = [replace(Job(), environment=one.environment) for one in self._trust if one.role == role]
            self.cloud.role(role, trusted(*[form for job in jobs for form in both(job)]), most_seconds=LONGEST_SESSION)
        first = build(APPLICATION, ["python", "app.py"], environment={"APP_VERSION": "v1"})
        name = self.places[0].repository
        uri = self.cloud.repository(name, "IMMUTABLE_WITH_EXCLUSION", ("branch-*", "nightly"))
        digest = self.cloud.push(first, name, "v1")
        made = [
            self.cloud.service(place.service, f"{uri}@{digest}", place.cluster, variables={"PLACE": place.environment}, **_strategy(place))
            for place in self.places
        ]
        self.cloud.wait_until(lambda: all(self.cloud.settled(service) for service in made))
        self.quiet = len(self.cloud.journal())
        self.permitted = self.cloud.gate.authorise = Permitted(self.root, self._shared)


def _strategy(place: Place) -> dict[str, Any]:
    return {} if place.strategy == "ROLLING" else {"strategy": place.strategy}
