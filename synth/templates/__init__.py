"""Templates: whole pipelines to start from. What is there, how one is fitted to a repository, and what an organisation gets of them.

A template is a folder of `workflows-templates/` whose `pipeline.py` is a definition as it stands. Nothing here writes, asks or prints.
"""

from __future__ import annotations

from synth.templates.library import Template, template, templates

__all__ = ["Template", "template", "templates"]
