"""Patterns match what GitHub's documentation says that they match."""

from __future__ import annotations

import re

import pytest

from synth.runtime.paths.pattern import matching, parsed

# pattern, what it matches, what it does not; the first ones are the documentation's own
CASES = [
    ("*", ["README.md", "server.rb"], ["docs/a"]),
    ("*.jsx?", ["page.js", "page.jsx"], ["page.jsxx", "a/page.js"]),
    ("**", ["all/the/files.md"], []),
    ("*.js", ["app.js", "index.js"], ["js/app.js"]),
    ("**.js", ["index.js", "js/index.js", "src/js/app.js"], ["index.jsx"]),
    ("docs/*", ["docs/README.md", "docs/file.txt"], ["docs/a/b", "docs"]),
    ("docs/**", ["docs/README.md", "docs/mona/octocat.txt"], ["docs", "docs2/a"]),
    ("docs/**/*.md", ["docs/README.md", "docs/mona/hello-world.md", "docs/a/markdown/file.md"], ["docs/a.txt"]),
    ("**/docs/**", ["docs/hello.md", "dir/docs/my-file.txt", "space/docs/plan/space.doc"], ["mydocs/a"]),
    ("**/README.md", ["README.md", "js/README.md"], ["myREADME.md"]),
    ("**/*src/**", ["a/src/app.js", "my-src/code/js/app.js"], ["src"]),
    ("**/*-post.md", ["my-post.md", "path/their-post.md"], ["post.md"]),
    ("**/migrate-*.sql", ["migrate-10909.sql", "db/migrate-v1.0.sql", "db/sept/migrate-v1.sql"], ["migrate.sql"]),
    ("[CB]at", ["Cat", "Bat"], ["cat", "at"]),
    ("[1-2]00", ["100", "200"], ["300"]),
    ("v[0-9]+", ["v1", "v42"], ["v", "v1a"]),
    ("a.b", ["a.b"], ["axb"]),
    ("\\*a(b)|c", ["*a(b)|c"], ["xa(b)|c", "c"]),
    ("a/**", ["a/line\nbreak"], []),
]


@pytest.mark.parametrize(("pattern", "yes", "no"), CASES, ids=[case[0] for case in CASES])
def test_a_pattern_matches(pattern: str, yes: list[str], no: list[str]) -> None:
    assert yes == matching(parsed([pattern]), [*yes, *no])


def test_the_last_pattern_that_matches_decides() -> None:
    patterns = parsed(["a/**", "!a/**/*.md", "a/keep.md"])
    assert ["a/x.py", "a/keep.md"] == matching(patterns, ["a/x.py", "a/b/c.md", "a/keep.md", "b"])


@pytest.mark.parametrize(
    ("patterns", "message"),
    [
        ([], "no pattern adds a path: those with ! only take away"),
        (["!a"], "no pattern adds a path: those with ! only take away"),
        (["/a"], "'/a' can match no path: paths begin at the repository's root, as in services/orders/**"),
        ([""], "'' can match no path: paths begin at the repository's root, as in services/orders/**"),
        (["?a"], "'?a': ? repeats the character before it, and there is none"),
        (["*+"], "'*+': + repeats the character before it, and there is none"),
        (["[z-a]"], "'[z-a]' is no pattern: bad character range z-a at position 1"),
    ],
)
def test_a_pattern_that_can_match_nothing_is_refused(patterns: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        parsed(patterns)
