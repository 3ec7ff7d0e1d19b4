"""What other linters say, as findings. Their rules keep their names, behind the name of the linter."""

from __future__ import annotations

from synth.finding import Finding
from synth.report.place import Stretch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

_ZIZMOR = {"High": "error", "Medium": "warning", "Low": "warning"}
_JACTIONLINT = {"error": "error", "warning": "warning", "warn": "warning"}


def of_zizmor(results: Iterable[Any], lines_of: Callable[[str], Sequence[str]]) -> list[Finding]:
    """The results of `--format=json-v1`. What only its pedantic and auditor personas report is a note: zizmor says itself that it may be false."""
    return [_of_zizmor(result, lines_of) for result in results if not result["ignored"]]


def unread_by_zizmor(said: str) -> list[Finding]:
    """A note for each file that it passed over, as its silence about them says nothing."""
    from re import findall

    return [
        Finding("zizmor/unreadable", "note", Stretch(file, 1, 1, 1, 1), f"zizmor passed this file over: {why}", "", "policy")
        for file, why in findall(r"failed to validate file://(.+) as \w+: (.*)", said)
    ]


def of_jactionlint(entries: Iterable[Any]) -> list[Finding]:
    """The entries of `--format json`."""
    return [_of_jactionlint(entry) for entry in entries]


def _of_zizmor(result: Any, lines_of: Callable[[str], Sequence[str]]) -> Finding:
    place = next((one for one in result["locations"] if one["symbolic"]["kind"] == "Primary"), result["locations"][0])
    key = next(iter(place["symbolic"]["key"].values()))
    file = key.get("verbatim_path") or key["given_path"]
    location, said = place["concrete"]["location"], result["determinations"]
    lines = lines_of(file)
    start, end = (_counted(location[point], lines) for point in ("start_point", "end_point"))
    severity = _ZIZMOR.get(said["severity"], "note") if said["persona"] == "Regular" else "note"
    annotation = place["symbolic"].get("annotation") or ""
    message = f"{result['desc']}: {annotation}" if annotation else result["desc"]
    remedy = result["fixes"][0]["title"] if result.get("fixes") else ""
    confidence = {"High": "high", "Medium": "medium"}.get(said["confidence"], "low")
    return Finding(f"zizmor/{result['ident']}", severity, Stretch(file, *start, *end), message, remedy, "policy", confidence)


def _counted(point: Any, lines: Sequence[str]) -> tuple[int, int]:
    """Line and column from 1; zizmor counts the bytes of a line."""
    row, column = int(point["row"]), int(point["column"])
    line = lines[row] if row < len(lines) else ""
    if not line.isascii():
        column = len(line.encode(errors="surrogatepass")[:column].decode(errors="ignore"))
    return row + 1, column + 1


def _of_jactionlint(entry: Any) -> Finding:
    line, column = entry["line"], entry["column"]
    end = entry.get("end_line", line), entry.get("end_column", column) + 1  # its end is the last character itself
    where = Stretch(entry["filepath"], line, column, *end)
    severity = _JACTIONLINT.get(entry.get("severity", "error"), "note")
    return Finding(f"jactionlint/{entry.get('id') or entry['kind']}", severity, where, entry["message"], "", "lint")
