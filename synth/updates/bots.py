"""The settings of Dependabot and Renovate for actions, with the same cooldown as ours.

https://docs.github.com/code-security/dependabot/working-with-dependabot/dependabot-options-reference and
https://docs.renovatebot.com/configuration-options/ name the keys.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.updates.values import Updates

DEPENDABOT = ".github/dependabot.yml"
RENOVATE = "renovate.json"
ELSEWHERE = {  # where else each bot looks for its settings; two files would be two opinions
    DEPENDABOT: (".github/dependabot.yaml",),
    RENOVATE: ("renovate.json5", ".github/renovate.json", ".github/renovate.json5", ".renovaterc", ".renovaterc.json", ".renovaterc.json5"),
}
ACTIONS_BOT = "41898282+github-actions[bot]@users.noreply.github.com"


def settings(updates: Updates, text_of: Callable[[str], str | None], markers: tuple[str, ...]) -> tuple[dict[str, str], list[str]]:
    """The files that are written, without header, and what a person has to add to settings that somebody else made; those are left alone.

    `text_of` gives the text of a file of the repository, or None; `markers` are what files of ours begin with.
    """
    ours, notes = dict(updates.files()), []
    for path in tuple(ours):
        others = [name for name in (path, *ELSEWHERE[path]) if not (text_of(name) or markers[0]).startswith(markers)]
        if others:
            del ours[path]
            notes.append(to_add(path, others[0], updates.cooldown_days))
    return ours, notes


def headed(path: str, text: str, header: str) -> str:
    """The text with the line that says who made it: a comment, or a description where there are no comments."""
    if path.endswith(".json"):
        return text.replace("{\n", f'{{\n  "description": "{header}",\n', 1)
    return f"# {header}\n{text}"


def entry(cooldown_days: int) -> str:
    """The entry under `updates` that Dependabot needs for actions: one grouped pull request a week."""
    cooldown = f"    cooldown:\n      default-days: {cooldown_days}\n" if cooldown_days else ""
    return (
        "  - package-ecosystem: github-actions\n"
        "    directories:\n"
        "      - /\n"
        "      - /.github/actions/*\n"
        "    schedule:\n"
        "      interval: weekly\n"
        f"{cooldown}"
        "    groups:\n"
        "      actions:\n"
        "        patterns:\n"
        '          - "*"\n'
    )


def dependabot(cooldown_days: int) -> str:
    """The text of `.github/dependabot.yml`."""
    return f"version: 2\nupdates:\n{entry(cooldown_days)}"


def rule(cooldown_days: int) -> dict[str, object]:
    """The package rule that Renovate needs for actions: one branch, the commit behind each tag, and the age that a release must have."""
    age = {"minimumReleaseAge": f"{cooldown_days} days"} if cooldown_days else {}
    return {"matchManagers": ["github-actions"], "groupName": "actions", "pinDigests": True, **age}


def renovate(cooldown_days: int) -> str:
    """The text of `renovate.json`. Commits of github-actions[bot] do not stop Renovate from rebasing: `ghsynth adopt` makes them."""
    import json

    settings = {
        "$schema": "https://docs.renovatebot.com/renovate-schema.json",
        "extends": ["config:recommended"],
        "gitIgnoredAuthors": [ACTIONS_BOT],
        "packageRules": [rule(cooldown_days)],
    }
    return json.dumps(settings, indent=2) + "\n"


def to_add(path: str, where: str, cooldown_days: int) -> str:
    """What a person adds to settings that are there already and that ghsynth did not make."""
    if path == DEPENDABOT:
        return f"{where} is not ghsynth's and stays as it is; add below its 'updates:'\n{entry(cooldown_days).rstrip()}"
    import json

    return f'{where} is not ghsynth\'s and stays as it is; add to its "packageRules"\n{json.dumps(rule(cooldown_days), indent=2)}'
