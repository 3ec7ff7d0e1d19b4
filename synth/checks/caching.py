"""Actions that keep caches, and actions that publish. Seen in August 2026."""

from __future__ import annotations

import re

from synth.checks import places
from synth.checks.texts import entry
from synth.model import Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.checks.used import Used

ASKED = {  # the input that turns caching on
    "actions/setup-dotnet": "cache",
    "actions/setup-java": "cache",
    "actions/setup-python": "cache",
    "graalvm/setup-graalvm": "cache",
    "pnpm/action-setup": "cache",
    "ruby/setup-ruby": "bundler-cache",
}
UNASKED = {  # the input, and the value, that turns caching off
    "actions-rust-lang/setup-rust-toolchain": ("cache", "false"),
    "actions/cache": ("lookup-only", "true"),
    "actions/cache/restore": ("lookup-only", "true"),
    "actions/setup-go": ("cache", "false"),
    "actions/setup-node": ("package-manager-cache", "false"),
    "astral-sh/setup-uv": ("enable-cache", "false"),
    "docker/setup-buildx-action": ("cache-binary", "false"),
    "golangci/golangci-lint-action": ("skip-cache", "true"),
    "gradle/actions/setup-gradle": ("cache-disabled", "true"),
    "gradle/gradle-build-action": ("cache-disabled", "true"),
    "swatinem/rust-cache": ("lookup-only", "true"),
}
PUBLISHES: dict[str, str] = {  # with the input that has to be true for it; '' when there is none
    "docker/bake-action": "push",
    "docker/build-push-action": "push",
    "goreleaser/goreleaser-action": "",
    "gradle-update/update-gradle-wrapper-action": "",
    "js-devtools/npm-publish": "",
    "ncipollo/release-action": "",
    "pypa/gh-action-pypi-publish": "",
    "rubygems/release-gem": "",
    "rust-lang/crates-io-auth-action": "",
    "softprops/action-gh-release": "",
    "svenstaro/upload-release-action": "",
}
_MAJOR = re.compile(r"v?(\d+)")
_NOTHING = ("", "false", "none")


def restores(use: Used) -> str:
    """How to turn off the cache that the step restores; empty when it restores none, or only the run knows whether it does."""
    step = use.by
    if not isinstance(step, Step) or isinstance(step.with_, str):
        return ""
    if use.name in ASKED:
        given = entry(step, ASKED[use.name])
        return f"leave out '{ASKED[use.name]}'" if _is_on(given) else ""
    if use.name not in UNASKED:
        return ""
    name, off = UNASKED[use.name]
    given = entry(step, name)
    if use.name == "actions/setup-node":
        if _is_on(entry(step, "cache")):
            return "leave out 'cache', and set 'package-manager-cache: false'"
        said = _MAJOR.match(use.comment or use.ref) if not use.is_pinned or use.comment else None
        if said and int(said[1]) < 5:  # kept no cache unless asked
            return ""
    if places.dynamic(given) or str(given).strip().lower() == off:
        return ""
    return f"set '{name}: {off}'"


def publishes(use: Used) -> bool:
    """Whether the step may publish something."""
    name = PUBLISHES.get(use.name)
    if name is None or not isinstance(use.by, Step):
        return False
    given = entry(use.by, name) if name else None
    return not name or (given is not None and str(given).strip().lower() != "false")


def _is_on(given: Any) -> bool:
    return given is not None and not places.dynamic(given) and str(given).strip().lower() not in _NOTHING
