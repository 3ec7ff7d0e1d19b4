"""Repositories that hold nothing for a stack, and say so."""

from __future__ import annotations

from tests.stacks.projects.case import Case, package

NOTHING = (
    Case("a-readme-alone", {"README.md": "# Notes\n", "docs/guide.md": "text\n"}, ()),
    Case("rust", {"Cargo.toml": '[package]\nname = "a"\n', "Cargo.lock": "", "src/main.rs": "fn main() {}\n"}, (), ("Cargo.toml",)),
    Case("bun", {"package.json": package(scripts={"test": "bun test"}), "bun.lock": "{}\n"}, (), ("bun.lock",)),
    Case("pipenv", {"Pipfile": "[packages]\n", "Pipfile.lock": "{}\n"}, (), ("Pipfile",)),
    Case("settings-of-tools-alone", {"pyproject.toml": "[tool.ruff]\nline-length = 100\n", "script.sh": "true\n"}, (), ("pyproject.toml",)),
    Case("a-package-json-for-its-type-alone", {"package.json": '{ "type": "module" }\n', "a.js": "\n"}, (), ("package.json",)),
    Case("a-broken-package-json", {"package.json": '{ "scripts": \n', "package-lock.json": "{}\n"}, (), ("package.json",)),
    Case("a-broken-pyproject", {"pyproject.toml": "[project\n", "uv.lock": ""}, (), ("pyproject.toml",)),
    Case(
        "terraform-and-php",
        {"main.tf": "", "web/composer.json": "{}\n", "Api/Api.csproj": "<Project />\n"},
        (),
        ("Api/Api.csproj", "web/composer.json"),
    ),
)
