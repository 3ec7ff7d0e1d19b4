"""Expressions: values that only the runner knows, as typed trees.

`tree` is what they are, `contexts` and `functions` what GitHub offers. How a reference to a step or a job is written is the work of `synth.link`.
"""

from __future__ import annotations

from synth.expr.contexts import env, github, job, runner, secrets, strategy, vars
from synth.expr.functions import always, cancelled, case, contains, ends_with, failure, from_json, hash_files, join, starts_with, success, to_json
from synth.expr.literal import ExpressionError
from synth.expr.tree import Expr, raw, text

__all__ = [
    "Expr",
    "ExpressionError",
    "always",
    "cancelled",
    "case",
    "contains",
    "ends_with",
    "env",
    "failure",
    "from_json",
    "github",
    "hash_files",
    "job",
    "join",
    "raw",
    "runner",
    "secrets",
    "starts_with",
    "strategy",
    "success",
    "text",
    "to_json",
    "vars",
]
