"""This repository's own pipeline."""

from synth import Job, Workflow, pull_request, push, run
from synth.bindings import checkout, setup_node, setup_python

prepare = [
    checkout("Check out"),
    setup_python("Set up Python", python_version="3.11"),
    setup_node("Set up Node.js", node_version="24"),
]
ci = Workflow(
    "CI",
    on=[push(branches=["main"]), pull_request()],
    jobs=[
        Job("Format, lint, types and drift", [*prepare, run("make check", name="Check")], id="check", timeout_minutes=15),
        Job("Tests", [*prepare, run("make test", name="Test")], id="tests", timeout_minutes=60),
        Job("Demonstration", [*prepare, run("make demo", name="Demo")], id="demo", timeout_minutes=15),
    ],
)
