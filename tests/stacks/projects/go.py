"""Projects of Go."""

from __future__ import annotations

from synth.detect.defaults import GO_FORMAT, GO_GATE
from tests.stacks.projects.case import Case, Expected

FORMAT = (GO_FORMAT,)

GO = (
    Case(
        "go-service-with-tools",
        {
            "go.mod": """\
module example.com/orders

go 1.26.1

require github.com/jackc/pgx/v5 v5.7.0

tool (
	github.com/golangci/golangci-lint/v2/cmd/golangci-lint
	golang.org/x/vuln/cmd/govulncheck
)
""",
            "go.sum": "github.com/jackc/pgx/v5 v5.7.0 h1:00=\n",
            ".golangci.yml": 'version: "2"\n',
            "main.go": "package main\n",
            "internal/orders/orders_test.go": "package orders\n",
            "internal/store/store_test.go": "//go:build integration\n\npackage store\n",
        },
        (
            Expected(
                "go",
                {
                    "version_file": "go.mod",
                    "lint": ("go mod tidy -diff", "go vet ./...", "go tool golangci-lint run"),
                    "format": FORMAT,
                    "types": ("go build ./...",),
                    "audit": ("go tool govulncheck ./...",),
                    "unit": ("go test -race -covermode=atomic -coverprofile=coverage.out ./...", GO_GATE),
                    "integration": ("go test -race -tags=integration ./internal/store/...",),
                },
            ),
        ),
    ),
    Case(
        "go-with-settings-of-a-linter-that-nothing-brings",
        {
            "go.mod": "module example.com/tool\n\ngo 1.24\n\ntoolchain go1.24.6\n",
            ".golangci.yaml": "linters: {}\n",
            "main.go": "package main\n",
            "main_test.go": "package main\n",
        },
        (
            Expected(
                "go",
                {
                    "version_file": "go.mod",
                    "lint": ("go mod tidy -diff", "go vet ./..."),
                    "format": FORMAT,
                    "types": ("go build ./...",),
                    "unit": ("go test -race -covermode=atomic -coverprofile=coverage.out ./...", GO_GATE),
                },
                ("golangci-lint", "audit", "integration"),
            ),
        ),
    ),
    Case(
        "go-without-tests-or-sums",
        {"go.mod": "module example.com/a\n\ngo 1.25\n\nrequire example.com/b v1.0.0\n", "a.go": "package a\n"},
        (
            Expected(
                "go",
                {
                    "version_file": "go.mod",
                    "lint": ("go mod tidy -diff", "go vet ./..."),
                    "format": FORMAT,
                    "types": ("go build ./...",),
                },
                ("install", "audit", "unit", "integration"),
            ),
        ),
    ),
    Case(
        "go-with-staticcheck",
        {
            "go.mod": "module example.com/a\n\ngo 1.25\n\ntool honnef.co/go/tools/cmd/staticcheck\n\nrequire honnef.co/go/tools v0.6.0 // indirect\n",
            "go.sum": "honnef.co/go/tools v0.6.0 h1:00=\n",
            "a_test.go": "package a\n",
            "b/b_test.go": "//go:build integration && linux\n\npackage b\n",
            "c/c_test.go": "//go:build integration\n\npackage c\n",
        },
        (
            Expected(
                "go",
                {
                    "version_file": "go.mod",
                    "lint": ("go mod tidy -diff", "go vet ./...", "go tool staticcheck ./..."),
                    "format": FORMAT,
                    "types": ("go build ./...",),
                    "unit": ("go test -race -covermode=atomic -coverprofile=coverage.out ./...", GO_GATE),
                    "integration": ("go test -race -tags=integration ./...",),
                },
                ("audit",),
            ),
        ),
    ),
)
