"""Lines that an action writes to its log: plain ones, which the runner can never read as commands, and annotations.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from synth.runtime.screen import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_ANNOTATIONS = 10  # GitHub shows no more of a step


class Log:
    """Writes lines through `write`, which ends each of them; counts annotations."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._left = MOST_ANNOTATIONS

    def say(self, line: str) -> None:
        self._write(plain(line))

    def annotate(self, level: str, messages: Sequence[str], title: str) -> None:
        """An annotation for each message; the last one that GitHub would show takes all that are left, so that none is lost."""
        room = max(self._left, 1)
        shown = [*messages[: room - 1], "\n".join(messages[room - 1 :])] if len(messages) > room else list(messages)
        self._left -= len(shown)
        for message in shown:
            self._write(annotation(level, message, title))


def annotation(level: str, message: str, title: str) -> str:
    """The command for an `error`, `warning` or `notice`; a line break in the message stays one on the page."""
    return f"::{level} title={_data(title).replace(':', '%3A').replace(',', '%2C')}::{_data(message)}"


def plain(line: str) -> str:
    """One line that is no command: the runner trims blanks before `::`, and takes the old form `##[` anywhere in a line."""
    text = printable(line).replace("##[", "# #[")
    return f"| {text}" if text.lstrip().startswith("::") else text


def _data(text: str) -> str:
    return text.replace("##[", "# #[").replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
