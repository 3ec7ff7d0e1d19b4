"""What is wrong with expressions before they run."""

from __future__ import annotations

import random

import pytest

from synth.expr.availability import JOB_IF, RUN, STEP, STEP_IF
from synth.expr.check import Availability, Fault, condition_faults, faults
from synth.expr.evaluate import EvaluationError, evaluate
from synth.expr.known import CONTEXTS, step
from synth.expr.parse import DEEPEST, LONGEST, parse
from synth.expr.types import NUMBER, TEXT, TRUTH, List, Object, type_of_value
from tests.expr import trees

SCOPE = {
    **CONTEXTS,
    "inputs": Object({"dry": TRUTH, "size": NUMBER, "name": TEXT}),
    "matrix": Object({"os": TEXT, "axes": List(TEXT), "pair": Object({"first": TEXT}), "pairs": List(Object({"first": TEXT}))}),
    "steps": Object({"made": step(Object({"path": TEXT}))}),
}
FROM_THE_RUN = ("RUNNER.os", "success()", "hashFiles('x')")
REFUSED = {  # expression -> rule, what is marked, message, remedy
    "github.sha == ": ("expression-syntax", "==", "Unexpected end of expression: '=='", "a value or a closing bracket is missing at the end"),
    'github.ref == "main"': ("expression-syntax", '"main"', "Unexpected symbol: '\"main\"'", "texts stand in single quotes: '...'"),
    "github.ref = 'main'": ("expression-syntax", "=", "Unexpected symbol: '='", "write '==' to compare"),
    "github.ref & 'x'": ("expression-syntax", "&", "Unexpected symbol: '&'", "write '&&' for and"),
    "'open": ("expression-syntax", "'open", "Unexpected symbol: ''open'", "a quote is open: close it, and write one inside '...' twice"),
    "": ("expression-syntax", "", "An expression was expected", "write one, or leave the value out"),
    "(1": ("expression-syntax", "1", "Unexpected end of expression: '1'", "a value or a closing bracket is missing at the end"),
    "1 + 2": ("expression-syntax", "+", "Unexpected symbol: '+'", "there is no '+': write format('{0}{1}', a, b) to put texts together"),
    "contains('a')": ("argument-count", "contains", "Too few parameters supplied: 'contains'", "write contains(search, item)"),
    "case(true, 1)": ("argument-count", "case", "Too few parameters supplied: 'case'", "write case(condition, value, ..., default)"),
    "always(1)": ("argument-count", "always", "Too many parameters supplied: 'always'", "write always()"),
    "toJson(1, 2)": ("argument-count", "toJson", "Too many parameters supplied: 'toJson'", "write toJSON(value)"),
    "nope(1)": (
        "unknown-function",
        "nope(1)",
        "There is no function 'nope'",
        "there are always, cancelled, case, contains, endsWith, failure, format, fromJSON, hashFiles, join, startsWith, success, toJSON",
    ),
    "starsWith('a', 'b')": (
        "unknown-function",
        "starsWith('a', 'b')",
        "There is no function 'starsWith'; did you mean 'startsWith'?",
        "there are always, cancelled, case, contains, endsWith, failure, format, fromJSON, hashFiles, join, startsWith, success, toJSON",
    ),
    "mian == 'x'": (
        "unknown-context",
        "mian",
        "There is no context 'mian'; there are: env, github, inputs, job, matrix, needs, runner, steps, strategy, vars",
        "texts stand in quotes: 'mian'",
    ),
    "gihtub.sha": ("unknown-context", "gihtub", "There is no context 'gihtub'; did you mean 'github'?", "texts stand in quotes: 'gihtub'"),
    "RUNNER.os": ("unavailable-context", "RUNNER", "The context 'RUNNER' is not available here", "available are github, inputs, vars"),
    "success()": ("unavailable-function", "success()", "success() is not available here", "only conditions ('if') may ask for it"),
    "hashFiles('x')": ("unavailable-function", "hashFiles('x')", "hashFiles() is not available here", "only steps have files"),
    "failure('build')": ("argument-count", "failure('build')", "failure() takes no arguments here", "only the condition of a job may name jobs"),
    "format('{0} {', 1)": (
        "format-pattern",
        "'{0} {'",
        "The braces of the pattern '{0} {' do not fit",
        "write {0}, {1}, ... for the arguments, {{ and }} for braces",
    ),
    "format('{}', 1)": (
        "format-pattern",
        "'{}'",
        "The braces of the pattern '{}' do not fit",
        "write {0}, {1}, ... for the arguments, {{ and }} for braces",
    ),
    "format('{0} {1}', 1)": (
        "format-arguments",
        "'{0} {1}'",
        "The pattern names {1}, and there is 1 argument behind it",
        "the first argument is {0}",
    ),
    "format('{0}')": ("format-arguments", "'{0}'", "The pattern names {0}, and there is no argument behind it", "the first argument is {0}"),
    "null.x": ("expression-syntax", ".x", "Unexpected symbol: '.x'", "brackets, quotes, operators and commas must fit together"),
    "'x'.y": ("expression-syntax", ".y", "Unexpected symbol: '.y'", "brackets, quotes, operators and commas must fit together"),
    "true.*": ("expression-syntax", ".*", "Unexpected symbol: '.*'", "brackets, quotes, operators and commas must fit together"),
}
DOUBTFUL = {
    "github.shaa": (
        "unknown-property",
        "github.shaa",
        "github has no property 'shaa'; did you mean 'sha'?",
        "the value is always empty: correct the name or leave it out",
    ),
    "matrix.nope": (
        "unknown-property",
        "matrix.nope",
        "matrix has no property 'nope'; there are: axes, os, pair, pairs",
        "the value is always empty: correct the name or leave it out",
    ),
    "github.sha.length": ("no-properties", "github.sha.length", "Text has no property 'length'", "fromJSON(...) reads an object from text"),
    "inputs.size[0]": ("no-properties", "inputs.size[0]", "A number has no parts", "leave the part out, or read from another value"),
    "env[0]": ("index-kind", "0", "The properties of an object have names, and this is a number", "give the name as text: ['name']"),
    "github[inputs.dry]": (
        "index-kind",
        "inputs.dry",
        "The properties of an object have names, and this is a truth value",
        "give the name as text: ['name']",
    ),
    "matrix.axes.first": ("index-kind", "first", "A list has no property 'first'", "write [0] for the first element, or '.*' for all of them"),
    "matrix.axes['x']": ("index-kind", "'x'", "A list has no property 'x'", "write [0] for the first element, or '.*' for all of them"),
    "matrix.axes[inputs.name]": (
        "index-kind",
        "inputs.name",
        "A list has numbered elements, and this is text",
        "write [0] for the first element, or '.*' for all of them",
    ),
    "matrix.pairs.*[inputs.name]": (
        "index-kind",
        "inputs.name",
        "A list has numbered elements, and this is text",
        "write [0] for the first element, or '.*' for all of them",
    ),
    "matrix.pairs.*.second": (
        "unknown-property",
        "matrix.pairs.*.second",
        "matrix.pairs.* has no property 'second'; there are: first",
        "the value is always empty: correct the name or leave it out",
    ),
    "matrix.axes.*.first": (
        "no-properties",
        "matrix.axes.*.first",
        "'.*' finds text here, which has no property 'first'",
        "leave the part out, or read from another value",
    ),
    "contains(github, 'x')": (
        "argument-kind",
        "github",
        "Argument 1 of contains() is an object, and a list or a text is needed",
        "write .* behind it to search the values of its properties",
    ),
    "contains(inputs.dry, 'x')": (
        "argument-kind",
        "inputs.dry",
        "Argument 1 of contains() is a truth value, and text is needed",
        "compare it, or write format('{0}', ...)",
    ),
    "startsWith(matrix.axes, 'x')": (
        "argument-kind",
        "matrix.axes",
        "Argument 1 of startsWith() is a list, and text is needed",
        "write join(...), or take one element with [0]",
    ),
    "endsWith(null, 'x')": ("argument-kind", "null", "Argument 1 of endsWith() is null, and text is needed", "write ''"),
    "join(github.sha)": ("argument-kind", "github.sha", "Argument 1 of join() is text, and a list is needed", "leave join() out"),
    "join(matrix.pairs)": (
        "argument-kind",
        "matrix.pairs",
        "Argument 1 of join() is a list, and a list of texts is needed",
        "its elements are no texts: take a part of each with '.*', or write toJSON(...)",
    ),
    "join(matrix.pair)": ("argument-kind", "matrix.pair", "Argument 1 of join() is an object, and a list is needed", "write .* behind it"),
    "join(matrix.axes, matrix.axes)": (
        "argument-kind",
        "matrix.axes",
        "Argument 2 of join() is a list, and text is needed",
        "write the text between the elements: ', '",
    ),
    "format(matrix.axes)": (
        "argument-kind",
        "matrix.axes",
        "Argument 1 of format() is a list, and text is needed",
        "write join(...), or take one element with [0]",
    ),
    "format('{0}', matrix.pair)": (
        "argument-kind",
        "matrix.pair",
        "Argument 2 of format() is an object, and text is needed",
        "write toJSON(...), or name one of its parts",
    ),
    "format('{0}', 1, 2)": ("unused-argument", "2", "The pattern has no {1}, so this argument is not used", "name it in the pattern or leave it out"),
    "fromJSON(matrix)": (
        "argument-kind",
        "matrix",
        "Argument 1 of fromJSON() is an object, and text is needed",
        "name one of its parts, or write toJSON(...)",
    ),
    "fromJSON('{a}')": (
        "broken-json",
        "'{a}'",
        "This is no JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        "the run fails on it: texts and names have double quotes in JSON",
    ),
    "case(github.sha, 1, 2)": (
        "argument-kind",
        "github.sha",
        "Argument 1 of case() is text, and a truth value as condition is needed",
        "compare it: the run fails otherwise",
    ),
    "hashFiles(matrix.axes)": (
        "argument-kind",
        "matrix.axes",
        "Argument 1 of hashFiles() is a list, and text is needed",
        "write join(...), or take one element with [0]",
    ),
    "matrix.pair == 'x'": (
        "comparison-kind",
        "matrix.pair == 'x'",
        "An object is never equal to text",
        "compare a property of it, or toJSON(...) of both",
    ),
    "1 != matrix.axes": (
        "comparison-kind",
        "1 != matrix.axes",
        "A number is never equal to a list",
        "compare a property of it, or toJSON(...) of both",
    ),
    "matrix.axes == matrix.pair": (
        "comparison-kind",
        "matrix.axes == matrix.pair",
        "A list is never equal to an object",
        "compare a property of it, or toJSON(...) of both",
    ),
    "inputs.dry > 1": ("comparison-kind", "inputs.dry", "'>' compares numbers or texts, and this is a truth value", "compare with '==' or '!='"),
    "1 <= null": ("comparison-kind", "null", "'<=' compares numbers or texts, and this is null", "compare with '==' or '!='"),
    "matrix.pair < 2": ("comparison-kind", "matrix.pair", "'<' compares numbers or texts, and this is an object", "compare with '==' or '!='"),
}


def marked(text: str, fault: Fault) -> str:
    return text[fault.start : fault.end]


@pytest.mark.parametrize("text", REFUSED)
def test_what_github_refuses_is_an_error(text: str) -> None:
    (fault,) = faults(text, RUN if text in FROM_THE_RUN else STEP_IF, SCOPE, "condition")
    rule, part, message, remedy = REFUSED[text]
    assert (rule, "error", part, message, remedy) == (fault.rule, fault.severity, marked(text, fault), fault.message, fault.remedy)


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_github_takes_and_nobody_means_is_a_warning(text: str) -> None:
    (fault,) = faults(text, STEP_IF, SCOPE, "condition")
    rule, part, message, remedy = DOUBTFUL[text]
    assert (rule, "warning", part, message, remedy) == (fault.rule, fault.severity, marked(text, fault), fault.message, fault.remedy)


@pytest.mark.parametrize(
    "text",
    [
        "github.ref == 'refs/heads/main' && !cancelled()",
        "GITHUB.Event_Name == 'push'",
        "github.event.pull_request.head.repo.full_name == github.repository",
        "contains(github.event.pull_request.labels.*.name, 'ready')",
        "contains(matrix.axes, 5) || contains(fromJSON('[1, 2]'), inputs.size)",
        "join(matrix.pairs.*.first, ', ')",
        "format('{{{0}}} {0} {1}', inputs.size, inputs.dry)",
        "hashFiles('**/package-lock.json', inputs.name)",
        "null == matrix.pair || matrix.pair == matrix.pair || matrix.axes != matrix.axes",
        "'41' < 42 && inputs.name < 'b'",
        "case(inputs.dry, 'a', github.event.draft, 'b', null)",
        "steps.made.outputs.PATH || steps.made.outcome",
        "job.services.db.ports['5432']",
        "env[inputs.name]",
        "needs.anything.outputs.at_all",
        "vars.NAME",
    ],
)
def test_what_means_something_is_no_fault(text: str) -> None:
    assert () == faults(text, STEP_IF, SCOPE, "condition")


@pytest.mark.parametrize(
    ("text", "wants", "rule", "message", "remedy"),
    [
        ("matrix", "text", "text-kind", "This is an object, which has no useful text", "name one of its properties, or write toJSON(...)"),
        ("matrix.axes", "text", "text-kind", "This is a list, which has no useful text", "join(...) or toJSON(...) makes a text of it"),
        ("null", "text", "text-kind", "This is null, which has no useful text", "leave it out, or write ''"),
        (
            "'5'",
            "number",
            "wanted-kind",
            "This is text, and a number is needed here",
            "fromJSON(...) reads numbers, truth values, lists and objects from text",
        ),
        ("1", "truth", "wanted-kind", "This is a number, and a truth value is needed here", "give a value of that kind"),
        (
            "github.sha",
            "list",
            "wanted-kind",
            "This is text, and a list is needed here",
            "fromJSON(...) reads numbers, truth values, lists and objects from text",
        ),
        (
            "github.sha",
            "object",
            "wanted-kind",
            "This is text, and an object is needed here",
            "fromJSON(...) reads numbers, truth values, lists and objects from text",
        ),
        ("matrix.axes", "object", "wanted-kind", "This is a list, and an object is needed here", "give a value of that kind"),
        ("matrix.pair", "text|list", "wanted-kind", "This is an object, and text or a list is needed here", "give a value of that kind"),
        ("inputs.dry", "number", "wanted-kind", "This is a truth value, and a number is needed here", "give a value of that kind"),
    ],
)
def test_the_kind_that_the_place_takes(text: str, wants: str, rule: str, message: str, remedy: str) -> None:
    assert (Fault(rule, "warning", 0, len(text), message, remedy),) == faults(text, STEP, SCOPE, wants)


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("inputs.size", "text"),
        ("inputs.dry", "text"),
        ("github.event.number", "number"),
        ("fromJSON(inputs.name)", "number"),
        ("inputs.dry && 5 || 10", "number"),
        ("fromJSON('[1]')", "text|list"),
        ("github.sha", "text|list"),
        ("fromJSON('{}')", "object"),
        ("matrix", "any"),
        ("matrix", "condition"),
    ],
)
def test_values_of_the_kind_that_the_place_takes(text: str, wants: str) -> None:
    assert () == faults(text, STEP, SCOPE, wants)


def test_a_receiver_may_declare_what_it_takes() -> None:
    assert () == faults("inputs.size", STEP, SCOPE, NUMBER)
    assert ["This is text, and a number is needed here"] == [fault.message for fault in faults("inputs.name", STEP, SCOPE, NUMBER)]


def test_a_part_of_a_text_becomes_text_whatever_the_place_takes() -> None:
    for wants in ("object", "any", "condition"):
        assert ["text-kind"] == [fault.rule for fault in faults("matrix", STEP, SCOPE, wants, whole=False)]


def test_all_faults_are_told() -> None:
    text = "contains(runner.os, github.shaa) && nope()"
    assert [("unavailable-context", "runner"), ("unknown-property", "github.shaa"), ("unknown-function", "nope()")] == [
        (fault.rule, marked(text, fault)) for fault in faults(text, JOB_IF, SCOPE, "condition")
    ]


def test_a_job_may_ask_how_other_jobs_ended() -> None:
    assert () == faults("failure('build', 'test')", JOB_IF, SCOPE, "condition")


def test_where_nothing_is_available_nothing_may_be_named() -> None:
    assert (
        Fault("unavailable-context", "error", 0, 6, "The context 'inputs' is not available here", "no context is: write the value itself"),
    ) == faults("inputs.x", Availability(frozenset()))


def test_length_and_depth_have_limits() -> None:
    deep, long = "!" * (DEEPEST + 1) + "true", "1" * (LONGEST + 1)
    remedy = "compute parts of it in an earlier step or job"
    assert (Fault("expression-syntax", "error", 0, len(deep), "Exceeded max expression depth 50", remedy),) == faults(deep, STEP)
    assert (Fault("expression-syntax", "error", 0, len(long), "Exceeded max expression length 21000", remedy),) == faults(long, STEP)


PIECES = "( ) [ ] , . .* ! == != < && || = & 'a' '' ' \" 1 -2 0x1F NaN true null {0} github GITHUB.sha event matrix axes steps.made x contains( case( format('{0}', fromJSON('[1]') success() hashFiles( é \n".split(
    " "
)


def test_any_text_has_faults_or_none_and_nothing_is_raised() -> None:
    chance = random.Random(4)
    for _ in range(5_000):
        text = chance.choice(["", " "]).join(chance.choices(PIECES, k=chance.randrange(12)))
        for fault in (
            *faults(text, chance.choice([RUN, JOB_IF, STEP]), SCOPE, chance.choice(["text", "number", "list", "any"])),
            *condition_faults(text),
        ):
            assert 0 <= fault.start <= fault.end <= len(text)


@pytest.mark.parametrize("operator", ["||", "&&", "==", "<"])
def test_long_chains_are_no_depth(operator: str) -> None:
    text = operator.join(["inputs.size"] * 1_500)
    assert all(
        fault.severity == "warning"
        for fault in (*faults(text, STEP, SCOPE), *condition_faults(text), *condition_faults(text.replace("inputs.size", "1")))
    )


def test_what_has_a_value_is_no_error() -> None:
    scope = {name: type_of_value(value) for name, value in trees.CONTEXTS.items()}
    everything = Availability(frozenset(trees.CONTEXTS), STEP_IF.functions)
    make, wrong = trees.Trees(seed=8), []
    for size in range(3_000):
        text = trees.built(make.of_any_kind(2 + size % 6)).source(trees.resolve)
        try:
            evaluate(parse(text, trees.CONTEXTS), trees.CONTEXTS)
        except EvaluationError:
            continue
        wrong += [(text, fault) for fault in faults(text, everything, scope, "any") if fault.severity == "error"]
    assert [] == wrong[:3]
