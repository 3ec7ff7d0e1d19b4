"""What a workflow does, in words: order and time, credentials, gates, and what follows a failure. Pure; texts and pictures are made of the values."""

from __future__ import annotations
