"""Detection: what projects a repository holds and how each is installed, checked, tested and measured, concluded from its files alone.

Nothing is run and nothing is asked outside. Every conclusion names its file and line; what is not known is said. `repository.detect` begins.
"""
