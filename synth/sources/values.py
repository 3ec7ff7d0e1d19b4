"""One version of the files that are compared, and why it could not be had."""

from __future__ import annotations

from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST = 1 << 20  # bytes of a file, and of all files of a version; what is beyond is not read, since no workflow is as large
MOST = 64 << 20


class SourceError(Exception):
    """A version that cannot be read: `where` names what was asked for, `message` what is wrong with it and what to do next."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(f"{where}  {message}")
        self.where = where
        self.message = message


@record
class Snapshot(Record):
    """Path -> content of the files that count, by `name`: a commit, the work tree or a folder. `notes` say what was left out."""

    name: str
    files: Mapping[str, bytes]
    notes: tuple[str, ...] = ()


class Room:
    """What may still be read of a version."""

    def __init__(self, left: int = MOST) -> None:
        self.left = left

    def has(self, size: int) -> bool:
        """Whether a file of that size is read. What stands for one that is not takes room as well."""
        self.left -= min(size, LARGEST)
        return size <= LARGEST and self.left >= 0

    def stand_in(self, size: int, blob: str) -> bytes:
        """What stands for a content that is not read: no workflow either, and equal where the content is, by git's name for it."""
        mark = f"# {size} bytes, {blob}\n".encode()
        return mark.ljust(LARGEST, b"#") if size > LARGEST and self.left >= 0 else mark


def differing(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[Mapping[str, bytes], Mapping[str, bytes]]:
    """Both versions without the files that are equal; locks stay, since they are held against the workflows."""
    equal = {path for path, data in before.items() if after.get(path) == data and not path.endswith(".lock")}
    return {path: data for path, data in before.items() if path not in equal}, {path: data for path, data in after.items() if path not in equal}
