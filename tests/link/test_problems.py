"""What link refuses: every problem of a workflow at once, each with the line that it is on and, where another is meant, that one too."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest

import synth
from synth.link import link, link_action
from synth.model import Uses
from synth.problems import DefinitionError

PROBLEMS = {
    "a step in no job": (
        """
        pushed = run("./push.sh", name="Push image", outputs=["uri"])
        workflow = Workflow("Deliver", on=[push()], jobs=[
            Job("Deploy", [run("./deploy.sh {uri}", uri=pushed.outputs.uri)]),
        ])
        """,
        "pipeline.py:4  step './deploy.sh \"$URI\"' of job 'Deploy' reads 'uri' of step 'Push image' (pipeline.py:2), which is in no job of workflow 'Deliver'",
    ),
    "a step in two jobs": (
        """
        version = run("./version.sh", name="Version", outputs=["tag"])
        workflow = Workflow("CI", on=[push()], jobs=[
            Job("One", [version]),
            Job("Two", [version, run("echo {tag}", tag=version.outputs.tag)]),
            Job("Three", [run("echo {tag}", name="Say", tag=version.outputs.tag)]),
        ])
        """,
        "pipeline.py:6  step 'Say' of job 'Three' reads 'tag' of step 'Version' (pipeline.py:2), which is in several jobs, 'One', 'Two'",
    ),
    "a step twice in a job": (
        """
        version = run("./version.sh", name="Version", outputs=["tag"])
        workflow = Workflow("CI", on=[push()], jobs=[
            Job("One", [version, version, run("echo {tag}", name="Say", tag=version.outputs.tag)]),
        ])
        """,
        "pipeline.py:4  step 'Say' of job 'One' reads 'tag' of step 'Version' (pipeline.py:2), which is in the job 2 times",
    ),
    "a later step, and itself": (
        """
        late = run("./late.sh", name="Late", outputs=["x"])
        workflow = Workflow("CI", on=[push()], jobs=[
            Job("Build", [
                run("echo {x}", name="Early", x=late.outputs.x),
                late.replace(env={"X": late.outputs.x}),
            ]),
        ])
        """,
        "pipeline.py:2  step 'Late' of job 'Build' reads 'x' of step 'Late' (pipeline.py:2), which is itself\n"
        "pipeline.py:5  step 'Early' of job 'Build' reads 'x' of step 'Late' (pipeline.py:2), which is a later step",
    ),
    "a step of its own, in the job's condition": (
        """
        test = run("./test.sh", name="Test")
        workflow = Workflow("CI", on=[push()], jobs=[Job("Build", [test], if_=test.failed)])
        """,
        "pipeline.py:3  job 'Build' reads the outcome of step 'Test' (pipeline.py:2), which is known only after its steps began",
    ),
    "a job in no workflow": (
        """
        build = Job("Build", [run("true")])
        workflow = Workflow("CI", on=[push()], jobs=[
            Job("Builds", [run("true")]),
            Job("Deploy", [run("true")], needs=[build], if_=build.failed),
        ])
        """,
        "pipeline.py:5  job 'Deploy' needs job 'Build' (pipeline.py:2), which is not in workflow 'CI'; did you mean 'Builds'?\n"
        "pipeline.py:5  job 'Deploy' reads the result of job 'Build' (pipeline.py:2), which is not in workflow 'CI'; did you mean 'Builds'?",
    ),
    "a job by its name": (
        """
        workflow = Workflow("CI", on=[push()], jobs=[Job("Deploy", [run("true")], needs=["build"])])
        """,
        "pipeline.py:2  job 'Deploy' needs 'build': give the job itself, not its name",
    ),
    "a circle": (
        """
        a = run("true", name="A", outputs=["x"])
        b = run("echo {x}", name="B", outputs=["x"], x=a.outputs.x)
        workflow = Workflow("CI", on=[push()], jobs=[
            Job("Free", [run("true")]),
            Job("One", [a.replace(env={"X": b.outputs.x})]),
            Job("Two", [b]),
        ])
        """,
        "pipeline.py:6  jobs 'One', 'Two' of workflow 'CI' wait for each other",
    ),
    "an axis of another matrix": (
        """
        class Grid(Matrix):
            python = axis("3.12", "3.13")
        one, two = Grid(), Grid()
        workflow = Workflow("CI", on=[push()], jobs=[
            Job("Test", [run("true")], matrix=one, runs_on=two.python),
            Job("Other", [run("echo {v}", name="Say", v=one.python)]),
        ])
        """,
        "pipeline.py:6  job 'Test' reads axis 'python' of Grid, which is not its matrix: give the job matrix=\n"
        "pipeline.py:7  step 'Say' of job 'Other' reads axis 'python' of Grid, which is not its matrix: give the job matrix=",
    ),
    "a step of a job with a matrix": (
        """
        class Grid(Matrix):
            python = axis("3.12", "3.13")
        test = run("./test.sh", name="Test", outputs=["x"])
        workflow = Workflow("CI", on=[push()], jobs=[
            Job("Test", [test], matrix=Grid()),
            Job("Use", [run("echo {x}", name="Say", x=test.outputs.x)]),
        ])
        """,
        "pipeline.py:7  step 'Say' of job 'Use' reads 'x' of step 'Test' (pipeline.py:4), whose job 'Test' has a matrix: only the combination that ends last "
        "would be read; hand the values on as artifacts",
    ),
    "an empty matrix": (
        """
        workflow = Workflow("CI", on=[push()], jobs=[Job("Test", [run("true")], matrix=Matrix())])
        """,
        "pipeline.py:2  the matrix Matrix of job 'Test' has neither an axis nor include=",
    ),
    "an input that is not declared": (
        """
        where = Input("where")
        workflow = Workflow("CI", on=[push(), dispatch(Input("when"))], jobs=[Job("Go", [run("echo {w}", name="Say", w=where)])])
        """,
        "pipeline.py:3  step 'Say' of job 'Go' reads input 'where' (pipeline.py:2), which workflow 'CI' does not declare: add it to dispatch(...) or call(...)",
    ),
    "a job before any has run": (
        """
        version = run("./version.sh", name="Version", outputs=["tag"])
        build = Job("Build", [version], outputs={"tag": version.outputs.tag})
        workflow = Workflow(
            "CI",
            on=[push()],
            jobs=[build],
            run_name=text("Run of {tag}", tag=version.outputs.tag),
            env={"TAG": build.output("tag")},
        )
        """,
        "pipeline.py:4  workflow 'CI' reads 'tag' of step 'Version' of job 'Build' (pipeline.py:3), before any job has run: only the outputs of call(...) may\n"
        "pipeline.py:4  workflow 'CI' reads output 'tag' of job 'Build' (pipeline.py:3), before any job has run: only the outputs of call(...) may",
    ),
    "the same id twice": (
        """
        workflow = Workflow("CI", on=[push()], jobs=[
            Job("Build it", [run("true")]),
            Job("Build: it!", [run("true")]),
            Job("Other", [run("true")], id="Build-It"),
            Job("Bad", [run("true")], id="1 bad"),
        ])
        """,
        "pipeline.py:4  jobs 'Build it' (pipeline.py:3) and 'Build: it!' would both be called 'build-it': rename one or give it id=\n"
        "pipeline.py:5  jobs 'Build: it!' (pipeline.py:4) and 'Other' would both be called 'Build-It': rename one or give it id=\n"
        "pipeline.py:6  the id '1 bad' of job 'Bad' is not letters, digits, '-' and '_' beginning with a letter or '_'",
    ),
    "nothing in it": (
        """
        workflow = Workflow("CI")
        """,
        "pipeline.py:2  workflow 'CI' has no jobs\npipeline.py:2  workflow 'CI' has no trigger: on=[push(branches=['main'])], for example",
    ),
    "a job without steps": (
        """
        workflow = Workflow("CI", on=[push()], jobs=[Job("Empty", [])])
        """,
        "pipeline.py:2  job 'Empty' has no steps",
    ),
    "conditions that are none": (
        """
        test = run("./test.sh", name="Test", outputs=["passed"])
        workflow = Workflow("CI", on=[push()], jobs=[
            Job("Build", [
                test,
                run("true", name="Text", if_="github.ref == 'x'"),
                run("true", name="Output", if_=test.outputs.passed),
            ], if_=github.ref),
        ])
        """,
        "pipeline.py:4  the condition of job 'Build' is <github.ref>, which is a text, and any text but '' counts as true: compare it, == '...'\n"
        "pipeline.py:6  the condition of step 'Text' is \"github.ref == 'x'\": give an expression, for example github.ref_name == 'main'\n"
        "pipeline.py:7  the condition of step 'Output' is <'passed' of step 'Test'>, which is a text, and any text but '' counts as true: compare it, == '...'",
    ),
    "expressions in text": (
        """
        workflow = Workflow("CI", on=[push()], jobs=[
            Job("Build", [uses("owner/x@v1", inputs={"a": "v${{ github.sha }}"})], runs_on="${{ vars.RUNNER }}", env={"A": {"b": "${{ x }}"}}),
        ])
        """,
        "pipeline.py:3  'v${{ github.sha }}' holds ${{ }}: give the expression as a value (github.sha, text('...{x}', x=...)), or raw(...) to take it unchecked\n"
        "pipeline.py:3  '${{ vars.RUNNER }}' holds ${{ }}: give the expression as a value (github.sha, text('...{x}', x=...)), or raw(...) to take it unchecked\n"
        "pipeline.py:3  '${{ x }}' holds ${{ }}: give the expression as a value (github.sha, text('...{x}', x=...)), or raw(...) to take it unchecked",
    ),
    "values without a form": (
        """
        workflow = Workflow("CI", on=[push()], jobs=[
            Job("Build", [run("true", env={"A": {1, 2}})], env={"B": float("nan")}, timeout_minutes=b"5"),
        ])
        """,
        "pipeline.py:3  {1, 2} has no form in a workflow file: give text, a number, True, False or an expression\n"
        "pipeline.py:3  b'5' has no form in a workflow file: give text, a number, True, False or an expression\n"
        "pipeline.py:3  nan has no form in a workflow file: give text, a number, True, False or an expression",
    ),
    "raw text in an expression": (
        """
        workflow = Workflow("CI", on=[push()], jobs=[
            Job("Build", [run("true", env={"A": text("{x}", x=contains(raw("a ${{ b }} ${{ c }}"), "x"))})], if_=raw("x") & github.ref_protected),
        ])
        """,
        "pipeline.py:3  raw('a ${{ b }} ${{ c }}') is more than one ${{ }}, so it cannot be part of an expression\n"
        "pipeline.py:3  raw('x') is more than one ${{ }}, so it cannot be part of an expression",
    ),
    "permissions": (
        """
        workflow = Workflow("CI", on=[push()], permissions={"content": "read"}, jobs=[
            Job("Build", [run("true")], permissions={"contents": "wirte", "id-token": "read", "models": "write"}),
        ])
        """,
        "pipeline.py:2  GitHub has no permission 'content'; did you mean 'contents'?\n"
        "pipeline.py:3  permission 'contents' has no level 'wirte'; did you mean 'write'?\n"
        "pipeline.py:3  permission 'id-token' has no level 'read'; there are: none, write\n"
        "pipeline.py:3  permission 'models' has no level 'write'; there are: none, read",
    ),
    "events": (
        """
        workflow = Workflow("CI", jobs=[Job("Build", [run("true")])], on=[
            event("pull_requets"),
            event("release", types=["publish"]),
            pull_request(types=["open"]),
            push(), push(branches=["main"]),
            call(Input("where", options=["a", "b"])),
        ])
        """,
        "pipeline.py:3  GitHub has no event 'pull_requets'; did you mean 'pull_request'?\n"
        "pipeline.py:4  event 'release' has no type 'publish'; did you mean 'published'?\n"
        "pipeline.py:5  event 'pull_request' has no type 'open'; did you mean 'opened'?\n"
        "pipeline.py:6  workflow 'CI' has the trigger 'push' twice: join the filters\n"
        "pipeline.py:7  input 'where' has options, which workflow_call does not know: only dispatch(...) offers a choice",
    ),
    "not locked": (
        """
        workflow = Workflow("CI", on=[push()], jobs=[
            Job("Build", [uses("absent/x@v1"), uses("absent/x@v1")], container=Container("absent")),
        ])
        """,
        "pipeline.py:3  absent/x@v1 is not in .github/ghsynth.lock: run 'ghsynth lock absent/x@v1'\n"
        "pipeline.py:3  absent is not in .github/ghsynth.lock: run 'ghsynth lock absent'",
    ),
    "environments and passwords": (
        """
        workflow = Workflow("CI", on=[push()], jobs=[
            Job("Build", [run("true")], environment_url="https://x.example",
                services={"db": Container("postgres", username="me", password="secret")}),
        ])
        """,
        "pipeline.py:3  job 'Build' has environment_url= but no environment=\n"
        "pipeline.py:4  a container's password is given as text: use a secret, password=secrets.NAME",
    ),
    "the name of the file": (
        """
        workflow = Workflow("CI", on=[push()], jobs=[Job("Build", [run("true")])], file="../ci.txt")
        """,
        "pipeline.py:2  file='../ci.txt' is no name of a file in .github/workflows: letters, digits, '.', '_', '-', ending in .yml or .yaml",
    ),
    "everything at once": (
        """
        a = run("true", name="A", outputs=["x"])
        workflow = Workflow("CI", on=[push()], jobs=[
            Job("One", [run("echo {x}", name="Say", x=a.outputs.x)], needs=["two"]),
            Job("One", [], if_="x"),
        ])
        """,
        "pipeline.py:4  job 'One' needs 'two': give the job itself, not its name\n"
        "pipeline.py:4  step 'Say' of job 'One' reads 'x' of step 'A' (pipeline.py:2), which is in no job of workflow 'CI'\n"
        "pipeline.py:5  jobs 'One' (pipeline.py:4) and 'One' would both be called 'one': rename one or give it id=\n"
        "pipeline.py:5  job 'One' has no steps\n"
        "pipeline.py:5  the condition of job 'One' is 'x': give an expression, for example github.ref_name == 'main'",
    ),
    "a composite action": (
        """
        late = run("./late.sh", name="Late", outputs=["x"])
        workflow = Action("Set up", description="d", folder="../x", inputs=[], outputs={"y": run("z", outputs=["y"]).outputs.y}, steps=[
            run("echo {x} {w}", name="Early", x=late.outputs.x, w=Input("where")),
            late,
        ])
        """,
        "pipeline.py:3  folder='../x' is no name of a folder in .github/actions: small letters, digits and '-'\n"
        "pipeline.py:3  action 'Set up' reads 'y' of step 'z' (pipeline.py:3), which is no step of action 'Set up'\n"
        "pipeline.py:4  step 'Early' of action 'Set up' reads 'x' of step 'Late' (pipeline.py:2), which is a later step\n"
        "pipeline.py:4  step 'Early' of action 'Set up' reads input 'where' (pipeline.py:4), which action 'Set up' does not declare: add it to inputs=[...]",
    ),
}


def pin(reference: str) -> Uses | None:
    return None if reference.startswith("absent") else Uses(reference)


def defined(source: str) -> Any:
    """What a definition in the file pipeline.py would be; the first line of the text is its line 2, as it looks here."""
    names: dict[str, Any] = {name: getattr(synth, name) for name in synth.__all__}
    exec(compile(dedent(source), "pipeline.py", "exec"), names)
    return names["workflow"]


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_problem_is_reported_with_its_place(name: str) -> None:
    source, expected = PROBLEMS[name]
    made = defined(source)
    with pytest.raises(DefinitionError) as caught:
        link_action(made, pin) if isinstance(made, synth.Action) else link(made, pin)
    assert expected == str(caught.value)


MISTAKES = {
    "an argument that is not declared": (
        """
        deploy = Workflow("Deploy", on=[call(Input("target"))], jobs=[])
        deploy.call("Go", Input("targt")("x"))
        """,
        "workflow 'Deploy' declares no input 'targt'; did you mean 'target'?",
    ),
    "arguments that are missing": (
        """
        deploy = Workflow("Deploy", on=[call(Input("target"), Input("count", int), secrets=[WorkflowSecret("TOKEN")])], jobs=[])
        deploy.call("Go")
        """,
        "workflow 'Deploy' needs input 'target', input 'count', secret 'TOKEN': pass each as an argument, for example target('staging')",
    ),
    "a call of what cannot be called": (
        """
        Workflow("Deploy", on=[push()], jobs=[]).call("Go")
        """,
        "workflow 'Deploy' cannot be called: add call(...) to its triggers",
    ),
    "an argument twice": (
        """
        target = Input("target")
        Workflow("Deploy", on=[call(target)], jobs=[]).call("Go", target("a"), target("b"))
        """,
        "input 'target' of workflow 'Deploy' is given twice",
    ),
    "an argument of another kind": ("\nInput('count', int)('three')", "input 'count' is a number, and 'three' is a text"),
    "an argument that is no choice": ("\nInput('where', options=['a', 'b'])('c')", "input 'where' is one of a, b, not 'c'"),
    "a default of another kind": ("\nInput('count', int, default='x')", "the default of input 'count' is 'x', which is no number"),
    "a default that is no choice": ("\nInput('x', options=['a'], default='b')", "the default of input 'x' is 'b', which is none of its options: a"),
    "an input of another type": ("\nInput('x', list)", "input 'x' is str, bool, int or float, not <class 'list'>"),
    "a secret as text": (
        "\nWorkflowSecret('TOKEN')('abc')",
        "secret 'TOKEN' is given a plain text: put the value into a secret and write secrets.NAME",
    ),
    "an action's missing input": ("\nAction('Set up', description='d', inputs=[Input('v')], steps=[]).step()", "action 'Set up' needs v"),
    "an action's unknown input": (
        "\nAction('Set up', description='d', inputs=[Input('version')], steps=[]).step(Input('versoin')('1'))",
        "action 'Set up' declares no input 'versoin'; did you mean 'version'?",
    ),
    "a step by a wrong name": (
        "\nJob('Build', [run('a', name='Test'), run('b')]).replace_step('Tset')",
        "job 'Build' has no step 'Tset'; did you mean 'Test'?",
    ),
    "a step by a name of two": ("\nJob('Build', [run('a'), run('a')]).insert(run('b'), after='a')", "job 'Build' has 2 steps called 'a': name them apart"),
    "a job by a wrong name": ("\nWorkflow('CI', jobs=[Job('Build', [])]).replace_job('Biuld')", "workflow 'CI' has no job 'Biuld'; did you mean 'Build'?"),
    "${{ }} in a script": (
        "\nrun('echo ${{ github.sha }}')",
        "'echo ${{ github.sha }}' holds ${{ }}: give the expression as a value (github.sha, text('...{x}', x=...)), or raw(...) to take it unchecked",
    ),
    "a value for raw text": ("\nrun(raw('echo'), x='1')", "a raw(...) script takes no values: pass env={...}"),
    "a value for another shell": (
        "\nrun('echo {x}', x='1', shell='pwsh')",
        "placeholders are quoted for bash and sh, not for shell='pwsh': pass env={...} and read the variable",
    ),
    "a variable twice": ("\nrun('echo {x}', x='1', env={'X': '2'})", "env= and the placeholder {x} both set X: rename one"),
    "an empty script": ("\nrun('  \\n')", "run() got an empty script"),
    "a text for a list": ("\npush(branches='main')", "push(branches=...) takes a list: branches=['main']"),
    "no axis to exclude": (
        "\nclass Grid(Matrix):\n    os = axis('a')\nGrid(exclude=[{'so': 'a'}])",
        "Grid has no axis 'so' to exclude; there are: os",
    ),
    "no value to exclude": ("\nclass Grid(Matrix):\n    os = axis('a')\nGrid(exclude=[{'os': 'b'}])", "axis 'os' of Grid has no value 'b' to exclude; it has ['a']"),
    "an empty axis": ("\naxis()", "an axis needs at least one value: axis('3.12', '3.13')"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_an_error_at_its_line(name: str) -> None:
    source, expected = MISTAKES[name]
    with pytest.raises(synth.expr.ExpressionError) as caught:
        defined(dedent(source) + "\nworkflow = None")
    assert expected == str(caught.value)


ABSENT = {
    "an output that is not declared": (
        "run('x', name='Push', outputs=['uri']).outputs.url",
        "step 'Push' declares no output 'url'; did you mean 'uri'?",
    ),
    "an output of none": ("run('x', name='Push').outputs.url", "step 'Push' declares no output 'url'; run(..., outputs=[...]) declares them"),
    "an output that the job does not name": ("Job('Build', []).output('tag')", "job 'Build' names no output 'tag'; Job(outputs={...}) does"),
    "an output that the workflow does not declare": (
        "Workflow('Deploy', on=[call()], jobs=[]).call('Go').output('url')",
        "the workflow that 'Go' calls has no output 'url'",
    ),
}


@pytest.mark.parametrize("name", ABSENT)
def test_a_name_that_is_not_there_is_an_attribute_error(name: str) -> None:
    source, expected = ABSENT[name]
    with pytest.raises(AttributeError) as caught:
        defined(f"workflow = {source}")
    assert expected == str(caught.value)
