"""What should stand before a merge, after it, and ready for a rollback, held against a pipeline. Pure: files come from a function that is given."""

from __future__ import annotations
