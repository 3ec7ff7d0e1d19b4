"""A cloud on loopback: GitHub's identity tokens, STS, ECR, ECS with real processes, and one journal of who called what."""

from __future__ import annotations

from tests.cloud.cloud import Cloud
from tests.cloud.images import build
from tests.cloud.roles import PROVIDER_ARN, Role, Session
from tests.cloud.tokens import Job
from tests.cloud.trust import trusting

__all__ = ["PROVIDER_ARN", "Cloud", "Job", "Role", "Session", "build", "trusting"]
