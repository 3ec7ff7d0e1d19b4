"""Which function answers which operation. One line for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.simulator.api import cloudwatch, ecr, ecs_deployments, ecs_express, ecs_services, ecs_task_definitions, ecs_tasks, elb, logs, sts
from tests.simulator.world.world import World

Handler = Callable[[World, dict[str, Any]], dict[str, Any]]

OPERATIONS: dict[str, Handler] = {
    "ecs:ContinueServiceDeployment": ecs_deployments.proceed,
    "ecs:CreateCluster": ecs_services.create_cluster,
    "ecs:CreateService": ecs_services.create,
    "ecs:DeleteService": ecs_services.delete,
    "ecs:DeregisterTaskDefinition": ecs_task_definitions.deregister,
    "ecs:DescribeClusters": ecs_services.describe_clusters,
    "ecs:DescribeExpressGatewayService": ecs_express.describe,
    "ecs:DescribeServiceDeployments": ecs_deployments.describe,
    "ecs:DescribeServiceRevisions": ecs_deployments.describe_revisions,
    "ecs:DescribeServices": ecs_services.describe,
    "ecs:DescribeTaskDefinition": ecs_task_definitions.describe,
    "ecs:DescribeTasks": ecs_tasks.describe,
    "ecs:ListServiceDeployments": ecs_deployments.list_all,
    "ecs:ListServices": ecs_services.list_all,
    "ecs:ListTagsForResource": ecs_tasks.list_tags,
    "ecs:ListTaskDefinitions": ecs_task_definitions.list_all,
    "ecs:ListTasks": ecs_tasks.list_all,
    "ecs:RegisterTaskDefinition": ecs_task_definitions.register,
    "ecs:StopServiceDeployment": ecs_deployments.stop,
    "ecs:TagResource": ecs_tasks.tag,
    "ecs:UntagResource": ecs_tasks.untag,
    "ecs:UpdateExpressGatewayService": ecs_express.update,
    "ecs:UpdateService": ecs_services.update,
    "ecr:BatchGetImage": ecr.batch_get_image,
    "ecr:DescribeImages": ecr.describe_images,
    "ecr:DescribeRepositories": ecr.describe_repositories,
    "ecr:UpdateImageStorageClass": ecr.update_storage_class,
    "elbv2:DescribeTargetGroups": elb.target_groups,
    "elbv2:DescribeTargetHealth": elb.target_health,
    "cloudwatch:DeleteAlarms": cloudwatch.delete_alarms,
    "cloudwatch:DescribeAlarms": cloudwatch.describe_alarms,
    "cloudwatch:GetMetricData": cloudwatch.get_metric_data,
    "cloudwatch:PutMetricAlarm": cloudwatch.put_alarm,
    "cloudwatch:PutMetricData": cloudwatch.put_metric_data,
    "cloudwatch:SetAlarmState": cloudwatch.set_alarm_state,
    "logs:DescribeLogGroups": logs.describe_groups,
    "logs:DescribeLogStreams": logs.describe_streams,
    "logs:FilterLogEvents": logs.filter_events,
    "sts:GetCallerIdentity": sts.caller,
}
