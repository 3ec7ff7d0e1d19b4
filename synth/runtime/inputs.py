"""The inputs of an action, read from `INPUT_*` variables and validated; all that is wrong with them is reported at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

T = TypeVar("T")


class InputError(Exception):
    """Inputs that cannot be used; `problems` has one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


class Inputs:
    """Reads inputs one by one and gathers what is wrong; `done` raises it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.problems: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        """The input without surrounding blanks, or the default where it is empty."""
        value = self._environment.get("INPUT_" + name.upper().replace("-", "_"), "").strip()
        return value or default

    def parsed(self, name: str, parse: Callable[[str], T], default: T) -> T:
        """The input as `parse` reads it; its ValueError becomes a problem."""
        value = self.text(name)
        if not value:
            return default
        try:
            return parse(value)
        except ValueError as error:
            self.problems.append(f"{name}: {error}")
            return default

    def number(self, name: str, default: float, least: float, most: float) -> float:
        """A number of seconds or milliseconds between bounds."""

        def parse(value: str) -> float:
            try:
                number = float(value)
            except ValueError:
                raise ValueError(f"'{value}' is no number") from None
            if not least <= number <= most:
                raise ValueError(f"{value} is not between {least:g} and {most:g}")
            return number

        return self.parsed(name, parse, default)

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        number = self.number(name, default, least, most)
        if number != int(number):
            self.problems.append(f"{name}: {number:g} is no whole number")
        return int(number)

    def truth(self, name: str, default: bool) -> bool:
        def parse(value: str) -> bool:
            if value.lower() not in ("true", "false"):
                raise ValueError(f"'{value}' is neither true nor false")
            return value.lower() == "true"

        return self.parsed(name, parse, default)

    def done(self) -> None:
        """Raises InputError when anything was wrong."""
        if self.problems:
            raise InputError(self.problems)
