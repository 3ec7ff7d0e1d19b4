"""The layers of a health verification. Each looks and says what it saw; `verifying` repeats and judges."""
