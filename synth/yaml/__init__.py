"""YAML out (`emit`) and in (`read`), as GitHub reads it: 1.2 core schema, `on` a key like any other."""
