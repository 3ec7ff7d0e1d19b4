"""Repositories of several projects: services side by side, and workspaces."""

from __future__ import annotations

from synth.detect.defaults import GO_GATE
from tests.stacks.projects.case import Case, Expected, needs, package
from tests.stacks.projects.go import FORMAT
from tests.stacks.projects.javascript import BERRY_LOCK, CLASSIC_LOCK, NPM_AUDIT, NPM_LOCK, PNPM_AUDIT, PNPM_LOCK, VITEST, YARN_AUDIT
from tests.stacks.projects.jvm import pom
from tests.stacks.projects.python import GATE as PYTEST_GATE

GO_MODULE = "module example.com/{name}\n\ngo 1.26\n"

MONOREPOS = (
    Case(
        "services-side-by-side",
        {
            ".nvmrc": "24\n",
            "services/api/package.json": package(
                scripts={"lint": "eslint .", "test": "vitest run"}, devDependencies=needs("eslint", "vitest", "@vitest/coverage-v8")
            ),
            "services/api/package-lock.json": NPM_LOCK,
            "services/api/Dockerfile": "FROM node:24-alpine\n",
            "services/worker/pyproject.toml": '[project]\nname = "worker"\nrequires-python = ">=3.13"\n\n[dependency-groups]\n'
            'dev = ["ruff", "pytest", "pytest-cov"]\n',
            "services/worker/uv.lock": "version = 1\n",
            "services/gateway/go.mod": GO_MODULE.format(name="gateway"),
            "services/gateway/main_test.go": "package main\n",
            "proxy/Dockerfile": "FROM envoyproxy/envoy:v1.36\n",
        },
        (
            Expected("docker", {"lint": ("docker build --check .",)}, ("format", "types", "audit", "unit", "integration"), folder="proxy"),
            Expected(
                "npm",
                {
                    "node_file": ".nvmrc",
                    "node": "24",
                    "lint": ("npm run lint",),
                    "unit": (f"npm test -- {VITEST}",),
                    "audit": NPM_AUDIT,
                },
                ("format", "types", "integration"),
                folder="services/api",
            ),
            Expected(
                "go",
                {
                    "version_file": "services/gateway/go.mod",
                    "lint": ("go mod tidy -diff", "go vet ./..."),
                    "format": FORMAT,
                    "types": ("go build ./...",),
                    "unit": ("go test -race -covermode=atomic -coverprofile=coverage.out ./...", GO_GATE),
                },
                ("audit", "integration"),
                folder="services/gateway",
            ),
            Expected(
                "uv",
                {
                    "python": "3.14",
                    "uv": "0.13.8",
                    "lint": ("uv run --no-sync ruff check --output-format=github",),
                    "unit": (f"uv run --no-sync pytest {PYTEST_GATE}",),
                },
                ("format", "types", "integration", "audit"),
                folder="services/worker",
            ),
        ),
    ),
    Case(
        "npm-workspace-with-scripts-of-its-members",
        {
            "package.json": package(workspaces=["packages/*", "!packages/old"], devDependencies=needs("eslint", "typescript")),
            "package-lock.json": NPM_LOCK,
            "packages/api/package.json": package(
                name="@acme/api", scripts={"lint": "eslint .", "test": "vitest run"}, devDependencies=needs("vitest", "@vitest/coverage-v8")
            ),
            "packages/web/package.json": package(name="@acme/web", scripts={"lint": "eslint .", "typecheck": "tsc", "test": "vitest run"}),
            "packages/old/package.json": package(name="@acme/old"),
        },
        (
            Expected(
                "npm",
                {
                    "node": "24",
                    "lint": ("npm run lint --workspaces --if-present",),
                    "types": ("npm run typecheck --workspaces --if-present",),
                    "unit": (f"npm run test --workspaces --if-present -- {VITEST}",),
                    "audit": NPM_AUDIT,
                },
                ("format", "integration"),
                members=("packages/api", "packages/web"),
            ),
        ),
        ("packages/old/package.json",),
    ),
    Case(
        "pnpm-workspace-with-turbo",
        {
            "package.json": package(
                packageManager="pnpm@12.3.0",
                scripts={
                    "lint": "turbo run lint",
                    "format:check": "prettier --check .",
                    "typecheck": "turbo run typecheck",
                    "test": "turbo run test",
                },
                devDependencies=needs("turbo", "prettier", "vitest", "@vitest/coverage-v8"),
            ),
            "pnpm-lock.yaml": PNPM_LOCK,
            "pnpm-workspace.yaml": "packages:\n  - apps/*\n  - packages/**\n",
            "turbo.json": "{}\n",
            "apps/web/package.json": package(name="web", scripts={"test": "vitest run"}),
            "packages/ui/core/package.json": package(name="@acme/ui", scripts={"test": "vitest run"}),
        },
        (
            Expected(
                "pnpm",
                {
                    "pnpm": None,
                    "node": "24",
                    "lint": ("pnpm run lint",),
                    "format": ("pnpm run format:check",),
                    "types": ("pnpm run typecheck",),
                    "unit": ("pnpm run test",),
                    "coverage": "",
                    "audit": PNPM_AUDIT,
                },
                ("gate", "integration"),
                members=("apps/web", "packages/ui/core"),
            ),
        ),
    ),
    Case(
        "yarn-berry-workspace",
        {
            "package.json": package(packageManager="yarn@4.12.0", workspaces={"packages": ["packages/*"]}, devDependencies=needs("prettier")),
            "yarn.lock": BERRY_LOCK,
            ".yarnrc.yml": "yarnPath: .yarn/releases/yarn-4.12.0.cjs\n",
            ".prettierrc": "{}\n",
            "packages/a/package.json": package(name="a", scripts={"lint": "eslint .", "test:integration": "jest it"}),
            "packages/b/package.json": package(name="b", scripts={"test": "mocha"}),
        },
        (
            Expected(
                "yarn",
                {
                    "berry": True,
                    "corepack": False,
                    "node": "24",
                    "lint": ("yarn workspaces foreach --all run lint",),
                    "format": ("yarn run prettier --check .",),
                    "unit": ("yarn workspaces foreach --all run test",),
                    "coverage": "",
                    "integration": ("yarn workspaces foreach --all run test:integration",),
                    "audit": YARN_AUDIT,
                },
                ("types", "gate"),
                members=("packages/a", "packages/b"),
            ),
        ),
    ),
    Case(
        "yarn-classic-workspace",
        {
            "package.json": package(workspaces=["packages/*"], scripts={"lint": "eslint packages"}, devDependencies=needs("eslint")),
            "yarn.lock": CLASSIC_LOCK,
            "packages/a/package.json": package(name="a", scripts={"test": "jest"}),
        },
        (
            Expected(
                "yarn",
                {"berry": False, "node": "24", "lint": ("yarn run lint",)},
                ("format", "types", "unit", "integration", "audit"),
                members=("packages/a",),
            ),
        ),
    ),
    Case(
        "uv-workspace",
        {
            "pyproject.toml": """\
[project]
name = "root"
requires-python = ">=3.12"

[dependency-groups]
dev = ["ruff", "pyright", "pytest", "pytest-cov", "pip-audit"]

[tool.uv.workspace]
members = ["packages/*"]
""",
            "uv.lock": "version = 1\n",
            "packages/core/pyproject.toml": '[project]\nname = "core"\n',
            "packages/api/pyproject.toml": '[project]\nname = "api"\ndependencies = ["core"]\n',
        },
        (
            Expected(
                "uv",
                {
                    "python": "3.14",
                    "uv": "0.13.8",
                    "workspace": True,
                    "lint": ("uv run --no-sync ruff check --output-format=github",),
                    "types": ("uv run --no-sync pyright",),
                    "unit": (f"uv run --no-sync pytest {PYTEST_GATE}",),
                    "audit": (
                        'uv export --locked --no-dev --no-emit-workspace --all-packages --quiet --output-file "$RUNNER_TEMP/requirements.txt"',
                        'uv run --no-sync pip-audit --require-hashes --disable-pip --requirement "$RUNNER_TEMP/requirements.txt"',
                    ),
                },
                ("format", "integration"),
                members=("packages/api", "packages/core"),
            ),
        ),
    ),
    Case(
        "go-workspace",
        {
            "go.work": "go 1.26\n\nuse (\n\t./api\n\t./lib\n)\n",
            "api/go.mod": GO_MODULE.format(name="api"),
            "api/api_test.go": "package api\n",
            "lib/go.mod": GO_MODULE.format(name="lib") + "\ntool golang.org/x/vuln/cmd/govulncheck\n",
        },
        (
            Expected(
                "go",
                {
                    "version_file": "go.work",
                    "packages": "./api/... ./lib/...",
                    "lint": ("go vet ./api/... ./lib/...",),
                    "format": FORMAT,
                    "types": ("go build ./api/... ./lib/...",),
                    "audit": ("go tool govulncheck ./api/... ./lib/...",),
                    "unit": ("go test -race -covermode=atomic -coverprofile=coverage.out ./api/... ./lib/...", GO_GATE),
                },
                ("integration",),
                members=("api", "lib"),
            ),
        ),
    ),
    Case(
        "gradle-of-several-projects",
        {
            "gradlew": "#!/bin/sh\n",
            "settings.gradle": "include 'app', 'lib'\n",
            "app/build.gradle": "plugins {\n    id 'java'\n}\n",
            "lib/build.gradle": "plugins {\n    id 'java-library'\n    id 'pmd'\n}\n\ntasks.withType(JavaCompile) { options.release = 17 }\n",
            "lib/src/test/java/LibTest.java": "class LibTest {}\n",
        },
        (
            Expected(
                "gradle",
                {
                    "java": "17",
                    "lint": ("./gradlew pmdMain pmdTest",),
                    "types": ("./gradlew testClasses",),
                    "unit": ("./gradlew test",),
                    "coverage": "",
                },
                ("format", "audit", "gate", "integration"),
                members=("app", "lib"),
            ),
        ),
    ),
    Case(
        "django-with-a-frontend-in-the-same-folder",
        {
            "requirements.txt": "Django==5.2\nruff==0.14\n",
            "manage.py": "import django\n",
            "package.json": package(scripts={"build": "vite build", "lint": "eslint frontend"}, devDependencies=needs("vite", "eslint")),
            "package-lock.json": NPM_LOCK,
            "node_modules/vite/package.json": package(scripts={"test": "jest"}),
        },
        (
            Expected("npm", {"node": "24", "lint": ("npm run lint",), "audit": NPM_AUDIT}, ("format", "types", "unit", "integration")),
            Expected(
                "pip",
                {
                    "python": "3.14",
                    "requirements": ("requirements.txt",),
                    "lint": ("ruff check --output-format=github",),
                    "unit": ("python manage.py test",),
                    "coverage": "",
                },
                ("hashes", "format", "types", "gate", "integration", "audit"),
            ),
        ),
    ),
    Case(
        "a-service-with-samples-and-documentation",
        {
            "pom.xml": pom("    <java.version>25</java.version>\n"),
            "mvnw": "#!/bin/sh\n",
            "docs/package.json": package(scripts={"build": "docusaurus build"}, dependencies=needs("docusaurus")),
            "docs/package-lock.json": NPM_LOCK,
            "examples/client/requirements.txt": "requests\n",
            "src/test/resources/fixtures/go.mod": GO_MODULE.format(name="fixture"),
        },
        (
            Expected(
                "maven",
                {"java": "25", "types": ("./mvnw -B test-compile",)},
                ("lint", "format", "audit", "unit", "integration"),
            ),
        ),
        ("docs/package-lock.json", "examples/client/requirements.txt", "src/test/resources/fixtures/go.mod"),
    ),
)
