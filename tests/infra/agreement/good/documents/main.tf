# Policies as data, names from variables and locals
variable "environment" {
  type    = string
  default = "production"
}

locals {
  account = "111122223333"
  service = "arn:aws:ecs:eu-west-1:${local.account}:service/main/orders"
  files   = ["orders.yml", "roll-back-orders.yml"]
  issuer  = "token.actions.githubusercontent.com"
}

data "aws_iam_openid_connect_provider" "github" {
  url = "https://token.actions.githubusercontent.com"
}

data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [data.aws_iam_openid_connect_provider.github.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:sub"
      values = [
        "repo:octo-org/orders:environment:${var.environment}",
        format("repo:octo-org@%s/orders@%s:environment:%s", "1234567", "7654321", var.environment),
      ]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:environment"
      values   = [var.environment]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:repository_id"
      values   = [7654321]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:job_workflow_ref"
      values = [
        "octo-org/orders/.github/workflows/orders.yml@refs/heads/main",
        "octo-org/orders/.github/workflows/roll-back-orders.yml@refs/heads/main",
      ]
    }
  }
}

data "aws_iam_policy_document" "reading" {
  statement {
    sid       = "Anything"
    actions   = ["ecs:DescribeTaskDefinition", "elasticloadbalancing:DescribeTargetHealth"]
    resources = ["*"] # AWS knows no resource level for these
  }

  statement {
    actions   = ["ecs:ListTasks"]
    resources = ["*"]

    condition {
      test     = "ArnEquals"
      variable = "ecs:cluster"
      values   = ["arn:aws:ecs:eu-west-1:${data.aws_caller_identity.current.account_id}:cluster/main"]
    }
  }

  statement {
    actions   = ["ecs:DescribeTasks"]
    resources = ["arn:aws:ecs:eu-west-1:${local.account}:task/main/*"]
  }

  statement {
    actions   = ["ecr:DescribeImages"]
    resources = [aws_ecr_repository.orders.arn]
  }
}

data "aws_iam_policy_document" "deploy" {
  source_policy_documents = [data.aws_iam_policy_document.reading.json]

  statement {
    actions   = ["ecs:DescribeServices", "ecs:ListServiceDeployments", "ecs:UpdateService"]
    resources = [local.service]
  }

  statement {
    actions   = ["ecs:ListTagsForResource", "ecs:TagResource"]
    resources = concat([local.service], ["arn:aws:ecs:eu-west-1:${local.account}:task-definition/orders:*"])
  }

  statement {
    actions   = ["ecs:ContinueServiceDeployment", "ecs:DescribeServiceDeployments", "ecs:StopServiceDeployment"]
    resources = ["${replace(local.service, ":service/", ":service-deployment/")}/*"]
  }

  statement {
    actions   = ["ecs:DescribeServiceRevisions"]
    resources = ["arn:aws:ecs:eu-west-1:${local.account}:service-revision/main/orders/*"]
  }

  statement {
    actions   = ["ecs:RegisterTaskDefinition"]
    resources = ["arn:aws:ecs:eu-west-1:${local.account}:task-definition/orders:*"]
  }

  statement {
    actions   = ["iam:PassRole"]
    resources = [for name in ["orders-task", "orders-execution"] : "arn:aws:iam::${local.account}:role/${name}"]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_ecr_repository" "orders" {
  name                 = "orders"
  image_tag_mutability = "IMMUTABLE"
}

resource "aws_iam_role" "deploy" {
  name                 = "orders-deploy"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = 3600 * 2
}

resource "aws_iam_role_policy" "deploy" {
  name   = "deploy"
  role   = aws_iam_role.deploy.id
  policy = data.aws_iam_policy_document.deploy.json
}
