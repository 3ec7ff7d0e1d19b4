"""The repository's numbers on GitHub, as templates have them: who checks offline need not be asked for them again."""

from __future__ import annotations

import re

from synth.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.infra.reading.values import Templates
    from synth.infra.values import Github


def with_numbers(github: Github, written: Templates) -> Github:
    """With the numbers on which all subjects of the repository agree; as it was where they are told already, or do not agree."""
    if github.known:
        return github
    subject = re.compile(rf"repo:{re.escape(github.owner)}@(\d+)/{re.escape(github.name)}@(\d+):.*")
    values = [
        value
        for role in written.roles
        for clause in (role.trust.clauses if role.trust is not None else ())
        for condition in clause.conditions
        for value in condition.values
    ]
    found = {(shape[1], shape[2]) for value in values if (shape := subject.fullmatch(value))}
    if len(found) != 1:
        return github
    owner, repository = found.pop()
    return replace(github, owner_id=int(owner), repository_id=int(repository))
