"""Which repositories and folders a run needs: each `uses` of its workflows, and of the actions and workflows behind them."""

from __future__ import annotations

import os

from synth import model
from synth.model.action import ActionFile
from synth.record import Record, record
from synth.validate import loaded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

OWN = ("./", "$/")
_NAMES = ("action.yml", "action.yaml")


@record
class Used(Record):
    """A `uses`, and where it is written."""

    reference: str
    where: str

    @property
    def repository(self) -> str:
        """`owner/name@ref` of another repository; empty for one's own and for images."""
        if self.reference.startswith((*OWN, "docker://")) or "@" not in self.reference:
            return ""
        path, _, ref = self.reference.rpartition("@")
        return f"{'/'.join(path.split('/')[:2])}@{ref}"

    @property
    def path(self) -> str:
        """The folder or file below the repository's root."""
        if self.reference.startswith(OWN):
            return self.reference[2:]
        return "/".join(self.reference.rpartition("@")[0].split("/")[2:])


def used(root: str, files: Mapping[str, Collection[str]], repositories: Mapping[str, str]) -> list[Used]:
    """Each `uses` that a run can come to. `files` are workflows of `root`, each with the ids of the jobs that run; `repositories` are folders by
    `owner/name@ref`; behind others nobody looks.
    """
    found: list[Used] = []
    waiting: list[tuple[str, str]] = [(root, file) for file in files]
    seen = set(waiting)
    while waiting:
        at, file = waiting.pop(0)
        for use in _in_file(at, file, files.get(file) if at == root else None):
            found.append(use)
            folder = at if use.reference.startswith(OWN) else repositories.get(use.repository)
            for name in _files(folder, use.path) if folder is not None else ():
                if (folder, name) not in seen and folder is not None:
                    seen.add((folder, name))
                    waiting.append((folder, name))
    return found


def kind(root: str, path: str) -> str:
    """What an action's file says it is: composite, docker or node; empty where there is none."""
    for name in _files(root, path):
        part = _part(root, name)
        if isinstance(part, ActionFile):
            return _using(part)
    return ""


def _using(part: ActionFile) -> str:
    using = str(getattr(part.runs, "using", "") or "")
    return "node" if using.startswith("node") else using


def _in_file(root: str, file: str, jobs: Collection[str] | None) -> Iterator[Used]:
    part = _part(root, file)
    if isinstance(part, model.Workflow):
        for job in [job for id, job in part.jobs.items() if jobs is None or id in jobs]:
            if isinstance(job, model.CallJob):
                yield Used(reference=job.uses.reference, where=_where(file, job))
            else:
                yield from _of_steps(file, job.steps)
    elif isinstance(part, ActionFile):
        yield from _of_steps(file, getattr(part.runs, "steps", None) or ())


def _of_steps(file: str, steps: Sequence[model.Step]) -> Iterator[Used]:
    for step in steps:
        if step.uses is not None:
            yield Used(reference=step.uses.reference, where=_where(file, step))
        yield from _of_steps(file, step.parallel or ())


def _where(file: str, part: model.Step | model.CallJob) -> str:
    return f"{file}:{part.origin.line}" if part.origin is not None else file


def _files(folder: str | None, path: str) -> list[str]:
    if folder is None:
        return []
    names = [path] if path.endswith((".yml", ".yaml")) else [os.path.join(path, name) if path else name for name in _NAMES]
    return [name for name in names if os.path.isfile(os.path.join(folder, name))][:1]


def _part(root: str, file: str) -> object:
    with open(os.path.join(root, file), encoding="utf-8", errors="replace") as opened:
        return loaded(opened.read(), file).part
