/* Text that is copied from the console, with what changes put in */
variable "account" {
  type = string
}

resource "aws_iam_role" "push" {
  name               = join("-", ["orders", "push"])
  assume_role_policy = <<POLICY
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "Federated": "arn:aws:iam::${var.account}:oidc-provider/token.actions.githubusercontent.com" },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:environment": "registry",
          "token.actions.githubusercontent.com:repository_id": "7654321",
          "token.actions.githubusercontent.com:job_workflow_ref": "octo-org/orders/.github/workflows/orders.yml@refs/heads/main",
          "token.actions.githubusercontent.com:sub": [
            "repo:octo-org/orders:environment:registry",
            "repo:octo-org@1234567/orders@7654321:environment:registry"
          ]
        }
      }
    }
  ]
}
POLICY

  inline_policy {
    name   = "push"
    policy = <<-EOT
      {"Version": "2012-10-17",
       "Statement": [
         {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
         {"Effect": "Allow", "Resource": "arn:aws:ecr:eu-west-1:111122223333:repository/orders",
          "Action": ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:GetDownloadUrlForLayer",
                     "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"]}]}
    EOT
  }
}
