"""How far real workflows can be simulated: `python -m tests.simulate.score` prints it for the workflows at hand."""

from __future__ import annotations

import sys
import time
import traceback
from collections import Counter
from typing import NamedTuple

from synth import model
from synth.simulate.as_json import as_json
from synth.simulate.as_mermaid import as_mermaid
from synth.simulate.as_text import as_text
from synth.simulate.simulating import simulate
from synth.simulate.values import Event
from synth.surroundings import Files
from synth.validate import loaded
from synth.yaml.read import decode
from tests.conformance.corpus import PACK, current

EVENTS = ("push", "pull_request", "schedule")


class Score(NamedTuple):
    """`answers` of `asked` came without an exception; `statuses` counts jobs, `started` workflows."""

    asked: int
    answers: int
    started: Counter[str]
    statuses: Counter[str]
    faults: tuple[str, ...]
    seconds: float

    @property
    def share(self) -> float:
        return self.answers / self.asked if self.asked else 0.0


def score() -> Score:
    """The current workflows, each alone with what its repository holds beside it, and each event."""
    workflows, beside = _files()
    started: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    faults: list[str] = []
    answers = 0
    begun = time.perf_counter()
    for repository, path, workflow in workflows:
        for name in EVENTS:
            try:
                found = simulate({path: workflow}, Event(name=name, repository=repository), find=beside[repository].workflow)
                _ = as_text(found), as_json(found), as_mermaid(found)
            except Exception:
                faults.append(f"{repository}/{path} {name}\n{traceback.format_exc(limit=-3)}")
                continue
            answers += 1
            for one in found.started:
                started["unknown" if one.starts is None else "starts"] += 1
                statuses.update([job.status for job in one.jobs])
    return Score(len(workflows) * len(EVENTS), answers, started, statuses, tuple(faults), time.perf_counter() - begun)


def _files() -> tuple[list[tuple[str, str, model.Workflow]], dict[str, Files]]:
    texts: dict[str, dict[str, str]] = {}
    for row, data in current():
        text = decode(data)
        if isinstance(text, str):
            texts.setdefault(row["repo"], {})[row["path"]] = text
    found = []
    for row, _ in current():
        if row["kind"] == "workflow" and row["path"] in texts.get(row["repo"], {}):
            part = loaded(texts[row["repo"]][row["path"]], row["path"]).part
            if isinstance(part, model.Workflow):
                found.append((row["repo"], row["path"], part))
    return found, {repository: Files(held) for repository, held in texts.items()}


def main() -> int:
    if not PACK.is_file():
        print(f"{PACK} is absent", file=sys.stderr)
        return 2
    found = score()
    print(f"{found.answers} of {found.asked} answers ({found.share:.1%}) in {found.seconds:.1f} s")
    print(f"workflows: {dict(found.started)}")
    print(f"jobs: {dict(found.statuses.most_common())}")
    for fault in found.faults[:10]:
        print(fault)
    return 0 if found.share >= 0.95 else 1


if __name__ == "__main__":
    sys.exit(main())
