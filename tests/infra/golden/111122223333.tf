# What the workflows of octo-org/orders need in account 111122223333, eu-west-1
terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.8"
    }
  }
}

provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

variable "create_oidc_provider" {
  type        = bool
  default     = true
  description = "false where the account trusts GitHub already: it can have one provider for it"
}

resource "aws_iam_openid_connect_provider" "github" {
  count          = var.create_oidc_provider ? 1 : 0
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]

  lifecycle {
    prevent_destroy = true
  }
}

# deploy: 'Deploy to staging' in orders.yml
resource "aws_iam_role" "orders_deploy_staging" {
  name                 = "orders-deploy-staging"
  path                 = "/ci/"
  description          = "GitHub Actions, deploy, environment staging"
  max_session_duration = 3600
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Deploy to staging, in environment staging
      {
        Sid    = "GitHubStaging"
        Effect = "Allow"
        Principal = {
          Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
        }
        Action = "sts:AssumeRoleWithWebIdentity"
        Condition = {
          StringEquals = {
            "token.actions.githubusercontent.com:aud"              = "sts.amazonaws.com"
            "token.actions.githubusercontent.com:environment"      = "staging"
            "token.actions.githubusercontent.com:job_workflow_ref" = "octo-org/orders/.github/workflows/orders.yml@refs/heads/main"
            "token.actions.githubusercontent.com:repository_id"    = "7654321"
            "token.actions.githubusercontent.com:sub" = [
              "repo:octo-org/orders:environment:staging",
              "repo:octo-org@1234567/orders@7654321:environment:staging",
            ]
          }
        }
      },
    ]
  })
  depends_on = [aws_iam_openid_connect_provider.github]
}

resource "aws_iam_role_policy" "orders_deploy_staging" {
  name = "workflows"
  role = aws_iam_role.orders_deploy_staging.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # the service's repository
      {
        Sid      = "Images"
        Effect   = "Allow"
        Action   = "ecr:DescribeImages"
        Resource = "arn:aws:ecr:eu-west-1:111122223333:repository/orders"
      },
      # its resource is an EC2 instance, which tasks on Fargate have none of: limited to the cluster by the condition
      {
        Sid      = "ListTasks"
        Effect   = "Allow"
        Action   = "ecs:ListTasks"
        Resource = "*"
        Condition = {
          ArnEquals = {
            "ecs:cluster" = "arn:aws:ecs:eu-west-1:111122223333:cluster/orders-staging"
          }
        }
      },
      # the tasks' log
      {
        Sid      = "Logs"
        Effect   = "Allow"
        Action   = "logs:FilterLogEvents"
        Resource = "arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/orders:*"
      },
      # the marks of what was verified, on the service and its task definitions
      {
        Sid    = "Marks"
        Effect = "Allow"
        Action = [
          "ecs:ListTagsForResource",
          "ecs:TagResource",
        ]
        Resource = [
          "arn:aws:ecs:eu-west-1:111122223333:service/orders-staging/api",
          "arn:aws:ecs:eu-west-1:111122223333:task-definition/orders-api:*",
        ]
      },
      # the roles of the tasks, to ECS and nobody else
      {
        Sid    = "PassTaskRoles"
        Effect = "Allow"
        Action = "iam:PassRole"
        Resource = [
          "arn:aws:iam::111122223333:role/orders-execution",
          "arn:aws:iam::111122223333:role/orders-task",
        ]
        Condition = {
          StringEquals = {
            "iam:PassedToService" = "ecs-tasks.amazonaws.com"
          }
        }
      },
      # AWS knows no resource level for it
      {
        Sid      = "ReadTaskDefinitions"
        Effect   = "Allow"
        Action   = "ecs:DescribeTaskDefinition"
        Resource = "*"
      },
      # no resource level that AWS documents; what a definition may be run as is limited by the roles that may be passed on
      {
        Sid      = "RegisterTaskDefinitions"
        Effect   = "Allow"
        Action   = "ecs:RegisterTaskDefinition"
        Resource = "*"
      },
      # the service itself
      {
        Sid    = "Service"
        Effect = "Allow"
        Action = [
          "ecs:DescribeServices",
          "ecs:ListServiceDeployments",
          "ecs:UpdateService",
        ]
        Resource = "arn:aws:ecs:eu-west-1:111122223333:service/orders-staging/api"
      },
      # the service's deployments, which ECS names
      {
        Sid    = "ServiceDeployments"
        Effect = "Allow"
        Action = [
          "ecs:ContinueServiceDeployment",
          "ecs:DescribeServiceDeployments",
          "ecs:StopServiceDeployment",
        ]
        Resource = "arn:aws:ecs:eu-west-1:111122223333:service-deployment/orders-staging/api/*"
      },
      # the service's revisions, which ECS numbers
      {
        Sid      = "ServiceRevisions"
        Effect   = "Allow"
        Action   = "ecs:DescribeServiceRevisions"
        Resource = "arn:aws:ecs:eu-west-1:111122223333:service-revision/orders-staging/api/*"
      },
      # AWS knows no resource level for it
      {
        Sid      = "TargetHealth"
        Effect   = "Allow"
        Action   = "elasticloadbalancing:DescribeTargetHealth"
        Resource = "*"
      },
      # tasks of the cluster, which ECS names
      {
        Sid      = "Tasks"
        Effect   = "Allow"
        Action   = "ecs:DescribeTasks"
        Resource = "arn:aws:ecs:eu-west-1:111122223333:task/orders-staging/*"
      },
    ]
  })
}

# push: 'Keep the release of production' in orders.yml, 'Push image' in orders.yml, 'Tag the version' in tag-versions-of-orders.yml
resource "aws_iam_role" "orders_push" {
  name                 = "orders-push"
  path                 = "/"
  description          = "GitHub Actions, push, environment registry"
  max_session_duration = 3600
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Push image, Keep the release of production, Tag the version, in environment registry
      {
        Sid    = "GitHubRegistry"
        Effect = "Allow"
        Principal = {
          Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
        }
        Action = "sts:AssumeRoleWithWebIdentity"
        Condition = {
          StringEquals = {
            "token.actions.githubusercontent.com:aud"           = "sts.amazonaws.com"
            "token.actions.githubusercontent.com:environment"   = "registry"
            "token.actions.githubusercontent.com:repository_id" = "7654321"
            "token.actions.githubusercontent.com:sub" = [
              "repo:octo-org/orders:environment:registry",
              "repo:octo-org@1234567/orders@7654321:environment:registry",
            ]
          }
          StringLike = {
            "token.actions.githubusercontent.com:job_workflow_ref" = [
              "octo-org/orders/.github/workflows/orders.yml@refs/heads/main",
              "octo-org/orders/.github/workflows/tag-versions-of-orders.yml@refs/tags/v*",
            ]
          }
        }
      },
    ]
  })
  depends_on = [aws_iam_openid_connect_provider.github]
}

resource "aws_iam_role_policy" "orders_push" {
  name = "workflows"
  role = aws_iam_role.orders_push.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # the service's repository
      {
        Sid    = "Images"
        Effect = "Allow"
        Action = [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:CompleteLayerUpload",
          "ecr:GetDownloadUrlForLayer",
          "ecr:InitiateLayerUpload",
          "ecr:PutImage",
          "ecr:UploadLayerPart",
        ]
        Resource = "arn:aws:ecr:eu-west-1:111122223333:repository/orders"
      },
      # a token is for a whole registry, AWS knows no resource level for it
      {
        Sid      = "RegistryToken"
        Effect   = "Allow"
        Action   = "ecr:GetAuthorizationToken"
        Resource = "*"
      },
    ]
  })
}

# rollback: 'Roll back staging' in roll-back-orders.yml
resource "aws_iam_role" "orders_rollback_staging" {
  name                 = "orders-rollback-staging"
  path                 = "/ci/"
  description          = "GitHub Actions, rollback, environment staging"
  max_session_duration = 3600
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Roll back staging, in environment staging
      {
        Sid    = "GitHubStaging"
        Effect = "Allow"
        Principal = {
          Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
        }
        Action = "sts:AssumeRoleWithWebIdentity"
        Condition = {
          StringEquals = {
            "token.actions.githubusercontent.com:aud"              = "sts.amazonaws.com"
            "token.actions.githubusercontent.com:environment"      = "staging"
            "token.actions.githubusercontent.com:job_workflow_ref" = "octo-org/orders/.github/workflows/roll-back-orders.yml@refs/heads/main"
            "token.actions.githubusercontent.com:repository_id"    = "7654321"
            "token.actions.githubusercontent.com:sub" = [
              "repo:octo-org/orders:environment:staging",
              "repo:octo-org@1234567/orders@7654321:environment:staging",
            ]
          }
        }
      },
    ]
  })
  depends_on = [aws_iam_openid_connect_provider.github]
}

resource "aws_iam_role_policy" "orders_rollback_staging" {
  name = "workflows"
  role = aws_iam_role.orders_rollback_staging.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # the service's repository
      {
        Sid      = "Images"
        Effect   = "Allow"
        Action   = "ecr:DescribeImages"
        Resource = "arn:aws:ecr:eu-west-1:111122223333:repository/orders"
      },
      # its resource is an EC2 instance, which tasks on Fargate have none of: limited to the cluster by the condition
      {
        Sid      = "ListTasks"
        Effect   = "Allow"
        Action   = "ecs:ListTasks"
        Resource = "*"
        Condition = {
          ArnEquals = {
            "ecs:cluster" = "arn:aws:ecs:eu-west-1:111122223333:cluster/orders-staging"
          }
        }
      },
      # the marks of what was verified, on the service and its task definitions
      {
        Sid    = "Marks"
        Effect = "Allow"
        Action = "ecs:ListTagsForResource"
        Resource = [
          "arn:aws:ecs:eu-west-1:111122223333:service/orders-staging/api",
          "arn:aws:ecs:eu-west-1:111122223333:task-definition/orders-api:*",
        ]
      },
      # AWS knows no resource level for it
      {
        Sid      = "ReadTaskDefinitions"
        Effect   = "Allow"
        Action   = "ecs:DescribeTaskDefinition"
        Resource = "*"
      },
      # the service itself
      {
        Sid    = "Service"
        Effect = "Allow"
        Action = [
          "ecs:DescribeServices",
          "ecs:ListServiceDeployments",
          "ecs:TagResource",
          "ecs:UpdateService",
        ]
        Resource = "arn:aws:ecs:eu-west-1:111122223333:service/orders-staging/api"
      },
      # the service's deployments, which ECS names
      {
        Sid    = "ServiceDeployments"
        Effect = "Allow"
        Action = [
          "ecs:ContinueServiceDeployment",
          "ecs:DescribeServiceDeployments",
          "ecs:StopServiceDeployment",
        ]
        Resource = "arn:aws:ecs:eu-west-1:111122223333:service-deployment/orders-staging/api/*"
      },
      # the service's revisions, which ECS numbers
      {
        Sid      = "ServiceRevisions"
        Effect   = "Allow"
        Action   = "ecs:DescribeServiceRevisions"
        Resource = "arn:aws:ecs:eu-west-1:111122223333:service-revision/orders-staging/api/*"
      },
      # AWS knows no resource level for it
      {
        Sid      = "TargetHealth"
        Effect   = "Allow"
        Action   = "elasticloadbalancing:DescribeTargetHealth"
        Resource = "*"
      },
      # tasks of the cluster, which ECS names
      {
        Sid      = "Tasks"
        Effect   = "Allow"
        Action   = "ecs:DescribeTasks"
        Resource = "arn:aws:ecs:eu-west-1:111122223333:task/orders-staging/*"
      },
    ]
  })
}

# verify: 'Verify metrics of staging' in orders.yml
resource "aws_iam_role" "orders_verify_staging" {
  name                 = "orders-verify-staging"
  path                 = "/ci/"
  description          = "GitHub Actions, verify, environment staging"
  max_session_duration = 3600
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Verify metrics of staging, in environment staging
      {
        Sid    = "GitHubStaging"
        Effect = "Allow"
        Principal = {
          Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
        }
        Action = "sts:AssumeRoleWithWebIdentity"
        Condition = {
          StringEquals = {
            "token.actions.githubusercontent.com:aud"              = "sts.amazonaws.com"
            "token.actions.githubusercontent.com:environment"      = "staging"
            "token.actions.githubusercontent.com:job_workflow_ref" = "octo-org/orders/.github/workflows/orders.yml@refs/heads/main"
            "token.actions.githubusercontent.com:repository_id"    = "7654321"
            "token.actions.githubusercontent.com:sub" = [
              "repo:octo-org/orders:environment:staging",
              "repo:octo-org@1234567/orders@7654321:environment:staging",
            ]
          }
        }
      },
    ]
  })
  depends_on = [aws_iam_openid_connect_provider.github]
}

resource "aws_iam_role_policy" "orders_verify_staging" {
  name = "workflows"
  role = aws_iam_role.orders_verify_staging.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # composite alarms are told only to who may see all alarms
      {
        Sid      = "Alarms"
        Effect   = "Allow"
        Action   = "cloudwatch:DescribeAlarms"
        Resource = "*"
      },
      # the tasks' log
      {
        Sid      = "Logs"
        Effect   = "Allow"
        Action   = "logs:FilterLogEvents"
        Resource = "arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/orders:*"
      },
    ]
  })
}

resource "aws_ecr_repository" "orders" {
  name                 = "orders"
  image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"

  image_tag_mutability_exclusion_filter {
    filter      = "branch-*"
    filter_type = "WILDCARD"
  }

  image_tag_mutability_exclusion_filter {
    filter      = "good-*"
    filter_type = "WILDCARD"
  }

  image_scanning_configuration {
    scan_on_push = true
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_ecr_lifecycle_policy" "orders" {
  repository = aws_ecr_repository.orders.name
  policy = jsonencode({
    rules = [
      {
        rulePriority = 5
        description  = "Expire nothing that an environment may need again"
        selection = {
          tagStatus      = "tagged"
          tagPatternList = ["good-*"]
          countType      = "imageCountMoreThan"
          countNumber    = 1000
        }
        action = {
          type = "expire"
        }
      },
      {
        rulePriority = 10
        description  = "Expire versions"
        selection = {
          tagStatus      = "tagged"
          tagPatternList = ["v*"]
          countType      = "imageCountMoreThan"
          countNumber    = 44
        }
        action = {
          type = "expire"
        }
      },
      {
        rulePriority = 20
        description  = "Expire releases, by their commit"
        selection = {
          tagStatus      = "tagged"
          tagPatternList = ["sha-*"]
          countType      = "imageCountMoreThan"
          countNumber    = 50
        }
        action = {
          type = "expire"
        }
      },
      {
        rulePriority = 30
        description  = "Expire nightly images"
        selection = {
          tagStatus      = "tagged"
          tagPatternList = ["nightly-*"]
          countType      = "sinceImagePushed"
          countNumber    = 14
          countUnit      = "days"
        }
        action = {
          type = "expire"
        }
      },
      {
        rulePriority = 40
        description  = "Expire what no tag holds"
        selection = {
          tagStatus   = "untagged"
          countType   = "sinceImagePushed"
          countNumber = 7
          countUnit   = "days"
        }
        action = {
          type = "expire"
        }
      },
    ]
  })
}

resource "aws_ecr_repository_policy" "orders" {
  repository = aws_ecr_repository.orders.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "RunImages"
        Effect = "Allow"
        Principal = {
          AWS = ["arn:aws:iam::444455556666:root"]
        }
        Action = [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:DescribeImages",
          "ecr:GetDownloadUrlForLayer",
        ]
      },
    ]
  })
}
