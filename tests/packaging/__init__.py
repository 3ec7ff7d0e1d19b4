"""The runtime as it reaches a runner: the built tree, the installation that stands in for it, the copy in a user's repository."""
