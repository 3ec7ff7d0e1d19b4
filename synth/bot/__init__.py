"""What a pull request changes in workflows, told on the pull request: read from GitHub at exact commits, and kept in one comment.

Everything speaks to GitHub through `ports.Api`, and runs no code of the pull request. It starts on a bare runner: Python 3.10 and PyYAML.
"""
