"""What is taken where a project says nothing: versions; and the commands that read a tool's own report, where the tool has no gate to be told."""

from __future__ import annotations

NODE = "24"
PNPM = "12.21"
PYTHON = "3.14"
UV = "0.13.8"
POETRY = "2.5.1"
JAVA = "21"

# a comment in the first line is what the step is called
GO_FORMAT = "# gofmt\ndiff <(true) <(git ls-files -z '*.go' ':!vendor' | xargs -0 -r gofmt -d)\n"
_GATE = "# At least {coverage} % of the lines\n"
_SHARE = """\
    END {
      share = covered ? 100 * covered / (missed + covered) : 0
      printf "%.1f %% of the lines are covered\\n", share
      exit share < least
    }'
"""
GO_GATE = """\
# At least {coverage} % of the statements
go tool cover -func=coverage.out |
  awk -v least={coverage} 'END { print; exit !($1 == "total:" && $3 + 0 >= least) }'
"""
# columns 8 and 9 of JaCoCo's table are the lines that were missed and covered
MAVEN_GATE = (
    _GATE
    + """\
find . -path '*/target/site/jacoco/jacoco.csv' -exec tail -q -n +2 {} + |
  awk -F, -v least={coverage} '
    { missed += $8; covered += $9 }
"""
    + _SHARE
)
JACOCO = "build/reports/jacoco/test/jacocoTestReport.xml"
KOVER = "build/reports/kover/report.xml"


def gradle_gate(report: str) -> str:
    """The command that fails when too few lines are covered, by reports in JaCoCo's XML: the last counter of each is that of all its classes."""
    return (
        f"{_GATE}find . -path '*/{report}' |\n"
        + """\
  while read -r report; do grep -o '<counter type="LINE"[^>]*>' "$report" | tail -n 1; done |
  awk -F'"' -v least={coverage} '
    { missed += $4; covered += $6 }
"""
        + _SHARE
    )
