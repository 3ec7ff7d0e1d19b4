"""One file's text -> everything that is wrong with it: the reader's, the checks' and the expressions' findings, in the order of their places."""

from __future__ import annotations

from synth.checks import NAMES, Subject, checked
from synth.checks.subject import Nowhere
from synth.finding import LEVELS, Finding
from synth.model import Origin
from synth.model import format as formats
from synth.settings import DEFAULTS, Settings, apply
from synth.yaml.load import Loaded, load
from synth.yaml.read import decode, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.checks.subject import Surroundings


def is_action(file: str) -> bool:
    """Whether the name is that of an action's file; any other is a workflow's, as is everything in a folder of workflows."""
    folder, _, name = file.rpartition("/")
    return name in ("action.yml", "action.yaml") and not folder.endswith(".github/workflows")


def loaded(text: str, file: str = "") -> Loaded:
    """The file as part of the model, with what is wrong with its shape. Never raises."""
    return load(read(text, file), formats.ACTION if is_action(file) else formats.WORKFLOW)


def validate(
    text: str, file: str = "", around: Surroundings | None = None, settings: Settings | Mapping[str, Any] | None = None, level: str = LEVELS[-1]
) -> list[Finding]:
    """What is wrong with the file, up to a level: `grammar`, `lint` or `policy`. Never raises, whatever the text is."""
    source = loaded(text, file)
    settings = settings if isinstance(settings, Settings) else Settings(**settings) if settings else DEFAULTS
    findings = list(source.findings)
    if source.part is not None:
        subject = Subject(source.part, around or Nowhere(), settings.facts(), document=source.document, written=source.written)
        findings += checked(subject, NAMES, level)
    wanted = LEVELS[: LEVELS.index(level) + 1]
    found = list(dict.fromkeys([finding for finding in findings if finding.level in wanted]))
    return sorted(apply(found, source.document, settings, level), key=_place)


def validate_bytes(
    data: bytes, file: str = "", around: Surroundings | None = None, settings: Settings | Mapping[str, Any] | None = None, level: str = LEVELS[-1]
) -> list[Finding]:
    """What is wrong with a file as it lies on the disk; bytes that are no text are a finding too."""
    text = decode(data)
    if isinstance(text, str):
        return validate(text, file, around, settings, level)
    return [Finding(text.rule, "error", Origin(file, text.line, text.column), text.message, text.remedy, LEVELS[0])]


def _place(finding: Finding) -> tuple[int, int, str]:
    where = finding.where
    return (where.line, where.column, finding.rule) if where else (0, 0, finding.rule)
