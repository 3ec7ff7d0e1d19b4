"""Projects of Go: modules and workspaces of modules, and the tools that go.mod names."""

from __future__ import annotations

import re
from shlex import quote

from synth.detect.defaults import GO_FORMAT, GO_GATE
from synth.detect.found import Gathering, Note, Project
from synth.detect.tree import is_within, within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.detect.tree import Tree

_TAG = re.compile(r"^//go:build .*\b(integration|integration_test|e2e)\b", re.MULTILINE)


def projects(tree: Tree, notes: list[Note]) -> list[Project]:
    """The modules of the tree; those that a go.work uses, within its folder's."""
    found: list[Project] = []
    for folder in [folder for folder in tree.folders if tree.has(folder, "go.work")]:
        text = tree.text(within(folder, "go.work")) or ""
        used = re.findall(r"^(?:use\s+|\s+)\.?/?([\w./-]+)\s*$", text, re.MULTILINE)
        modules = [within(folder, name.strip("/") or ".") for name in used if name not in ("use",)]
        modules = [one for one in dict.fromkeys(modules) if tree.has(one, "go.mod")]
        if modules:
            found.append(_project(tree, folder, "go.work", modules))
    for folder in [folder for folder in tree.folders if tree.has(folder, "go.mod")]:
        if not any([folder == one.folder or folder in one.members for one in found]):
            found.append(_project(tree, folder, "go.mod", []))
    return found


def _project(tree: Tree, folder: str, name: str, modules: list[str]) -> Project:
    gathered = Gathering()
    path = within(folder, name)
    texts = {within(one, "go.mod"): tree.text(within(one, "go.mod")) or "" for one in modules or [folder]}
    text = tree.text(path) or ""
    inner = [one if folder == "." else one.removeprefix(folder).strip("/") for one in modules]
    packages = " ".join([quote(f"./{one}/...") if one not in ("", ".") else "./..." for one in inner]) or "./..."
    toolchain = re.search(r"^toolchain\s+go(\S+)", text, re.MULTILINE)
    version = re.search(r"^go\s+(\d\S*)", text, re.MULTILINE)
    at = tree.at(path, r"^toolchain\s" if toolchain else r"^go\s+\d")
    said = toolchain[1] if toolchain else version[1] if version else ""
    gathered.add("version_file", path, at, f"asks for Go {said}, and setup-go reads it" if said else "says no version, and setup-go takes the newest")
    if modules:
        gathered.add("packages", packages, path, f"{len(modules)} modules")
    if not any([tree.has(one, "go.sum") for one in modules or [folder]]) and any(["require" in one for one in texts.values()]):
        gathered.lacks("install", "there is no go.sum: run 'go mod tidy' and commit it")
    tools = {one: tree.at(path, re.escape(one)) for path, text in texts.items() for one in _tools(text)}
    _checks(tree, folder, packages, tools, gathered, tidy=not modules)
    _tests(tree, folder, packages, modules or [folder], gathered)
    return gathered.project("go", folder, path, "a workspace of modules" if modules else "a module", tuple([one for one in modules if one != folder]))


def _tools(text: str) -> list[str]:
    """The programs that `tool` lines of go.mod name."""
    blocks = "\n".join(re.findall(r"^tool\s*\(([^)]*)\)", text, re.MULTILINE))
    return re.findall(r"^tool\s+([\w./-]+)\s*$", text, re.MULTILINE) + blocks.split()


def _checks(tree: Tree, folder: str, packages: str, tools: dict[str, str], gathered: Gathering, *, tidy: bool) -> None:
    path = gathered.facts[0].where
    linter = next((one for one in tools if one.endswith("/golangci-lint")), "")
    commands = [*(["go mod tidy -diff"] if tidy else []), f"go vet {packages}"]
    if linter:
        commands.append("go tool golangci-lint run" + ("" if packages == "./..." else f" {packages}"))
    elif static := next((one for one in tools if one.endswith("/staticcheck")), ""):
        linter = static
        commands.append(f"go tool staticcheck {packages}")
    gathered.add(
        "lint",
        tuple(commands),
        tools.get(linter, path),
        f"go vet, and {linter.rpartition('/')[2]}, a tool of go.mod" if linter else "go vet comes with Go",
    )
    settings = tree.first(folder, ".golangci.yml", ".golangci.yaml", ".golangci.toml", ".golangci.json")
    if settings and not linter:
        gathered.lacks(
            "golangci-lint",
            f"{settings} is there, and nothing says which version: go get -tool github.com/golangci/golangci-lint/v2/cmd/golangci-lint",
        )
    gathered.add("format", (GO_FORMAT,), path, "gofmt comes with Go")
    gathered.add("types", (f"go build {packages}",), path, "the compiler checks types")
    audit = next((one for one in tools if one.endswith("/govulncheck")), "")
    if audit:
        gathered.add("audit", (f"go tool govulncheck {packages}",), tools[audit], "govulncheck is a tool of go.mod")
    else:
        gathered.lacks("audit", "govulncheck is no tool of go.mod: go get -tool golang.org/x/vuln/cmd/govulncheck, or Audit(stack, tool='trivy')")


def _tests(tree: Tree, folder: str, packages: str, modules: list[str], gathered: Gathering) -> None:
    written = [path for path in tree.below(folder) if path.endswith("_test.go") and any([is_within(path, one) for one in modules])]
    if not written:
        gathered.lacks("unit", "there is no file *_test.go")
        gathered.lacks("integration", "there is no file *_test.go with the build tag 'integration'")
        return
    commands = (f"go test -race -covermode=atomic -coverprofile=coverage.out {packages}", GO_GATE)
    gathered.add("unit", commands, written[0], "tests of Go, which measures the statements that they cover")
    tagged = [(path, found[1]) for path in written if (found := _TAG.search((tree.text(path) or "")[:2000])) and found[1] != "e2e"]
    if tagged:
        path, tag = tagged[0]
        below = _places([one for one, its in tagged if its == tag], folder, packages)
        gathered.add("integration", (f"go test -race -tags={tag} {below}",), tree.at(path, r"^//go:build"), f"the build tag '{tag}'")
    else:
        gathered.lacks("integration", "there is no file *_test.go with the build tag 'integration'")


def _places(paths: list[str], folder: str, packages: str) -> str:
    """The packages that hold the tests, when they are in one folder; else all."""
    folders = {path.rpartition("/")[0] or "." for path in paths}
    if len(folders) > 1:
        return packages
    one = folders.pop()
    inner = one if folder == "." else one.removeprefix(folder).strip("/")
    return quote(f"./{inner}/...") if inner not in ("", ".") else packages
