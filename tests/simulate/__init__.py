"""What an event would do, told without a run."""
