"""What a push, a pull request or a merge group changed, asked of git, and which patterns that matches."""
