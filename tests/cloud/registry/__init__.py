"""A registry as ECR is one: images on disk, immutable tags, the OCI distribution API over HTTP."""
