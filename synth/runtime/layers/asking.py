"""Asks AWS on behalf of the layers: every way of failing becomes a check, and what may not be read is said once and asked no more."""

from __future__ import annotations

from typing import Any, NamedTuple

from synth.runtime.ecs.ports import AwsError, Denied, Expired
from synth.runtime.expectation import INCONCLUSIVE, Check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.runtime.screen import Screen


class Answered(NamedTuple):
    """`value` is None where there was no answer; `check` then says why, unless it is something that may not be read."""

    value: Any = None
    check: Check | None = None
    end: str = ""


class Asking:
    """`warn` gets a sentence for each thing that may not be read, and for each other thing that a person should know, once."""

    def __init__(self, screen: Screen, warn: Callable[[str], None]) -> None:
        self.screen = screen
        self._warn = warn
        self._said: set[str] = set()
        self._denied: set[str] = set()

    def ask(self, what: str, call: Callable[[], Any], needed: bool = False) -> Answered:
        """What `call` returns. Without a permission that is not `needed`, the verification goes on without it."""
        if what in self._denied:
            return Answered()
        try:
            return Answered(call())
        except Denied as error:
            if needed:
                return Answered(None, self._check(what, error), INCONCLUSIVE)
            self._denied.add(what)
            self.warn(f"{what}: not looked at, because the role may not: {error}")
            return Answered()
        except Expired as error:
            return Answered(None, self._check(what, error), INCONCLUSIVE)
        except AwsError as error:
            return Answered(None, self._check(what, error))

    def warn(self, message: str) -> None:
        if message not in self._said:
            self._said.add(message)
            self._warn(self.screen.show(message, 400))

    def _check(self, what: str, error: AwsError) -> Check:
        return Check(what, INCONCLUSIVE, self.screen.show(str(error)), "an answer")
