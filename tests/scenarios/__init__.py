"""Whole deliveries, executed: generated workflows under act, on the cloud on loopback, with everything that can go wrong. README.md says how."""
