"""A release of Sentry: made once for a version, and marked as deployed in an environment."""
