"""The stand-ins' work, a module each, run by `launch` as the runner runs an action."""
