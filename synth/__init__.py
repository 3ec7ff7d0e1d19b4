"""ghsynth: delivery pipelines for GitHub and AWS ECS, described once in typed Python.

Everything that a definition needs is importable from here; each name is loaded when it is first used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.bot_workflows.values import Bot
    from synth.build.actions import Action
    from synth.build.jobs import Concurrency, Container, Job, RunnerGroup, Snapshot
    from synth.build.matrix import Matrix, axis
    from synth.build.steps import Outputs, Step, cancel, output, parallel, run, uses, wait, wait_all
    from synth.build.triggers import (
        Input,
        WorkflowOutput,
        WorkflowSecret,
        call,
        dispatch,
        event,
        pull_request,
        push,
        schedule,
        workflow_run,
    )
    from synth.build.workflows import Workflow, call_workflow
    from synth.configuration import Parameter, Scale, SecretsManager
    from synth.expr.contexts import env, github, runner, secrets, strategy, vars
    from synth.expr.functions import (
        always,
        cancelled,
        case,
        contains,
        ends_with,
        failure,
        from_json,
        hash_files,
        join,
        starts_with,
        success,
        to_json,
    )
    from synth.expr.tree import Expr, raw, text
    from synth.model.action import Branding, DockerRuns, NodeRuns
    from synth.monorepo import Monorepo, Part
    from synth.pipeline import (
        Environment,
        Health,
        Image,
        LogScan,
        Pipeline,
        Progress,
        Registry,
        Service,
        Stage,
        StageError,
        insert_steps,
        replace_step,
    )
    from synth.protection import Protection, Rules
    from synth.rollout import BlueGreen, Canary, Linear, Rolling
    from synth.updates.values import Updates
    from synth.windows import Window

_HOME = {
    "synth.bot_workflows.values": "Bot",
    "synth.build.actions": "Action",
    "synth.build.jobs": "Concurrency Container Job RunnerGroup Snapshot",
    "synth.build.matrix": "Matrix axis",
    "synth.build.steps": "Outputs Step cancel output parallel run uses wait wait_all",
    "synth.build.triggers": "Input WorkflowOutput WorkflowSecret call dispatch event pull_request push schedule workflow_run",
    "synth.build.workflows": "Workflow call_workflow",
    "synth.configuration": "Parameter Scale SecretsManager",
    "synth.expr.contexts": "env github runner secrets strategy vars",
    "synth.expr.functions": "always cancelled case contains ends_with failure from_json hash_files join starts_with success to_json",
    "synth.expr.tree": "Expr raw text",
    "synth.model.action": "Branding DockerRuns NodeRuns",
    "synth.monorepo": "Monorepo Part",
    "synth.pipeline": "Environment Health Image LogScan Pipeline Progress Registry Service Stage StageError insert_steps replace_step",
    "synth.protection": "Protection Rules",
    "synth.rollout": "BlueGreen Canary Linear Rolling",
    "synth.updates.values": "Updates",
    "synth.windows": "Window",
}
_MODULE = {name: module for module, names in _HOME.items() for name in names.split()}

__all__ = [
    "Action",
    "BlueGreen",
    "Bot",
    "Branding",
    "Canary",
    "Concurrency",
    "Container",
    "DockerRuns",
    "Environment",
    "Expr",
    "Health",
    "Image",
    "Input",
    "Job",
    "Linear",
    "LogScan",
    "Matrix",
    "Monorepo",
    "NodeRuns",
    "Outputs",
    "Parameter",
    "Part",
    "Pipeline",
    "Progress",
    "Protection",
    "Registry",
    "Rolling",
    "Rules",
    "RunnerGroup",
    "Scale",
    "SecretsManager",
    "Service",
    "Snapshot",
    "Stage",
    "StageError",
    "Step",
    "Updates",
    "Window",
    "Workflow",
    "WorkflowOutput",
    "WorkflowSecret",
    "always",
    "axis",
    "call",
    "call_workflow",
    "cancel",
    "cancelled",
    "case",
    "contains",
    "dispatch",
    "ends_with",
    "env",
    "event",
    "failure",
    "from_json",
    "github",
    "hash_files",
    "insert_steps",
    "join",
    "output",
    "parallel",
    "pull_request",
    "push",
    "raw",
    "replace_step",
    "run",
    "runner",
    "schedule",
    "secrets",
    "starts_with",
    "strategy",
    "success",
    "text",
    "to_json",
    "uses",
    "vars",
    "wait",
    "wait_all",
    "workflow_run",
]


if not TYPE_CHECKING:  # a type checker knows the names above and no others

    def __getattr__(name):
        from synth.lazy import loaded

        return loaded(__name__, name, _MODULE)
