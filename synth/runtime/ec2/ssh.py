"""The runner's own `ssh`, with a key for one job, pinned host keys and nothing of the user's configuration."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile

from synth.runtime.ec2.ports import Ended, Unreached

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO

    from synth.runtime.screen import Screen

_SSH_FAILED = 255
_OPTIONS = {
    "BatchMode": "yes",
    "StrictHostKeyChecking": "yes",  # a host that known-hosts has not is refused, never learnt
    "GlobalKnownHostsFile": "/dev/null",
    "UpdateHostKeys": "no",
    "VerifyHostKeyDNS": "no",
    "CheckHostIP": "no",
    "IdentitiesOnly": "yes",
    "IdentityAgent": "none",
    "PreferredAuthentications": "publickey",
    "PasswordAuthentication": "no",
    "KbdInteractiveAuthentication": "no",
    "ConnectionAttempts": "1",
    "ControlMaster": "no",
    "ControlPath": "none",
    "ServerAliveInterval": "15",
    "ServerAliveCountMax": "4",
    "ForwardAgent": "no",
    "ClearAllForwardings": "yes",
    "PermitLocalCommand": "no",
    "LogLevel": "ERROR",
}
_LONGEST = 65_536


class Ssh:
    """Writes key and host keys to a folder of its own, readable by its owner alone; `close` removes it.

    `connect_seconds` are those to a connection, `seconds` those of a whole command.
    """

    def __init__(
        self, temporary: str, user: str, port: int, key: str, known_hosts: str, screen: Screen, connect_seconds: int = 10, seconds: float = 120
    ) -> None:
        self._user, self._port, self._screen, self._seconds = user, port, screen, seconds
        self._folder = tempfile.mkdtemp(prefix="ghsynth-ssh-", dir=temporary or None)
        try:
            files = {"UserKnownHostsFile": self._kept("known_hosts", known_hosts), "IdentityFile": self._kept("key", key)}
        except BaseException:
            self.close()
            raise
        quoted = {name: '"' + path.replace("%", "%%") + '"' for name, path in files.items()}
        self._options = {**_OPTIONS, **quoted, "ConnectTimeout": str(connect_seconds)}

    def run(self, host: str, script: str, sent: str = "") -> Ended:
        with open(sent or os.devnull, "rb") as stdin, tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
            process = subprocess.Popen(
                self.command(host, script),
                stdin=stdin,
                stdout=said,
                stderr=complained,
                env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
                start_new_session=True,  # a cancelled job signals its whole group: what is under way is ended here, in order
            )
            try:
                code = process.wait(self._seconds)
            except subprocess.TimeoutExpired:
                raise Unreached(f"no end within {self._seconds:g} s") from None
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
            complaint = _end_of(complained)
            if code == _SSH_FAILED or code < 0:
                raise Unreached(self._why(complaint))
            return Ended(code, _end_of(said), complaint)

    def command(self, host: str, script: str) -> list[str]:
        """The argument list. ssh hands the last one to the user's login shell, so the script is one quoted word in it."""
        options = [word for name, value in self._options.items() for word in ("-o", f"{name}={value}")]
        return ["ssh", "-F", "/dev/null", "-T", *options, "-p", str(self._port), "-l", self._user, "--", host, f"/bin/sh -c {shlex.quote(script)}"]

    def close(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def _kept(self, name: str, text: str) -> str:
        path = os.path.join(self._folder, name)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(file, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text.replace("\r\n", "\n").strip() + "\n")
        return path

    def _why(self, complaint: str) -> str:
        if "Host key verification failed" in complaint:
            return "its host key is not the one in known-hosts, or is not there: compare it on the machine itself before you change the input"
        if "Permission denied" in complaint:
            return "it does not take the private key for this user"
        lines = [line for line in complaint.splitlines() if line.strip()]
        return self._screen.show(lines[-1].strip()) if lines else "the connection broke off"


def _end_of(file: IO[bytes]) -> str:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _LONGEST))
    return file.read().decode("utf-8", "replace")
