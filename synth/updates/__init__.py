"""Keeping pins up to date: the weekly pull request, what bots do to generated files, and the settings of the bots themselves."""
