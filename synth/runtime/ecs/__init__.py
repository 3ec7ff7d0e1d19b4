"""Deployments of Amazon ECS services: what is seen of them, what they mean, and how one is made, judged and undone."""
