"""Which secrets the texts of a file read."""

from __future__ import annotations

import re

from synth.checks.texts import texts
from synth.record import Record, positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.checks.subject import Subject
    from synth.checks.texts import Text
    from synth.model import Origin

_READ = re.compile(r"'(?:[^']|'')*'|(?<![\w.-])secrets\b(?!-)(?:\s*\.\s*([A-Za-z_][\w-]*)|\s*\[\s*'([^']+)'\s*\])?", re.IGNORECASE)


@positional
class SecretRead(Record):
    """A place that reads a secret; `name` is empty where it may be any of them: all together, or one that an expression names."""

    name: str
    text: Text
    where: Origin | None


def secret_reads(subject: Subject) -> Iterator[SecretRead]:
    """All reads, but for those of the token that every job has."""
    for text in texts(subject, "secrets"):
        for offset, source in text.sources():
            for found in _READ.finditer(source):
                name = found[1] or found[2] or ""
                if found[0][0] != "'" and name.upper() != "GITHUB_TOKEN":
                    yield SecretRead(name, text, text.inside(offset + found.start()))
