"""Comments on changes that people made, from a folder beside this repository."""

from __future__ import annotations

import gzip
import json
import tarfile
from collections.abc import Iterator

import pytest

from synth.compare.comparing import compare
from synth.compare.render.markdown import LIMIT, markdown, summary
from tests.compare.render.example import HEAD
from tests.compare.render.rendered import faults
from tests.conformance.corpus import PACK

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not PACK.is_file(), reason="the pack of real changes is not beside this repository")]


def pairs() -> Iterator[tuple[bytes, bytes]]:
    with tarfile.open(PACK) as pack:
        held = pack.extractfile("corpus-open/pairs-bulk.jsonl.gz")
        assert held is not None
        for line in gzip.decompress(held.read()).splitlines():
            row = json.loads(line)
            yield row["before"].encode(), row["after"].encode()


def test_the_comment_on_each_change() -> None:
    wrong = {}
    for number, (before, after) in enumerate(pairs()):
        body = markdown(compare({"ci.yml": before}, {"ci.yml": after}), HEAD)
        if found := [*faults(body), *([f"{len(body.encode())} bytes"] if len(body.encode()) > LIMIT - 512 else [])]:
            wrong[number] = found
    assert {} == wrong


def test_two_hundred_files_at_once() -> None:
    """One comment, with all that has no room in it in the summary."""
    some = list(pairs())[:200]
    before, after = [{f".github/workflows/{number}.yml": pair[side] for number, pair in enumerate(some)} for side in (0, 1)]
    made = compare(before, after)
    body, whole = markdown(made, HEAD), summary(made, HEAD)
    assert ([], []) == (faults(body), faults(whole))
    assert (True, True) == (60_000 < len(body.encode()) <= LIMIT - 512, "Left out" not in whole)
