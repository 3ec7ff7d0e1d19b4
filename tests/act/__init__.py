"""Workflows executed by `act` in host mode, without GitHub: what the runner does with what is generated and with the actions that are shipped."""
