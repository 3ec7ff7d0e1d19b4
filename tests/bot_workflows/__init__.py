"""`Bot` and the workflows that it becomes."""
