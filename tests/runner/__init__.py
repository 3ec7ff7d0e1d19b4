"""`ghsynth run`, and whole pipelines on the local cloud."""
