"""Telling people about a release: Slack, PagerDuty and Monday, over their HTTP APIs."""
