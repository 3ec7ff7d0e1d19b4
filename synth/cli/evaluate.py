"""`ghsynth eval`: what an expression is."""

from __future__ import annotations

import json
import sys
from typing import Any

from synth.expr.evaluate import EvaluationError
from synth.expr.evaluate import evaluate as value_of
from synth.expr.parse import ParseError, parse
from synth.expr.values import kind_of_value


def evaluate(expression: str, context: str) -> int:
    """Prints the value as JSON; the exit code."""
    contexts: Any = {}
    if context:
        try:
            with open(context, encoding="utf-8") as file:
                contexts = json.load(file)
        except OSError as error:
            return _refused(f"{context}  cannot be read: {error.strerror}")
        except ValueError as error:
            return _refused(f"{context}  is no JSON: {error}")
        if not isinstance(contexts, dict):
            return _refused(f'{context}  is no JSON object: write {{"github": {{...}}}}')
    text = expression.strip()
    if text.startswith("${{") and text.endswith("}}"):
        text = text[3:-2].strip()
    try:
        value = value_of(parse(text, contexts), contexts)
    except ParseError as error:
        advice = "" if contexts or "named-value" not in error.what else "\ngive the contexts with --context FILE"
        return _refused(f"{text}\n{' ' * (error.position - 1)}^ {error.what}{advice}" if "\n" not in text else str(error))
    except EvaluationError as error:
        return _refused(str(error))
    print(json.dumps(_plain(value), indent=2, ensure_ascii=False))
    return 0


def batch() -> int:
    """Answers {"id", "expr", "contexts"} lines with {"id", "kind", "value"} or {"id", "error", "message"} lines; the exit code."""
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
            answer = _answer(case["expr"], case.get("contexts") or {})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return _refused(f'line {number} is no {{"id", "expr", "contexts"}}: {error}')
        print(json.dumps({"id": case.get("id"), **answer}), flush=True)
    return 0


def _answer(expression: str, contexts: dict[str, Any]) -> dict[str, Any]:
    try:
        value = value_of(parse(expression, contexts), contexts)
    except ParseError as error:
        return {"error": error.stage, "message": str(error)}
    except EvaluationError as error:
        return {"error": "evaluation", "message": str(error)}
    return {"kind": kind_of_value(value), "value": _plain(value)}


def _plain(value: Any) -> Any:
    """The value with what JSON cannot say as text or null, and whole numbers without a point."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, float) and not isinstance(value, bool):
        if value != value:
            return None
        if value in (float("inf"), float("-inf")):
            return "Infinity" if value > 0 else "-Infinity"
        return int(value) if value == int(value) and abs(value) < 2**53 else value
    return value


def _refused(message: str) -> int:
    print(message, file=sys.stderr)
    return 2
