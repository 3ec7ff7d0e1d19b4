"""What became of each entry of the lock -> the pull request that says so."""

from __future__ import annotations

from synth.bindings.lock import is_action
from synth.bindings.update import age_days
from synth.ports import Proposal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from synth.bindings.outcome import Line

MOST = 60_000  # GitHub takes 65,536 characters
_HEAD = "| action or image | from | to | changes | age |\n| --- | --- | --- | --- | --- |\n"
_STARTS_NOTHING = (
    "What GITHUB_TOKEN pushes starts no workflows: close and reopen this pull request to have it checked, or give `Updates` a GitHub App "
    "(`client_id`, `private_key`)."
)
_LOCK_ALONE = (
    "> [!IMPORTANT]\n> This holds the lock alone: the token may not change files in `.github/workflows`, as GITHUB_TOKEN never may. "
    "On this branch, run `ghsynth generate`, commit and push, or give `Updates` a GitHub App that may write workflows.\n\n"
)


def proposal(
    branch: str, lines: Sequence[Line], files: Mapping[str, str | None], today: str, site: str = "https://github.com", *, lock_alone: bool = False
) -> Proposal:
    """One row for each entry that moved; below them, those that were left and why. `site` is where the repositories can be looked at."""
    moved = [line for line in lines if line.kind == "updated" and line.before is not None and line.after is not None]
    names = [line.reference.partition("@")[0] for line in moved]
    title = f"Update {names[0]}" if len(names) == 1 else f"Update {len(names)} actions and images"
    left = [line for line in lines if line.kind in ("refused", "failed", "stale", "moved") and line.message]
    body = (_LOCK_ALONE if lock_alone else "") + _HEAD + _fitting([_row(line, today, site) for line in moved])
    if left:
        body += "\nLeft as they are:\n\n" + _fitting([f"- {_code(line.reference)}: {_plain(line.message)}\n" for line in left])
    body += f"\nMade by `ghsynth lock --update`. {_STARTS_NOTHING}\n"
    listed = "\n".join([f"{line.reference} {line.before.version} -> {line.after.version}" for line in moved if line.before and line.after])
    return Proposal(branch, title, body, f"Update pins\n\n{listed}\n", files)


def _row(line: Line, today: str, site: str) -> str:
    before, after = line.before, line.after
    assert before is not None
    assert after is not None
    repository = "/".join(line.reference.partition("@")[0].split("/")[:2])
    compare = f"[compare]({site}/{repository}/compare/{before.pin}...{after.pin})" if is_action(line.reference) else ""
    days = age_days(line.day, today) if line.day else None
    age = "" if days is None else f"{days} day{'s' * (days != 1)}"
    cells = [_code(line.reference), f"{_code(before.version)} {_short(before.pin)}", f"{_code(after.version)} {_short(after.pin)}", compare, age]
    return f"| {' | '.join(cells)} |\n"


def _short(pin: str) -> str:
    return _code(pin.removeprefix("sha256:")[:7])


def _code(value: str) -> str:
    """A value of others as code in a table: nothing in it becomes a link, a mention, or the end of its cell."""
    return f"`{_one_line(value).replace('`', chr(39)).replace('|', '¦')}`"


def _plain(message: str) -> str:
    return _code(message)


def _one_line(value: str) -> str:
    return " ".join("".join([c if c.isprintable() else " " for c in value]).split())


def _fitting(rows: Iterable[str]) -> str:
    """The rows that a pull request has room for, and how many there are besides."""
    rows, size = list(rows), 0
    kept: list[str] = []
    for row in rows:
        size += len(row.encode())
        if size > MOST // 2:
            return "".join(kept) + f"\nand {len(rows) - len(kept)} more, in the commit's message\n"
        kept.append(row)
    return "".join(kept)
