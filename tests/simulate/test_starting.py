"""Which workflows an event starts: branches, tags, paths, types, and what stands for itself."""

from __future__ import annotations

import pytest

from synth.simulate.asking import EventError
from synth.simulate.patterns import means
from synth.simulate.values import Event
from tests.simulate.telling import simulated


@pytest.mark.parametrize(
    ("patterns", "matching", "others"),
    [
        (["main"], ["main"], ["Main", "main2", "x/main"]),
        (["*"], ["main", "feature"], ["feature/a", "a/b/c"]),
        (["**"], ["main", "feature/a", "a/b/c"], []),
        (["feature/*"], ["feature/a"], ["feature/a/b", "feature"]),
        (["feature/**"], ["feature/a", "feature/a/b"], ["feature", "main"]),
        (["**feature"], ["feature", "your/feature", "ver-10-feature"], ["features"]),
        (["v2*"], ["v2", "v2.0", "v2.9"], ["v1", "v2/a"]),
        (["v[12].[0-9]+.[0-9]+"], ["v1.10.1", "v2.0.0"], ["v3.0.0", "v1.1"]),
        (["*.jsx?"], ["page.js", "page.jsx"], ["src/page.js"]),
        (["**/docs/**"], ["docs/hello.md", "dir/docs/my-file.txt", "space/docs/plan/space.doc"], ["docsx/a"]),
        (["**/*src/**"], ["a/src/app.js", "my-src/code/js/app.js"], ["src2"]),
        (["**/migrate-*.sql"], ["migrate-10909.sql", "db/migrate-v1.0.sql", "db/sept/migrate-v1.sql"], ["x.sql"]),
        (["releases/**", "!releases/**-alpha"], ["releases/10"], ["releases/10-alpha", "main"]),
        (["*.md", "!README.md", "README*"], ["hello.md", "README.md", "README.doc"], ["doc/a.md"]),
        (["!main"], [], ["main", "dev"]),
        (["[9-0]"], [], ["9", "0"]),
    ],
)
def test_patterns_as_the_cheat_sheet_says(patterns: list[str], matching: list[str], others: list[str]) -> None:
    found = [name for name in [*matching, *others] if means(patterns, name) is not None]
    assert matching == found


def started(on: str, event: Event) -> tuple[bool | None, str]:
    one = simulated(f"on: {on}", event).workflows[0]
    return one.starts, one.why


PUSH, TAG = Event(name="push", ref="main"), Event(name="push", ref="tags/v1")
PULL = Event(name="pull_request", ref="main")


@pytest.mark.parametrize(
    ("on", "event", "expected"),
    [
        ("push", PUSH, (True, "it starts on every push")),
        ("[pull_request]", PUSH, (False, "it does not start on push")),
        ("{push: {branches: [main]}}", PUSH, (True, "branch 'main' matches 'main'")),
        ("{push: {branches: [dev, 'x/**']}}", PUSH, (False, "branch 'main' matches none of 'dev', 'x/**'")),
        ("{push: {branches-ignore: [ma*]}}", PUSH, (False, "branch 'main' is ignored by 'ma*'")),
        ("{push: {branches-ignore: [dev]}}", PUSH, (True, "branch 'main' is not ignored")),
        ("{push: {branches: [main]}}", TAG, (False, "it names branches only, and a tag is pushed")),
        ("{push: {tags: [v*]}}", PUSH, (False, "it names tags only, and a branch is pushed")),
        ("{push: {tags: [v*]}}", TAG, (True, "tag 'v1' matches 'v*'")),
        ("{push: {tags-ignore: [v*]}}", TAG, (False, "tag 'v1' is ignored by 'v*'")),
        ("{push: {branches: [dev], tags: [v*]}}", TAG, (True, "tag 'v1' matches 'v*'")),
        ("push", TAG, (True, "it starts on every push")),
        ("{push: {paths: [src/**]}}", TAG, (True, "it starts on every push")),
        ("{push: {paths: [src/**]}}", PUSH, (None, "it starts if a changed path matches 'src/**': say what changed with --changed")),
        ("{push: {branches: [dev], paths: [src/**]}}", PUSH, (False, "branch 'main' matches none of 'dev'")),
        ("{push: {paths: [src/**]}}", Event(name="push", changed=("a", "./src/b")), (True, "'src/b' matches its paths")),
        ("{push: {paths: [src/**, '!src/b']}}", Event(name="push", changed=("a", "src/b")), (False, "no changed path matches 'src/**', '!src/b'")),
        ("{push: {paths-ignore: ['**.md']}}", Event(name="push", changed=("a.md", "d/b.md")), (False, "all changed paths are ignored by '**.md'")),
        ("{push: {paths-ignore: ['**.md']}}", Event(name="push", changed=("a.md", "b")), (True, "'b' is not ignored")),
        ("pull_request", PULL, (True, "'opened' is among its types")),
        ("pull_request", Event(name="pull_request", action="closed"), (False, "it starts on opened, synchronize, reopened, not on 'closed'")),
        ("{pull_request: {types: [closed]}}", Event(name="pull_request", action="closed"), (True, "'closed' is among its types")),
        ("{pull_request: {branches: [dev]}}", PULL, (False, "branch 'main' matches none of 'dev'")),
        ("{issues: {types: [labeled]}}", Event(name="issues"), (False, "it starts on labeled, not on 'opened'")),
        ("{schedule: [{cron: '0 3 * * *'}]}", Event(name="schedule"), (True, "it starts on every schedule")),
        ("merge_group", Event(name="merge_group"), (True, "'checks_requested' is among its types")),
        ("{merge_group: {branches: [dev]}}", Event(name="merge_group", ref="main"), (False, "branch 'main' matches none of 'dev'")),
        ("{workflow_run: {workflows: [CI]}}", Event(name="workflow_run"), (None, "it follows 'CI': say which ended with --workflow")),
        ("{workflow_run: {workflows: [CI]}}", Event(name="workflow_run", workflow="X"), (False, "it follows 'CI', not 'X'")),
        (
            "{workflow_run: {workflows: [CI], types: [completed], branches: [main]}}",
            Event(name="workflow_run", workflow="CI", ref="main"),
            (True, "'completed' is among its types; it follows 'CI'; branch 'main' matches 'main'"),
        ),
        ("{repository_dispatch: {types: [go]}}", Event(name="repository_dispatch", action="stop"), (False, "it starts on go, not on 'stop'")),
        ("{workflow_call: {}}", PUSH, (False, "it does not start on push")),
    ],
)
def test_filters(on: str, event: Event, expected: tuple[bool | None, str]) -> None:
    assert expected == started(on, event)


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (Event(name="pull_requests"), "there is no event 'pull_requests'; did you mean 'pull_request'?"),
        (Event(name="push", action="opened"), "'push' has no types, and 'opened' is none"),
        (Event(name="watch", action="startd"), "'watch' has the types started, and 'startd' is none; did you mean 'started'?"),
        (Event(name="workflow_call"), "nothing but another workflow starts a workflow_call: simulate the event that starts the caller"),
        (Event(name="push", results={"a": "ok"}), "'ok' of 'a' is no result: there are success, failure, cancelled, skipped"),
        (Event(name="push", inputs={"a": "b"}), "'push' brings no inputs: only workflow_dispatch does"),
        (Event(name="workflow_dispatch", inputs={"a": "b"}), "no workflow has an input 'a'"),
    ],
)
def test_events_that_cannot_happen(event: Event, message: str) -> None:
    with pytest.raises(EventError) as raised:
        simulated("on: workflow_dispatch", event)
    assert message == str(raised.value)


def test_what_follows_a_run() -> None:
    others = {"b.yml": "name: Then\non: {workflow_run: {workflows: [First]}}"}
    assert ("Then",) == simulated("name: First\non: push", "push", others).workflow("First").followed_by


def test_two_runs_in_one_group() -> None:
    found = simulated("name: A\non: push\nconcurrency: g", "push", {"b.yml": "name: B\non: push\nconcurrency: G"})
    assert ("'A' and 'B' stand in one concurrency group, 'g', and get in each other's way",) == found.notes
