"""Values: what they accept, how they compare, and that they do not change."""

from __future__ import annotations

import copy
import pickle

import pytest

from synth.record import FieldError, Record, defaults, field, needed, positional, record, replace, settable


@record
class Pin(Record):
    name: str = field(kw_only=False)
    version: str | None = None
    tags: list[str] = field(default_factory=list)
    origin: int = field(default_factory=lambda: 7, init=False)


@positional
class Point(Record):
    x: int
    y: int = 0


def test_absent_fields_have_their_defaults() -> None:
    pin = Pin("a")
    assert ("a", None, [], 7) == (pin.name, pin.version, pin.tags, pin.origin)


def test_a_default_factory_makes_each_value_its_own() -> None:
    assert Pin("a").tags is not Pin("a").tags


def test_values_are_equal_when_their_fields_are_and_the_origin_does_not_count() -> None:
    other = Pin("a")
    object.__setattr__(other, "origin", 8)
    assert Pin("a") == other
    assert Pin("a") != Pin("a", version="1")
    assert Pin("a") != Point(1)
    assert hash(Point(1, 2)) == hash(Point(1, y=2))


def test_a_value_prints_what_is_there() -> None:
    assert "Point(x=1, y=0)" == repr(Point(1))
    assert "Pin(name='a', tags=[])" == repr(Pin("a"))


def test_a_value_does_not_change() -> None:
    with pytest.raises(AttributeError, match=r"a Point does not change: replace\(x=...\) gives another"):
        Point(1).x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError, match="does not change"):
        del Point(1).x


def test_replace_gives_another_value() -> None:
    one = Pin("a", tags=["x"])
    assert (Pin("b", tags=["x"]), Pin("a", tags=["x"])) == (replace(one, name="b"), one)
    with pytest.raises(FieldError, match=r"Pin\(\) has no 'nmae'; did you mean 'name'\?"):
        replace(one, nmae="b")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Pin(), r"Pin\(\) needs name="),  # type: ignore[call-arg]
        (lambda: Pin("a", verson="1"), r"Pin\(\) has no 'verson'; did you mean 'version'\?"),  # type: ignore[call-arg]
        (lambda: Pin("a", "1"), r"Pin\(\) takes 1 fields by position, 2 were given"),  # type: ignore[call-arg]
        (lambda: Pin("a", name="b"), r"Pin\(\) is given name twice"),  # type: ignore[misc]
        (lambda: Pin("a", origin=1), r"Pin\(\) has no 'origin'"),  # type: ignore[call-arg]
    ],
)
def test_wrong_fields_are_named(call: object, message: str) -> None:
    with pytest.raises(FieldError, match=message):
        call()  # type: ignore[operator]


def test_what_a_class_tells_of_its_fields() -> None:
    assert (("name", "version", "tags"), ("name",), {"version": None, "tags": None}) == (settable(Pin), needed(Pin), defaults(Pin))


def test_values_survive_copying_and_pickling() -> None:
    assert Point(1, 2) == copy.deepcopy(Point(1, 2)) == pickle.loads(pickle.dumps(Point(1, 2)))
