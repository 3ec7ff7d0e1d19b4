"""The inputs of a deployment over SSH."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from synth.runtime.ec2.layout import RELEASE
from synth.runtime.health_inputs import options_of
from synth.runtime.inputs import Inputs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from synth.runtime.health_inputs import Options

HOST = "{host}"
_HOST = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._:-]{0,252})")
_USER = re.compile(r"[A-Za-z_][A-Za-z0-9._-]{0,63}")
_DIRECTORY = re.compile(r"(?:/[A-Za-z0-9_@+=.,-]+)+")
_IMAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]*@sha256:[0-9a-f]{64}")
_KNOWN = re.compile(r"(?:@cert-authority\s+)?\S+\s+(?:ssh-|ecdsa-|sk-)\S+\s+[A-Za-z0-9+/]+=*(?:\s.*)?")


class Wanted(NamedTuple):
    """`health` has the options for each host, the placeholder in the address filled in. One of `file` and `image` is given."""

    hosts: tuple[str, ...]
    user: str
    port: int
    key: str
    known_hosts: str
    release: str
    file: str
    image: str
    directory: str
    restart: str
    keep: int
    connect_seconds: int
    command_seconds: float
    health: Mapping[str, Options]

    @property
    def options(self) -> Options:
        """What is the same for every host."""
        return self.health[self.hosts[0]]

    @property
    def secrets(self) -> tuple[str, ...]:
        lines = [line.strip() for line in self.key.splitlines() if not line.startswith("-----")]
        return (*[line for line in lines if line], *[secret for one in self.health.values() for secret in one.secrets])


def read_wanted(environment: Mapping[str, str]) -> Wanted:
    """Raises InputError with everything that is wrong."""
    inputs = Inputs(environment)
    hosts: tuple[str, ...] = inputs.parsed("hosts", _hosts, ())
    file, image = inputs.text("file"), inputs.parsed("image", _image, "")
    if bool(file) == bool(inputs.text("image")):
        inputs.problem("file, image", "give one of them: file: app.tar.gz, or image: registry/name@sha256:…")
    if file and not os.path.isfile(file):
        inputs.problem("file", "there is no such file on the runner: download the artifact in an earlier step")
    wanted = Wanted(
        hosts,
        inputs.parsed("user", lambda text: _as(_USER, text, "user name"), "ec2-user"),
        inputs.whole("port", 22, 1, 65_535),
        inputs.raw("private-key"),
        inputs.parsed("known-hosts", _known, ""),
        inputs.parsed("release", lambda text: _as(RELEASE, text, "name of a release: letters, digits, '.', '_' and '-'"), ""),
        file,
        image,
        inputs.parsed("directory", _directory, ""),
        inputs.text("restart"),
        inputs.whole("keep", 5, 2, 100),
        inputs.whole("connect-timeout", 10, 1, 120),
        inputs.number("command-timeout", 120, 1, 3600),
        _health(environment, hosts, inputs),
    )
    for name in ("hosts", "private-key", "known-hosts", "release", "directory", "restart"):
        if not inputs.text(name):
            inputs.problem(name, "is required")
    inputs.done()
    return wanted


def _health(environment: Mapping[str, str], hosts: tuple[str, ...], inputs: Inputs) -> dict[str, Options]:
    """The options of each host; what is wrong with them is said once."""
    found: dict[str, Options] = {}
    if len(hosts) > 1 and HOST not in inputs.text("url"):
        inputs.problem("url", f"has to have {HOST}, so that each host is asked and not whichever answers")
    for host in hosts or ("localhost",):
        shown = f"[{host}]" if ":" in host else host
        own = Inputs({**environment, "INPUT_URL": inputs.text("url").replace(HOST, shown), "INPUT_URLS": ""})
        found[host] = options_of(own)
        for problem in own.problems:
            if problem not in inputs.problems:
                inputs.problems.append(problem)
    return found


def _hosts(text: str) -> tuple[str, ...]:
    found = tuple([word for word in re.split(r"[\s,]+", text) if word])
    for one in found:
        _as(_HOST, one, "host name or address")
    if len(set(found)) < len(found):
        raise ValueError("one is there twice")
    return found


def _known(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
    if not all([_KNOWN.fullmatch(line) for line in lines]) or not lines:
        raise ValueError("is not as ssh-keyscan writes it, a line for each host: name, kind and key")
    return "\n".join(lines)


def _image(text: str) -> str:
    return _as(_IMAGE, text, "image by digest, registry/name@sha256:…")


def _directory(text: str) -> str:
    if not _DIRECTORY.fullmatch(text) or {".", ".."} & set(text.split("/")):
        raise ValueError("is no absolute path of plain names, such as /srv/orders")
    return text


def _as(pattern: re.Pattern[str], text: str, what: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(f"'{text}' is no {what}")
    return text
