"""What `generate` would do, from texts alone."""

from __future__ import annotations

from synth.plan import Change, Plan, plan

WANTED = {"b.yml": "b\n", "a.yml": "a\n"}


def test_changes_come_in_the_order_of_their_paths() -> None:
    expected = Plan(changes=(Change(path="a.yml", kind="create", after="a\n"), Change(path="b.yml", kind="create", after="b\n")))
    assert expected == plan(WANTED, {}, [])


def test_every_kind_of_change() -> None:
    wanted = {"create": "1", "update": "2", "keep": "3", "foreign": "4", "same": "5"}
    present = {"update": "old", "keep": "3", "foreign": "by hand", "same": "5", "remove": "stale", "theirs": "by hand"}
    expected = Plan(
        changes=(
            Change(path="create", kind="create", after="1"),
            Change(path="foreign", kind="foreign", before="by hand", after="4"),
            Change(path="keep", kind="keep", before="3", after="3"),
            Change(path="remove", kind="remove", before="stale"),
            Change(path="same", kind="keep", before="5", after="5"),
            Change(path="update", kind="update", before="old", after="2"),
        )
    )
    assert expected == plan(wanted, present, ["update", "keep", "remove"])


def test_adopt_turns_foreign_into_update() -> None:
    expected = Plan(changes=(Change(path="a", kind="update", before="by hand", after="1"),))
    assert expected == plan({"a": "1"}, {"a": "by hand"}, [], adopt=True)


def test_adopt_removes_nothing_of_others() -> None:
    assert Plan(changes=()) == plan({}, {"theirs": "by hand"}, [], adopt=True)


def test_a_file_that_is_no_text_is_foreign_too() -> None:
    expected = Plan(changes=(Change(path="a", kind="foreign", after="1"),))
    assert expected == plan({"a": "1"}, {"a": None}, [])


def test_a_plan_is_empty_when_all_is_kept() -> None:
    assert [True, True, False, False] == [
        plan({}, {}, []).is_empty,
        plan({"a": "1"}, {"a": "1"}, ["a"]).is_empty,
        plan({"a": "1"}, {}, []).is_empty,
        plan({}, {"a": "1"}, ["a"]).is_empty,
    ]


def test_diff_names_files_that_come_and_go_dev_null() -> None:
    expected = """\
--- /dev/null
+++ b/a
@@ -0,0 +1 @@
+1
--- a/b
+++ b/b
@@ -1,2 +1,2 @@
 same
-old
+new
--- a/c
+++ /dev/null
@@ -1 +0,0 @@
-3
"""
    made = plan({"a": "1\n", "b": "same\nnew\n"}, {"b": "same\nold\n", "c": "3\n"}, ["b", "c"])
    assert expected == made.diff()


def test_diff_says_where_a_last_line_has_no_end() -> None:
    expected = "--- a/a\n+++ b/a\n@@ -1 +1 @@\n-old\n\\ No newline at end of file\n+new\n"
    assert expected == plan({"a": "new\n"}, {"a": "old"}, ["a"]).diff()


def test_diff_in_colour_has_the_same_text() -> None:
    made = plan({"a": "same\nnew\n"}, {"a": "same\nold\n"}, ["a"])
    expected = "\x1b[1m--- a/a\x1b[0m\n\x1b[1m+++ b/a\x1b[0m\n\x1b[36m@@ -1,2 +1,2 @@\x1b[0m\n same\n\x1b[31m-old\x1b[0m\n\x1b[32m+new\x1b[0m\n"
    assert expected == made.diff(colour=True)
