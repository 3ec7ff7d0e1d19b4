"""The jobs of a workflow as a picture: Mermaid, which GitHub draws where it shows Markdown, and SVG, which needs nothing."""

from __future__ import annotations

from synth.picture.graph import Graph, Node, graph
from synth.picture.mermaid import mermaid
from synth.picture.svg import svg

__all__ = ["Graph", "Node", "graph", "mermaid", "svg"]
