"""Package managers of Node.js: which one a project uses, which version, who the members of its workspace are, and how each runs things."""

from __future__ import annotations

import re
from shlex import quote

from synth.detect.defaults import PNPM
from synth.detect.found import Fact, Note
from synth.detect.tree import is_within, matches, table, texts, within
from synth.detect.versions import numbers
from synth.record import positional, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.detect.found import Gathering
    from synth.detect.node_tools import Package
    from synth.detect.tree import Tree

LOCKS = {"pnpm-lock.yaml": "pnpm", "yarn.lock": "yarn", "package-lock.json": "npm", "npm-shrinkwrap.json": "npm"}
_PNPM_OF_LOCK = {"5": "7", "6": "8", "9": "10"}  # lockfileVersion -> a pnpm that reads and writes it
_ELSE = {"bun.lock": "bun", "bun.lockb": "bun", "deno.lock": "Deno"}


@record
class Found:
    """The manager of a project and what shows it."""

    kind: str
    where: str
    why: str
    berry: bool = False
    facts: tuple[tuple[str, Any, str, str], ...] = ()
    missing: tuple[tuple[str, str], ...] = ()


def of(tree: Tree, folder: str, package: dict[str, Any], notes: list[Note]) -> Found | None:
    """The manager of the package in the folder; None where no stack knows it, which is noted."""
    path = within(folder, "package.json")
    named = package.get("packageManager")
    declared, _, version = named.partition("@") if isinstance(named, str) else ("", "", "")
    version = version.partition("+")[0]
    locks = [name for name in LOCKS if tree.has(folder, name)]
    at = tree.at(path, r'"packageManager"\s*:')
    other = next((name for name in _ELSE if tree.has(folder, name)), "")
    if (other and not locks and declared not in LOCKS.values()) or declared in ("bun", "deno"):
        notes.append(Note(within(folder, other) if other else at, f"{_ELSE.get(other, declared)} has no stack yet"))
        return None
    kinds = list(dict.fromkeys([LOCKS[name] for name in locks]))
    if declared in kinds or (not kinds and declared in LOCKS.values()):
        kind, where, why = declared, at, f"packageManager is {named if len(str(named)) < 40 else f'{declared}@{version}'}"
    elif kinds:
        kind = kinds[0]
        where, why = within(folder, locks[0]), "the lock file"
    else:
        kind, where, why = "npm", path, "there is a package.json, and neither a lock file nor packageManager"
    if len(kinds) > 1:
        ignored = ", ".join([name for name in locks if LOCKS[name] != kind])
        notes.append(Note(within(folder, ignored.partition(",")[0]), f"{ignored} is not used, {kind} is: remove what is not"))
    missing = []
    if kind not in kinds:
        missing.append(("install", f"there is no lock file of {kind} to install from: run '{kind} install' and commit it"))
    facts: list[tuple[str, Any, str, str]] = []
    berry = False
    if kind == "pnpm":
        if declared != "pnpm":
            form = re.search(r"^lockfileVersion:\s*['\"]?(\d+)", tree.text(within(folder, "pnpm-lock.yaml")) or "", re.MULTILINE)
            pnpm = _PNPM_OF_LOCK.get(form[1], PNPM) if form else PNPM
            facts.append(("pnpm", pnpm, tree.at(within(folder, "pnpm-lock.yaml"), r"^lockfileVersion"), "package.json names no packageManager"))
            missing.append(("packageManager", f'package.json says no version of pnpm, so {pnpm} is taken: add "packageManager": "pnpm@..."'))
        else:
            facts.append(("pnpm", None, at, f"packageManager is pnpm@{version}, and pnpm/action-setup reads it"))
    if kind == "yarn":
        berry = (declared == "yarn" and numbers(version)[:1] >= (2,)) or tree.has(folder, ".yarnrc.yml") or _new_lock(tree, folder)
        if berry:
            config = tree.text(within(folder, ".yarnrc.yml")) or ""
            bundled = re.search(r"^yarnPath:\s*(\S+)", config, re.MULTILINE)
            berry_at = within(folder, ".yarnrc.yml") if config else where
            facts.append(("berry", True, berry_at, "it is Yarn 2 or later"))
            if bundled:
                facts.append(("corepack", False, tree.at(within(folder, ".yarnrc.yml"), r"^yarnPath"), f"yarnPath is {bundled[1]}"))
            else:
                facts.append(("corepack", True, at, "Yarn is not in the repository, so corepack brings it"))
                if declared != "yarn":
                    missing.append(("packageManager", 'nothing says which Yarn: add "packageManager": "yarn@..." to package.json'))
        else:
            facts.append(("berry", False, where, "it is Yarn 1, which runners have"))
    return Found(kind=kind, where=where, why=why, berry=berry, facts=tuple(facts), missing=tuple(missing))


def members(tree: Tree, folder: str, package: dict[str, Any]) -> list[str]:
    """The folders of the members of the package's workspace."""
    listed = package.get("workspaces")
    listed = table(package, "workspaces").get("packages") if isinstance(listed, dict) else listed
    if tree.has(folder, "pnpm-workspace.yaml"):
        listed = tree.yaml(within(folder, "pnpm-workspace.yaml")).get("packages")
    globs = [one.strip("/").removeprefix("./") for one in texts(listed)]
    found = []
    for one in tree.folders:
        if one == folder or not is_within(one, folder) or not tree.has(one, "package.json"):
            continue
        name = one if folder == "." else one.removeprefix(folder + "/")
        if any([matches(name, glob) for glob in globs if glob[:1] != "!"]) and not any([matches(name, g[1:]) for g in globs if g[:1] == "!"]):
            found.append(one)
    return found


def _new_lock(tree: Tree, folder: str) -> bool:
    return "\n__metadata:" in (tree.text(within(folder, "yarn.lock")) or "")[:2000]


@positional
class Runner:
    """How a manager runs scripts and installed programs, for the whole project or for one member of its workspace."""

    kind: str
    member: str = ""
    berry: bool = False

    def script(self, name: str, arguments: str = "") -> str:
        """The command that runs a script of package.json. `npm test` is shorter, and the same."""
        if self.kind == "npm":
            command = "npm test" if name == "test" else f"npm run {quote(name)}"
            return command + (f" --workspace {quote(self.member)}" if self.member else "") + _passed(arguments, " --")
        return f"{self._chosen()} run {quote(name)}{_passed(arguments)}"

    def tool(self, command: str) -> str:
        """The command that runs an installed program; it never fetches one."""
        if self.kind == "npm":
            return f"npm exec --no --workspace {quote(self.member)} -- {command}" if self.member else f"npx --no-install {command}"
        return f"{self._chosen()} {'exec' if self.kind == 'pnpm' else 'run'} {command}"

    def everywhere(self, name: str, arguments: str = "") -> str:
        """The command that runs a script in every member that has it; empty where the manager has none."""
        if self.kind == "npm":
            return f"npm run {quote(name)} --workspaces --if-present{_passed(arguments, ' --')}"
        if self.kind == "pnpm":
            return f"pnpm --recursive --if-present run {quote(name)}{_passed(arguments)}"
        return f"yarn workspaces foreach --all run {quote(name)}{_passed(arguments)}" if self.berry else ""

    def _chosen(self) -> str:
        """The manager, for the member where there is one."""
        option = "--filter" if self.kind == "pnpm" else "workspace"
        return f"{self.kind} {option} {quote(self.member)}" if self.member else self.kind

    def audit(self, seen: Package, gathered: Gathering) -> None:
        """The manager's own audit of what runs in production."""
        path = within(seen.folder, "package.json")
        if any([one.setting == "install" for one in gathered.missing]):
            gathered.lacks("audit", "without a lock file there is nothing certain to audit")
        elif self.kind == "npm":
            gathered.add("audit", ("npm audit --audit-level=high --omit=dev",), path, "npm audits its lock file")
        elif self.kind == "yarn" and self.berry:
            gathered.add("audit", ("yarn npm audit --all --recursive --environment production --severity high",), path, "Yarn audits its lock file")
        elif self.kind == "yarn":
            gathered.lacks("audit", "npm has retired the addresses that Yarn 1 asks (yarnpkg/yarn#9234): Audit(stack, tool='trivy') reads yarn.lock")
        elif _pnpm_audits(gathered.facts):
            gathered.add("audit", ("pnpm audit --audit-level high --prod",), path, "pnpm audits its lock file")
        else:
            gathered.lacks(
                "audit", "npm has retired the addresses that pnpm asks before 11 (pnpm/pnpm#11268): Audit(stack, tool='trivy') reads its lock"
            )


def _passed(arguments: str, behind: str = "") -> str:
    return f"{behind} {arguments}" if arguments else ""


def _pnpm_audits(facts: list[Fact]) -> bool:
    named = next((re.search(r"\d+", fact.value or fact.why.partition("pnpm@")[2]) for fact in facts if fact.setting == "pnpm"), None)
    return named is not None and int(named[0]) >= 11
