"""What ghsynth has to be able to do, and the tests that show it: `docs/requirements.md` is written from their marks."""
