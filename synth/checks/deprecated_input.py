"""An input that its action has given up is not used any more.

Dated data, of November 2026, about actions that many workflows use and the catalogue does not have: their own documentation says so.
"""

from __future__ import annotations

from synth.bindings.version import numbers
from synth.checks import places
from synth.checks.releases import released
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
name: Publish
on: push
jobs:
  publish:
    runs-on: ubuntu-24.04
    steps:
      - uses: pypa/gh-action-pypi-publish@release/v1
        with:
          packages_dir: dist
"""
GOOD = BAD.replace("packages_dir", "packages-dir")
_PYPI = ("packages_dir", "repository_url", "verify_metadata", "skip_existing", "print_hash")
_GIVEN_UP: Mapping[str, Mapping[str, str]] = {  # action, or owner and slash: input -> what takes its place
    "actions/create-github-app-token": {"app-id": "client-id"},
    "pypa/gh-action-pypi-publish": {name: name.replace("_", "-") for name in _PYPI},
    "reviewdog/": {"fail_on_error": "fail_level"},
}
_SINCE = {"actions/create-github-app-token": 3}  # where an earlier major knows no other


def check(subject: Subject) -> Iterator[Found]:
    for _, step in subject.steps():
        name, _, ref = (released(step.uses) if step.uses is not None else "").partition("@")
        given_up = _GIVEN_UP.get(name) or _GIVEN_UP.get(name.partition("/")[0] + "/")
        if not given_up or isinstance(step.with_, str) or (name in _SINCE and (numbers(ref) or (0,))[0] < _SINCE[name]):
            continue
        for key in step.with_ or ():
            if (instead := given_up.get(key.lower())) is not None:
                yield Found(places.key(step, "with", key), f"the input '{key}' of {name} is deprecated", f"use '{instead}'")
