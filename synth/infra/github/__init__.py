"""GitHub's own settings of a repository as code: environments, their protection and variables, rulesets, and which actions may run.

Declared values and what GitHub has are compared into a plan, which is carried out through a port; secrets are only ever names.
"""
