"""What a pipeline needs outside of its workflows: IAM roles and who may take them on, registries, GitHub's environments. As values, and as files."""
