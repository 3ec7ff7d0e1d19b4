"""What is remembered of a deployment: that it was verified, in ECS's tags and in GitHub's deployments."""
