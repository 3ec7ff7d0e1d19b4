"""Which calls of AWS's API each action, each of AWS's own actions and each command of ours makes, on what, and when. Said here and nowhere else.

An action of ours without an entry fails a test, and so does one that makes a call in its tests against the simulator that its entry leaves out.
Resource levels: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html and its neighbours.
"""

from __future__ import annotations

from synth.record import positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


@positional
class Call:
    """`action` as policies name it, on a kind of resource, which `synth.infra.resources` turns into ARNs.

    `when` are inputs: the call is made only where one of them is given, and is not empty or false; `rules:alarm` is a rule of that kind. `never`
    says why a role is not given it although the action can make it, so that a person decides; what the action does without is in its README.
    """

    action: str
    on: str
    when: tuple[str, ...] = ()
    unless: str = ""  # an input and its value, `deploy-with=official`, with which the call is not made
    never: str = ""


_LOOKING = (
    Call("ecs:DescribeServices", "service"),
    Call("ecs:DescribeServiceDeployments", "deployment"),
    Call("ecs:DescribeTaskDefinition", "any task definition"),
    Call("ecs:ListTasks", "tasks of the cluster"),
    Call("ecs:DescribeTasks", "task"),
    Call("elasticloadbalancing:DescribeTargetHealth", "target health"),
)
_GOING_BACK = (
    Call("ecs:ListServiceDeployments", "service"),
    Call("ecs:DescribeServiceRevisions", "revision"),
    Call("ecs:ListTagsForResource", "marks"),
    Call("ecs:UpdateService", "service"),
    Call("ecs:StopServiceDeployment", "deployment"),
    Call("ecs:ContinueServiceDeployment", "deployment"),
    Call("ecs:TagResource", "service"),  # which release was left
    Call("ecr:DescribeImages", "image"),
    Call("ecs:UpdateExpressGatewayService", "service", never="only a service of ECS Express Mode takes it, and a definition names none"),
)
_REGISTERING = (
    Call("ecs:RegisterTaskDefinition", "task definition", unless="deploy-with=official"),
    Call("ecs:TagResource", "new task definition", unless="deploy-with=official"),
    Call("iam:PassRole", "task role", unless="deploy-with=official"),
)
_COPIES = "a task definition that was deregistered is copied only where a person allows it; until then the release before it is taken"

ACTIONS: Mapping[str, tuple[Call, ...]] = {
    "approval-audit": (),
    "changed-paths": (),
    "comment-diff": (),
    "deploy-ec2": (),  # by SSH
    "deploy-ecs": (
        *_LOOKING,
        *_GOING_BACK,
        *_REGISTERING,
        Call("cloudwatch:DescribeAlarms", "alarm", ("verify-alarms",)),
        Call("logs:FilterLogEvents", "log group", ("verify-log-pattern", "verify-log-group")),
    ),
    "notify": (),
    "record-deployment": (
        Call("ecs:DescribeServices", "service"),
        Call("ecs:DescribeServiceRevisions", "revision"),
        Call("ecs:ListTagsForResource", "marks"),
        Call("ecs:TagResource", "marks"),
    ),
    "rollback": (
        *_LOOKING,
        *_GOING_BACK,
        Call("ecr:UpdateImageStorageClass", "image", ("restore-images",)),
        Call("ecs:DeregisterTaskDefinition", "any task definition", ("deregister-failed",)),
        *[Call(call.action, call.on, never=_COPIES) for call in _REGISTERING],
    ),
    "sentry-release": (),
    "verify-health": (
        *[Call(call.action, call.on, ("service",)) for call in _LOOKING if call.on != "target health"],
        Call("elasticloadbalancing:DescribeTargetHealth", "target health", ("service", "target-group")),
        Call("cloudwatch:DescribeAlarms", "alarm", ("alarms",)),
        Call("logs:FilterLogEvents", "log group", ("log-pattern", "log-group")),
    ),
    "verify-metrics": (
        Call("cloudwatch:GetMetricData", "metric", ("rules:metric",)),
        Call("cloudwatch:DescribeAlarms", "alarm", ("rules:alarm",)),
        Call("logs:FilterLogEvents", "log group", ("rules:logs",)),
    ),
}

BINDINGS: Mapping[str, tuple[Call, ...]] = {
    "aws-actions/configure-aws-credentials": (),  # the trust policy allows it to take on the role; asking who one is needs no permission
    "aws-actions/amazon-ecr-login": (Call("ecr:GetAuthorizationToken", "registry token"),),
    "aws-actions/amazon-ecs-render-task-definition": (
        Call("ecs:DescribeTaskDefinition", "any task definition", ("task-definition-family", "task-definition-arn")),
    ),
    "aws-actions/amazon-ecs-deploy-task-definition": (
        Call("ecs:RegisterTaskDefinition", "task definition"),
        Call("iam:PassRole", "task role"),
        Call("ecs:DescribeServices", "service", ("service",)),
        Call("ecs:UpdateService", "service", ("service",)),
    ),
}

_READ = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
_WRITE = ("ecr:BatchCheckLayerAvailability", "ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart")

COMMANDS: Mapping[str, tuple[Call, ...]] = {  # what a script begins a command with
    "aws ecr batch-get-image": (Call("ecr:BatchGetImage", "image"),),
    "aws sts get-caller-identity": (),
    "skopeo copy": tuple([Call(action, "image") for action in (*_READ, *_WRITE)]),
    "skopeo inspect": tuple([Call(action, "image") for action in _READ]),
}
