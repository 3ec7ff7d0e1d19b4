"""The inputs of an action, read from `INPUT_*` variables and validated; all that is wrong with them is reported at once."""

from __future__ import annotations

import re
from typing import TypeVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")


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

    def raw(self, name: str) -> str:
        return self._environment.get("INPUT_" + name.upper().replace("-", "_"), "")

    def text(self, name: str, default: str = "") -> str:
        """The input without surrounding blanks, or the default where it is empty, as an input that a workflow leaves out is."""
        return self.raw(name).strip() or default

    def parsed(self, name: str, parse: Callable[[str], T], default: T, text: str | None = None) -> T:
        """The input, or `text`, as `parse` reads it; its ValueError becomes a problem."""
        value = self.text(name) if text is None else text
        if not value:
            return default
        try:
            return parse(value)
        except ValueError as error:
            self.problem(name, str(error))
            return default

    def number(self, name: str, default: float, least: float, most: float) -> float:
        """A number, as people write one: no sign, no exponent, no `nan`."""

        def parse(value: str) -> float:
            if not _NUMBER.fullmatch(value) or not least <= float(value) <= most:
                raise ValueError(f"'{value}' is no number from {least:g} to {most:g}")
            return float(value)

        return self.parsed(name, parse, default)

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        def parse(value: str) -> int:
            if not _NUMBER.fullmatch(value) or "." in value or not least <= int(value) <= most:
                raise ValueError(f"'{value}' is no whole number from {least} to {most}")
            return int(value)

        return self.parsed(name, parse, default)

    def truth(self, name: str, default: bool = False) -> bool:
        return self.choice(name, "true" if default else "false", ("true", "false")) == "true"

    def choice(self, name: str, default: str, among: tuple[str, ...]) -> str:
        def parse(value: str) -> str:
            if value.lower() not in among:
                raise ValueError(f"'{value}' is none of {', '.join(among)}")
            return value.lower()

        return self.parsed(name, parse, default)

    def problem(self, name: str, message: str) -> None:
        self.problems.append(f"{name}: {message}")

    def done(self) -> None:
        """Raises InputError when anything was wrong."""
        if self.problems:
            raise InputError(self.problems)
