"""Findings -> what people and programs read: text as a compiler prints it, JSON, SARIF, GitHub's workflow commands. Nothing here prints."""
