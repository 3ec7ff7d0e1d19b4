"""Templates and policies that people wrote -> values: CloudFormation, Terraform, and policies as JSON. Nothing here judges them."""
