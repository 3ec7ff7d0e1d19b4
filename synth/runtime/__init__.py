"""What the composite actions share. The standard library only, Python 3.10 and later: it starts on a bare runner with `python3 -I`."""
