"""What a person writes: workflows, jobs and steps as values that refer to each other. No ids, no `needs`, no text with `${{ }}`."""
