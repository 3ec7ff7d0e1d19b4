"""Finds which parts of a repository an event changed. Started by action.yml with `python3 -I`."""

from __future__ import annotations

import os
import sys

# A copy in a user's repository has the runtime in a folder beside it; a checkout of ghsynth has it two folders up. With -I neither the working
# directory nor PYTHONPATH is on the path: the repository that is being deployed could fill both.
_ACTIONS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_RUNTIME = os.path.join(_ACTIONS, "ghsynth-runtime")
sys.path.insert(0, _RUNTIME if os.path.isdir(_RUNTIME) else os.path.dirname(_ACTIONS))

from synth.runtime.clock import RealClock  # noqa: E402
from synth.runtime.commands import Log  # noqa: E402
from synth.runtime.inputs import InputError, Inputs  # noqa: E402
from synth.runtime.outputs import append, write_outputs  # noqa: E402
from synth.runtime.paths.change import change  # noqa: E402
from synth.runtime.paths.git import Git  # noqa: E402
from synth.runtime.paths.inputs import read_options  # noqa: E402
from synth.runtime.paths.pattern import matching  # noqa: E402
from synth.runtime.report import save  # noqa: E402
from synth.runtime.summary import cell, table  # noqa: E402
from synth.runtime.verdict import BAD_INPUT  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.runtime.paths.change import Change
    from synth.runtime.paths.inputs import Options, Part
    from synth.runtime.ports import Clock

ACTION = "changed-paths"
MOST_PATHS = 100  # in the report


def main(environment: Mapping[str, str], clock: Clock, log: Log) -> int:
    """0, unless inputs are wrong (2): what cannot be found out counts as changed."""
    try:
        options = read_options(Inputs(environment))
    except InputError as error:
        log.annotate("error", error.problems, f"{ACTION}: bad input")
        return BAD_INPUT
    started, began = clock.wall(), clock.now()
    event = environment.get("GITHUB_EVENT_NAME", "")
    folder = os.path.join(environment.get("GITHUB_WORKSPACE", "."), options.folder)
    found = change(event, _payload(environment.get("GITHUB_EVENT_PATH", "")), environment.get("GITHUB_SHA", ""), Git(folder, environment))
    because = {part.name: _because(part, found) for part in options.parts}
    log.say(found.why)
    for name, why in because.items():
        log.say(f"{name}: {why or 'not changed'}")
    if found.paths is None and event in ("push", "pull_request", "merge_group"):
        log.annotate("notice", [found.why], ACTION)
    _leave(environment, options, found, because, event, started, clock.now() - began)
    return 0


def _because(part: Part, found: Change) -> str:
    """What changed of the part, empty when nothing did."""
    if found.paths is None:
        return "everything counts as changed"
    paths = matching(part.patterns, found.paths)
    return "" if not paths else paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more"


def _payload(path: str) -> Mapping[str, Any]:
    """What GitHub says of the event; empty where it says nothing that can be read."""
    import json

    try:
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _leave(
    environment: Mapping[str, str], options: Options, found: Change, because: Mapping[str, str], event: str, started: float, seconds: float
) -> None:
    import json
    import time

    parts = [part for part in options.parts if because[part.name]]
    names = [part.name for part in parts]
    content = {
        "outcome": "passed",
        "reason": found.why,
        "exit-code": 0,
        "started-at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(started)),
        "duration-seconds": round(seconds, 3),
        "event": event,
        "base": found.base,
        "head": found.head,
        "everything": found.paths is None,
        "files": 0 if found.paths is None else len(found.paths),
        "paths": (found.paths or [])[:MOST_PATHS],
        "names": names,
    }
    report = save(environment.get("RUNNER_TEMP") or environment.get("TMPDIR") or "/tmp", ACTION, content)
    outputs = {
        "changed": "true" if parts else "false",
        "names": json.dumps(names, separators=(",", ":")),
        "matrix": json.dumps([part.told for part in parts], separators=(",", ":")),
        "outcome": "passed",
        "report": report,
    }
    write_outputs(environment.get("GITHUB_OUTPUT", ""), outputs)
    rows = [(name, why or "-") for name, why in because.items()]
    append(environment.get("GITHUB_STEP_SUMMARY", ""), f"{cell(found.why)}\n\n{table(('part', 'changed'), rows)}")


def start() -> int:
    """`main` in the real world."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    return main(os.environ, RealClock(), Log(print))


if __name__ == "__main__":
    sys.exit(start())
