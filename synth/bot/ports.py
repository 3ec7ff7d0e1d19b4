"""GitHub as the bot needs it. `synth.runtime.github_api.GitHubApi` is one on a bare runner, `synth.adapters.github_bot.GitHubBot` one by PyGithub."""

from __future__ import annotations

from typing import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class Api(Protocol):
    """Raises `synth.runtime.github_api`'s Unanswered, after which a write may have been done, and Declined, after which it was not.

    Paths begin with a slash and are percent-encoded.
    """

    def get(self, path: str, query: str = "") -> Any:
        """The JSON of an answer. Asked again where none comes."""
        ...

    def query(self, text: str, variables: Mapping[str, Any]) -> Any:
        """The `data` of an answer of GraphQL, for a query, which changes nothing. Asked again where none comes."""
        ...

    def send(self, method: str, path: str, content: Any) -> Any:
        """The JSON of the answer to one request that writes. Never repeated: whoever writes looks first, and looks again."""
        ...
