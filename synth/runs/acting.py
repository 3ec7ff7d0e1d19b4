"""act as a process: its command line, and its events as they come. Whatever happens, it is gone afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress

from synth.record import field, record
from synth.runs.lowering import LABEL
from synth.runs.reading import event
from synth.runs.values import RunnerError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from synth.runs.values import Event

PATIENCE_SECONDS = 10  # between asking act to stop and stopping it
_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy")


@record
class Command:
    """One run of one workflow file by act. Secrets travel in a file, not in the list of processes."""

    act: str
    event: str
    workflow: str
    repository: str
    scratch: str
    job: str = ""
    repositories: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    path: str = ""


def found(given: str = "") -> str:
    """The path of act's binary. Raises RunnerError where there is none."""
    if given:
        if os.path.isfile(given) and os.access(given, os.X_OK):
            return os.path.abspath(given)
        raise RunnerError(f"--act {given}  is no program")
    beside = os.path.join(os.path.dirname(sys.executable), "act")
    act = beside if os.path.isfile(beside) else shutil.which("act")
    if act is None:
        raise RunnerError("act  is not installed, and runs the workflows: pip install 'ghsynth[run]', or name it with --act PATH")
    return act


def words(command: Command) -> list[str]:
    """The command line."""
    cache = os.path.join(command.scratch, "cache")
    line = [command.act, command.event, "--json", "-W", command.workflow, "-P", f"{LABEL}=-self-hosted", "--defaultbranch", "main"]
    line += ["-e", os.path.join(command.scratch, "event.json"), "--action-cache-path", cache, "--no-cache-server"]
    line += ["--secret-file", os.path.join(command.scratch, "secrets")]
    for option, values in (("--var", command.variables), ("--input", command.inputs), ("--env", command.environment)):
        for name, value in values.items():
            line += [option, f"{name}={value}"]
    for name, folder in command.repositories.items():
        line += ["--local-repository", f"{name}={folder}"]
    return [*line, "-j", command.job] if command.job else line


def events(command: Command, codes: list[int]) -> Iterator[Event]:
    """What act says, as it says it; its exit code is put into `codes` at the end."""
    _write(command)
    process = subprocess.Popen(
        words(command),
        cwd=command.repository,
        env=_environment(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # so that Ctrl-C reaches this process alone, which then stops act in order
    )
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if (one := event(line)) is not None:
                yield one
        codes.append(process.wait())
    finally:
        _ended(process)


def _ended(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _environment(command: Command) -> dict[str, str]:
    """act hands all of it to the steps, so only what every program needs is in it."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    home = os.path.join(command.scratch, "home")
    return {**kept, "HOME": home, **({"PATH": command.path} if command.path else {})}


def _write(command: Command) -> None:
    os.makedirs(os.path.join(command.scratch, "home"), exist_ok=True)
    secrets = os.path.join(command.scratch, "secrets")
    with open(os.open(secrets, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        for name, value in command.secrets.items():
            escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("$", "\\$")
            file.write(f'{name}="{escaped}"\n')
