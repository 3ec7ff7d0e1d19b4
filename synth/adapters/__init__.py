"""The outside world. Only `synth.cli` and `actions` import from here."""
