"""Versions out of real git repositories."""
