"""Strings that somebody would write into a workflow so that a comment about it does something for them. Made from a seed."""

from __future__ import annotations

from random import Random

from synth.compare.values import Change, Code, Comparison, FileComparison, Node, Where
from synth.model import Origin

PIECES = (
    *("@octocat", "@org/team", "#1", "GH-12", "octo/repo#7", "octo/repo@deadbeef", "08a3660bee0123456789abcdef0123456789abcd"),
    *("https://evil.example/x", "http://evil.example", "www.evil.example", "mailto:a@b.example", "<https://evil.example>", "ftp://evil.example"),
    *("![x](https://evil.example/p.png)", "[click](https://evil.example)", "[a]: https://evil.example", "[a]", "[^1]", "[^1]: note"),
    *(
        "<img src=x onerror=alert(1)>",
        "<script>",
        "</code>",
        "</details>",
        "<details>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?php",
        "<b",
        "&lt;",
        "&#64;octocat",
    ),
    *(
        "<!-- ghsynth:diff:v1 key=1:ghsynth head=0 run=9.9 digest=0 -->",
        "`",
        "``",
        "```",
        "````",
        "~~~",
        "~~",
        "**",
        "__",
        "_",
        "*",
        "\\",
        "\\`",
        "\\|",
        "|",
        "||",
    ),
    *(
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        "\n```\n",
        "\n---\n",
        "\n# title\n",
        "\n> quote",
        "\n- [x] task",
        "\n    code",
        "\n\n| a |\n|---|\n",
        "\t",
        " ",
        "  ",
    ),
    *(
        "%%{init: {}}%%",
        "end",
        'click n0 "https://evil.example"',
        "classDef x",
        '"]',
        '"}}',
        "%% x",
        "---\ntitle: x\n---",
        "subgraph",
        "1. one",
        "- two",
        "`**x**`",
    ),
    *(
        "\u202e",
        "\u2066",
        "\u200b",
        "\u200d",
        "\ufeff",
        "\u00ad",
        "\u3164",
        "\u2028",
        "\u2029",
        "\x85",
        "\x00",
        "\x1b[31m",
        "\x07",
        "\u00a0",
        "\ufe0f",
        "\U000e0041",
    ),
    *(
        "🔥",
        "👩\u200d💻",
        "⚠\ufe0f",
        "日本",
        "ä",
        "e\u0301",
        "$x$",
        "$`x`$",
        "$$",
        ":tada:",
        "javascript:alert(1)",
        "{{ }}",
        "${{ github.event.issue.title }}",
        "::error::x",
    ),
)


def strings(seed: int, many: int) -> list[str]:
    """The pieces one by one, then mixed, some of them cut anywhere."""
    random = Random(seed)
    found = list(PIECES)
    while len(found) < many:
        text = "".join(random.choices([*PIECES, "deploy", " ", "a"], k=random.randint(1, 8)))
        begin = random.randrange(len(text)) if random.random() < 0.3 else 0
        found.append(text[begin:])
    return found[:many]


def everywhere(text: str, other: str = "x") -> Comparison:
    """A comparison in which the string is every value that can come from a file, a name or a repository."""
    where = Where(file=text, job=text, step=text)
    place = Origin(text, 3, 1)
    said = (Code(text), " is said of ", Code(other), Code(text), text)  # the last as if it were ours
    changes = [
        Change(
            kind=kind,
            severity=severity,
            where=where,
            says=said,
            why=(Code(text), ", so"),
            before=before,
            after=after,
            old=place,
            new=place,
            written=place,
            link=link,
        )
        for kind, severity in (("run-softened", "danger"), ("if-changed", "caution"), ("pin-major", "caution"), ("timeout-changed", "info"))
        for before, after, link in ((text, other, text), (f"same {text} 1", f"same {text} 2", f"https://github.com/a/b/compare/{text}"))
    ]
    before = (Node(id="a", name=text), Node(id=text, name=text, needs=("a",), environment=text, minutes=2), Node(id="c", name="c", needs=(text,)))
    after = (Node(id="a", name=text), Node(id=text, name=text, needs=("a", text)), Node(id="c", name=other, needs=("a",), environment=text))
    timed = tuple(Node(id=node.id, name=node.name, needs=node.needs, minutes=1) for node in before)
    given = {"changes": tuple(changes), "text_before": f"a: {text}\nb: 1\n", "text_after": f"a: {other}\nb: {text}\n{text}"}
    files = (
        FileComparison(file=text, status="renamed", was=text, graph_before=before, graph_after=after, **given),  # type: ignore[arg-type]
        FileComparison(file=other, status="modified", graph_before=timed, graph_after=timed[:2]),
    )
    return Comparison(files=files, notes=((Code(text), " is assumed"), ("as is ", Code(text))))


def big(seed: int, files: int = 12) -> Comparison:
    """Many files with many changes, hostile strings among them: more than a comment has room for."""
    random = Random(seed)
    pool = strings(seed, 400)
    return Comparison(files=tuple(_file(random, pool, number) for number in range(files)), notes=((Code(random.choice(pool)), " is assumed"),))


def _file(random: Random, pool: list[str], number: int) -> FileComparison:
    name = f".github/workflows/file-{number}-{random.choice(pool)}.yml"
    jobs = [f"job-{place}" for place in range(random.randint(1, 9))]
    needs = [tuple(random.sample(jobs[:place], min(place, random.randint(0, 2)))) for place in range(len(jobs))]
    graph = tuple(Node(id=job, name=random.choice(pool), needs=needs[place], minutes=place) for place, job in enumerate(jobs))
    after = tuple(Node(id=node.id, name=node.name, needs=node.needs[:1], environment=random.choice([None, *pool]), minutes=1) for node in graph)
    lines = [random.choice(pool) for _ in range(random.randint(0, 60))]
    changes = tuple(_change(random, pool, name, random.choice(jobs)) for _ in range(random.randint(0, 20)))
    texts = {"text_before": "\n".join(lines), "text_after": "\n".join(random.sample(lines, len(lines)))}
    return FileComparison(file=name, status="modified", changes=changes, graph_before=graph, graph_after=after, **texts)


def _change(random: Random, pool: list[str], file: str, job: str) -> Change:
    kind, severity = random.choice(
        (("gate-removed", "danger"), ("needs-changed", "caution"), ("pin-minor", "info"), ("run-changed", "info"), ("pin-moved", "danger"))
    )
    said = (Code(random.choice(pool)), " is now ", Code(random.choice(pool)))
    words = [random.choice(pool) for _ in range(random.randint(0, 9))]
    same = random.random() < 0.5
    before, after = (None, None) if same else (" ".join(words), " ".join(random.sample(words, len(words))))
    link = "https://github.com/a/b/compare/v1...v2" if kind.startswith("pin-") else None
    return Change(
        kind=kind,
        severity=severity,
        where=Where(file=file, job=job, step=random.choice([None, *pool])),
        says=said,
        link=link,
        before=before,
        after=after,
    )
