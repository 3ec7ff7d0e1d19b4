"""What an event does before it happens: which workflows start, which jobs run, wait or are skipped, and why. From the model alone; nothing runs."""
