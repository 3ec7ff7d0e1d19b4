"""Pictures of jobs: which edges are drawn, where boxes stand, and the texts that come out."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable

import pytest

from synth import model
from synth.picture import Graph, graph, mermaid, svg
from synth.picture.graph import Edge, ancestors, reduced
from synth.picture.layers import laid_out


def workflow(needs: dict[str, tuple[str, ...]], environments: dict[str, str] | None = None) -> model.Workflow:
    places = {name: model.Environment(name=place) for name, place in (environments or {}).items()}
    jobs = {name: model.Job(name=name.title(), needs=own, environment=places.get(name)) for name, own in needs.items()}
    return model.Workflow(name="Deliver", on={"push": model.Trigger()}, jobs=jobs)


DELIVERY = {
    "lint": (),
    "test": (),
    "build": (),
    "scan": ("build",),
    "push": ("lint", "test", "build", "scan"),
    "staging": ("build", "push"),
    "production": ("build", "staging"),
    "report": ("lint", "production"),
    "tell": ("test", "staging"),
}


@pytest.fixture
def delivery() -> Graph:
    minutes = {name: 2.5 if name == "build" else 1.0 for name in DELIVERY}
    critical = ("build", "scan", "push", "staging", "production", "report")
    places = {"push": "registry", "staging": "staging", "production": "production"}
    return graph(workflow(DELIVERY, places), waiting={"production"}, minutes=minutes, critical=critical)


def test_edges_that_others_imply_are_left_out(delivery: Graph) -> None:
    assert [
        Edge("build", "scan", True),
        Edge("lint", "push"),
        Edge("test", "push"),
        Edge("scan", "push", True),
        Edge("push", "staging", True),
        Edge("staging", "production", True),
        Edge("production", "report", True),
        Edge("staging", "tell"),
    ] == list(delivery.edges)


def test_mermaid(delivery: Graph, golden: Callable[[str, str], None]) -> None:
    golden("delivery.mmd", mermaid(delivery))


def test_svg(delivery: Graph, golden: Callable[[str, str], None]) -> None:
    golden("delivery.svg", svg(delivery))


def test_an_edge_that_passes_a_column_goes_around_its_boxes() -> None:
    found = laid_out(graph(workflow({"a": (), "b": ("a",), "c": ("b",), "d": (), "e": ("c", "d")})))
    assert {"a": 0, "b": 1, "c": 2, "d": 0, "e": 3} == {name: spot[0] for name, spot in found.spots.items()}
    assert ((0, 0.5), (1, 0.5), (2, 0.5), (3, 0.0)) == found.routes[-1]


def test_no_two_boxes_share_a_spot(delivery: Graph) -> None:
    spots = list(laid_out(delivery).spots.values())
    assert len(spots) == len(set(spots))


def test_names_cannot_break_out_of_a_picture() -> None:
    name = 'a"]; click <script>&`#'
    jobs = {"end": model.Job(name=name)}
    made = graph(model.Workflow(name=name, on={}, jobs=jobs))
    assert '  n1["a#quot;]; click #lt;script#gt;#amp;#96;#35;"]\n' in mermaid(made)
    root = ElementTree.fromstring(svg(made))
    assert [name, name] == [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]


def test_a_workflow_without_jobs_is_an_empty_picture() -> None:
    empty = graph(model.Workflow(name="Empty", on={}, jobs={}))
    assert "graph LR\n" == mermaid(empty)
    assert "svg" in ElementTree.fromstring(svg(empty)).tag


def test_circles_end() -> None:
    circle: dict[str, tuple[str, ...]] = {"a": ("b",), "b": ("a",)}
    assert {"a": {"a", "b"}, "b": {"a", "b"}} == ancestors(circle)
    assert {"a": ("b",), "b": ("a",)} == reduced(circle)
    assert svg(graph(workflow(circle)))


def test_needs_of_jobs_that_are_not_there_are_not_drawn() -> None:
    assert () == graph(workflow({"a": ("gone",)})).edges
