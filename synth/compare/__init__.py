"""Two versions of workflows and actions -> what the change means."""
