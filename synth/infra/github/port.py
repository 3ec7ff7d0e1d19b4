"""GitHub's settings as `plan` and `apply` ask for them; synth.adapters.github_settings has the real ones."""

from __future__ import annotations

from typing import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.infra.github.values import Act, Declared, Found


class Settings(Protocol):
    """The settings of one repository.

    Each method raises NotFoundError, RateLimitedError, RefusedError and UnreachableError.
    """

    def found(self, declared: Declared) -> Found:
        """What GitHub has of that which is declared, and the names of all environments. What the token may not see is `unseen`, no error."""
        ...

    def unknown(self, reviewers: Sequence[str]) -> dict[str, str]:
        """Those who cannot be reviewers, each with the reason."""
        ...

    def carry_out(self, act: Act) -> None:
        """Writes once, and never repeats by itself: after a failure the next plan tells whether it came through."""
        ...
