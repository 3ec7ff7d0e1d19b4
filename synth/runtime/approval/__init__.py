"""Approvals of GitHub environments: who gave them, the chain that they are recorded in, those that nobody gave, and what an approver reads."""
