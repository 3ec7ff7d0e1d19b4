"""What changed, as a comment, a summary, text for a terminal, a document for programs, and annotations. Nothing here writes anything."""
