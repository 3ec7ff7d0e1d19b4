"""The keys of one rule, read one by one; all that is wrong with them is gathered."""

from __future__ import annotations

import re
from math import isfinite

from synth.runtime.metrics.ports import Query
from synth.runtime.metrics.rules import Measure
from synth.runtime.screen import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.metrics.block_yaml import Record

Dimensions = tuple[tuple[str, str], ...]
MOST_DIMENSIONS = 30  # of a CloudWatch metric
_NAMESPACE = re.compile(r"[A-Za-z0-9./_#:-]{1,255}")
_STAT = re.compile(r"Sum|Average|Minimum|Maximum|SampleCount|IQM|(p|tm|wm|tc|ts)(100|[0-9]{1,2}(\.[0-9]{1,10})?)|(TM|WM|PR|TC|TS)\([0-9.:%]{1,40}\)")


class Fields:
    """`label` names the rule in messages."""

    def __init__(self, record: Record, number: int, problems: list[str]) -> None:
        self._record, self.problems = record, problems
        self._left = dict(record.fields)
        name = record.fields.get("name")
        self.label = f"rule {number}" + (f" ({printable(name[:40])})" if isinstance(name, str) else "")

    def problem(self, key: str, message: str) -> None:
        line = self._record.lines.get(key) or self._record.line
        place = f"line {line}, {self.label}" if line else self.label
        self.problems.append(f"{place}: {key} {message}" if key else f"{place}: {message}")

    def done(self, known: str) -> None:
        """Reports the keys that nothing has read."""
        for key in self._left:
            self.problem(printable(str(key)[:40]), f"is no key here; there are {known}")

    def text(self, key: str, default: str = "", form: re.Pattern[str] | None = None, needed: bool = False) -> str:
        value = self._left.pop(key, None)
        if value is None or value == "":
            if needed:
                self.problem("", f"needs {key}")
            return default
        if not isinstance(value, str):
            self.problem(key, f"is no text: put {_shown(value)} in quotes" if not isinstance(value, list) else "is a list, and one text is wanted")
            return default
        if len(value) > 1024 or not value.isprintable() or (form is not None and not form.fullmatch(value)):
            self.problem(key, f"cannot be {_shown(value)}")
            return default
        return value

    def choice(self, key: str, default: str, among: tuple[str, ...]) -> str:
        value = self._left.pop(key, default)
        if value not in among:
            self.problem(key, f"is {_shown(value)}, none of {', '.join(among)}")
            return default
        return str(value)

    def number(self, key: str, default: float | None = None, least: float = float("-inf"), most: float = float("inf")) -> float | None:
        value = self._left.pop(key, default)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value) or not least <= value <= most:
            self.problem(key, f"is {_shown(value)}, no number" + (f" from {least:g} to {most:g}" if isfinite(least) and isfinite(most) else ""))
            return default
        return float(value)

    def some(self, key: str, default: float, least: float, most: float) -> float:
        """A number that has a default."""
        value = self.number(key, default, least, most)
        return default if value is None else value

    def whole(self, key: str, default: int, least: int, most: int) -> int:
        value = self.some(key, default, least, most)
        if value != int(value):
            self.problem(key, f"is {value:g}, no whole number")
            return default
        return int(value)

    def texts(self, key: str, needed: bool = False) -> tuple[str, ...]:
        value = self._left.pop(key, None)
        if value is None or value == []:
            if needed:
                self.problem("", f"needs {key}, such as {key}: [a, b]")
            return ()
        listed = value if isinstance(value, list) else [value]
        good = tuple([one for one in listed if isinstance(one, str) and one and one.isprintable() and len(one) <= 1024])
        if len(good) < len(listed):
            self.problem(key, "holds something that is no text; put it in quotes")
        return tuple(dict.fromkeys(good))

    def dimensions(self, key: str) -> Dimensions:
        try:
            return dimensions_of(self.texts(key))
        except ValueError as error:
            self.problem(key, str(error))
            return ()

    def measure(self, *more: Dimensions) -> Measure:
        """The series that `namespace`, `metric`, `stat`, `period`, `dimensions` and `per` name, with the dimensions given."""
        (one,) = self.measures([more])
        return one

    def measures(self, sides: list[tuple[Dimensions, ...]]) -> list[Measure]:
        """The same series once for each side, with that side's dimensions beside those of the rule."""
        namespace = self.text("namespace", form=_NAMESPACE, needed=True)
        metric, stat = self.text("metric", needed=True), self.text("stat", "Sum", _STAT)
        per, per_stat = self.text("per"), self.text("per-stat", stat, _STAT)
        period, own = self._period(), self.dimensions("dimensions")
        found = []
        for side in sides:
            together = tuple(dict([*own, *[pair for one in side for pair in one]]).items())
            of = Query(namespace, metric, stat, period, together)
            found.append(Measure(of, Query(namespace, per, per_stat, period, together) if per else None))
        return found

    def _period(self) -> int:
        period = self.whole("period", 60, 10, 3600)
        if period not in (10, 20, 30) and period % 60:
            self.problem("period", f"is {period} seconds; CloudWatch has 10, 20, 30 and whole minutes")
            return 60
        return period


def dimensions_of(texts: tuple[str, ...]) -> Dimensions:
    """Of texts such as `TargetGroup=targetgroup/web/0123456789abcdef`. Raises ValueError."""
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        name, value = name.strip(), value.strip()
        if not (name and equals and value) or max(len(name), len(value)) > 1024 or name.startswith(":"):
            raise ValueError(f"holds {_shown(text)}, which is not of the form Name=value")
        if name in found:
            raise ValueError(f"has {_shown(name)} twice")
        found[name] = value
    if len(found) > MOST_DIMENSIONS:
        raise ValueError(f"has {len(found)} dimensions; {MOST_DIMENSIONS} are the most")
    return tuple(found.items())


def _shown(value: object) -> str:
    return f"'{printable(str(value)[:60])}'"
