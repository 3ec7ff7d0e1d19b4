"""What checks the sources of a Node.js project: its own scripts, else the tools that it depends on and configures."""

from __future__ import annotations

import re

from synth.detect.tree import within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from synth.detect.found import Gathering
    from synth.detect.manager import Runner
    from synth.detect.tree import Tree

LINT = ("lint:check", "lint:ci", "lint", "eslint", "lint:js", "lint:ts", "check:lint")
FORMAT = (
    "format:check",
    "check:format",
    "format-check",
    "check-format",
    "fmt:check",
    "prettier:check",
    "lint:format",
    "lint:prettier",
    "check:prettier",
)
TYPES = ("typecheck", "type-check", "types:check", "check:types", "check-types", "types", "tsc", "ts:check", "lint:types", "typecheck:all")
_CHANGES = re.compile(r"--fix\b|--write\b|(?<!\w)-w\b|--apply\b")  # what a script holds that mends instead of complaining
_LEADS_ELSEWHERE = re.compile(r"^(?:echo\b.*|exit \d+|true|:)$")  # npm init's own 'test', and other placeholders


class Package:
    """A package.json and what stands beside it. `inner` are the packages of the members of its workspace, by folder."""

    def __init__(
        self, tree: Tree, folder: str, package: Mapping[str, Any], runner: Runner, prefix: str, inner: Mapping[str, Mapping[str, Any]]
    ) -> None:
        self.tree = tree
        self.folder = folder
        self.package = package
        self.runner = runner
        self.prefix = prefix  # from the folder that commands run in to this one
        self.inner = inner
        self.path = within(folder, "package.json")

    @property
    def scripts(self) -> dict[str, str]:
        return scripts_of(self.package)

    def script(self, *names: str) -> str:
        """The first of the scripts that is there and complains rather than mends; empty where there is none."""
        return next((name for name in names if name in self.scripts and not _CHANGES.search(self.scripts[name])), "")

    def mending(self, *names: str) -> str:
        return next((name for name in names if name in self.scripts), "")

    def depends(self, *names: str) -> str:
        """The first of these packages that the project or a member of its workspace depends on."""
        return next((name for name in names if any([name in dependencies(one) for one in (self.package, *self.inner.values())])), "")

    def at(self, name: str, section: str = "scripts") -> str:
        """The place of a script or a dependency."""
        pattern = rf'"{re.escape(name)}"\s*:'
        if section == "scripts":
            return self.tree.at(self.path, pattern, after=r'"scripts"\s*:')
        for folder in ("", *self.inner):
            path = within(folder, "package.json") if folder else self.path
            if (place := self.tree.at(path, pattern, after=r'"(?:devD|d|peerD|optionalD)ependencies"\s*:')) != path:
                return place
        return self.path

    def file(self, *names: str) -> str | None:
        return self.tree.first(self.folder, *names)

    def configured(self, key: str, *names: str) -> str | None:
        """The place of a tool's settings: a file, or a key of package.json."""
        return self.file(*names) or (self.tree.at(self.path, rf'"{key}"\s*:') if key in self.package else None)


def scripts_of(package: Mapping[str, Any]) -> dict[str, str]:
    found = package.get("scripts")
    return (
        {n: s for n, s in found.items() if isinstance(s, str) and s.strip() and not _LEADS_ELSEWHERE.match(s.split("&&")[0].strip())}
        if isinstance(found, dict)
        else {}
    )


def dependencies(package: Mapping[str, Any]) -> set[str]:
    groups: Sequence[Any] = [package.get(group) for group in ("devDependencies", "dependencies", "optionalDependencies", "peerDependencies")]
    return {name for group in groups if isinstance(group, dict) for name in group}


def checks(seen: Package, gathered: Gathering) -> None:
    """Adds linter, format check and type checker, or says what is missing."""
    if not _scripted(seen, gathered, "lint", LINT):
        _linter(seen, gathered)
    if not _scripted(seen, gathered, "format", FORMAT):
        _formatter(seen, gathered)
    if not _scripted(seen, gathered, "types", TYPES):
        _types(seen, gathered)


def _scripted(seen: Package, gathered: Gathering, setting: str, names: Sequence[str]) -> bool:
    """Whether a script was found: the package's own, else one that members of the workspace have."""
    if name := seen.script(*names):
        gathered.add(setting, (seen.runner.script(name),), seen.at(name), f"the script '{name}'")
        return True
    for name in names:
        having = [folder for folder, package in seen.inner.items() if name in scripts_of(package) and not _CHANGES.search(scripts_of(package)[name])]
        command = seen.runner.everywhere(name) if having else ""
        if command:
            at = seen.tree.at(within(having[0], "package.json"), rf'"{re.escape(name)}"\s*:', after=r'"scripts"\s*:')
            gathered.add(setting, (command,), at, f"the script '{name}' of {_counted(having)}")
            return True
    return False


def _counted(folders: Sequence[str]) -> str:
    return f"{len(folders)} members" if len(folders) > 1 else folders[0]


def _linter(seen: Package, gathered: Gathering) -> None:
    where = seen.configured("eslintConfig", "eslint.config.*", ".eslintrc", ".eslintrc.*")
    if where and seen.depends("eslint"):
        gathered.add("lint", (seen.runner.tool("eslint ."),), where, "eslint is configured and a dependency")
    elif (where := seen.file("biome.json", "biome.jsonc")) and seen.depends("@biomejs/biome"):
        gathered.add("lint", (seen.runner.tool("biome lint ."),), where, "biome is configured and a dependency")
    elif (where := seen.file(".oxlintrc.json")) and seen.depends("oxlint"):
        gathered.add("lint", (seen.runner.tool("oxlint"),), where, "oxlint is configured and a dependency")
    elif name := seen.mending(*LINT):
        gathered.lacks("lint", f"the script '{name}' mends instead of complaining: add 'lint:check' without --fix")
    elif where := seen.configured("eslintConfig", "eslint.config.*", ".eslintrc", ".eslintrc.*"):
        gathered.lacks("lint", f"{where} is there, and eslint is no dependency: {_add(seen, 'eslint')}")
    else:
        gathered.lacks("lint", "there is neither a script 'lint' nor a linter with its settings")


def _formatter(seen: Package, gathered: Gathering) -> None:
    where = seen.configured("prettier", ".prettierrc", ".prettierrc.*", "prettier.config.*", ".prettierignore")
    speaks = next((name for name, script in seen.scripts.items() if re.search(r"\bprettier\b", script)), "")
    biome = seen.file("biome.json", "biome.jsonc")
    if seen.depends("prettier") and (where or speaks):
        gathered.add("format", (seen.runner.tool("prettier --check ."),), where or seen.at(speaks), "prettier is in use and a dependency")
    elif biome and seen.depends("@biomejs/biome"):
        gathered.add("format", (seen.runner.tool("biome format ."),), biome, "biome is configured and a dependency")
    elif (where := seen.file("dprint.json")) and seen.depends("dprint"):
        gathered.add("format", (seen.runner.tool("dprint check"),), where, "dprint is configured and a dependency")
    elif seen.depends("prettier"):
        gathered.lacks("format", "prettier is a dependency, but nothing says that the sources are in its format: .prettierrc would")
    elif where := seen.configured("prettier", ".prettierrc", ".prettierrc.*", "prettier.config.*"):
        gathered.lacks("format", f"{where} is there, and prettier is no dependency: {_add(seen, 'prettier')}")
    else:
        gathered.lacks("format", "there is neither a script 'format:check' nor a formatter with its settings")


def _types(seen: Package, gathered: Gathering) -> None:
    where = seen.file("tsconfig.json")
    if where and seen.depends("svelte-check"):
        gathered.add("types", (seen.runner.tool("svelte-check"),), where, "svelte-check is a dependency")
    elif where and seen.depends("typescript"):
        text = seen.tree.text(where) or ""
        program = "vue-tsc" if seen.depends("vue-tsc") else "tsc"
        references = re.search(r'"references"\s*:', text) and re.search(r'"files"\s*:\s*\[\s*\]', text)
        gathered.add("types", (seen.runner.tool(f"{program} --build" if references else f"{program} --noEmit"),), where, "TypeScript is configured")
    elif where:
        gathered.lacks("types", f"{where} is there, and typescript is no dependency: {_add(seen, 'typescript')}")
    else:
        gathered.lacks("types", "there is neither a script 'typecheck' nor a tsconfig.json")


def _add(seen: Package, name: str) -> str:
    return {"npm": f"npm install --save-dev {name}", "pnpm": f"pnpm add --save-dev {name}"}.get(seen.runner.kind, f"yarn add --dev {name}")
