"""GitHub's workflow format as frozen values: text, numbers, truth values, and expressions in GitHub's own notation (`${{ }}`).

A field's name is the key's name with `_` for `-`; the order of the fields is the order of the keys in a generated file.
Whoever reads a model need not know whether it was built in Python or read from YAML: `origin` says where each part came from.
"""

from __future__ import annotations

from synth.model.workflow import (
    CallJob,
    Concurrency,
    Container,
    Environment,
    Input,
    Job,
    JobDefaults,
    Matrix,
    Origin,
    Output,
    Permission,
    RunDefaults,
    RunnerGroup,
    Schedule,
    Secret,
    Snapshot,
    Step,
    Strategy,
    Trigger,
    Uses,
    Value,
    Workflow,
)

__all__ = [
    "CallJob",
    "Concurrency",
    "Container",
    "Environment",
    "Input",
    "Job",
    "JobDefaults",
    "Matrix",
    "Origin",
    "Output",
    "Permission",
    "RunDefaults",
    "RunnerGroup",
    "Schedule",
    "Secret",
    "Snapshot",
    "Step",
    "Strategy",
    "Trigger",
    "Uses",
    "Value",
    "Workflow",
]
