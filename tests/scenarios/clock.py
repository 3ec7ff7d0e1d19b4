"""clock.py SCRIPT: runs an action in the time of the cloud, which runs `SCENARIO_SCALE` times as fast as ours since `SCENARIO_BEGAN`.

Started by bin/python3 with `-I`. What signs requests reads the time elsewhere (datetime), and keeps ours.
"""

import os
import runpy
import sys
import time
from typing import SupportsIndex

SCALE, BEGAN, START = (float(os.environ[f"SCENARIO_{name}"]) for name in ("SCALE", "BEGAN", "START"))
_wall, _monotonic, _sleep = time.time, time.monotonic, time.sleep
_FIRST = _monotonic()


def wall() -> float:
    return START + (_wall() - BEGAN) * SCALE


def monotonic() -> float:
    return _FIRST + (_monotonic() - _FIRST) * SCALE


def sleep(seconds: SupportsIndex | float, /) -> None:
    _sleep(float(seconds) / SCALE)


time.time, time.monotonic, time.sleep = wall, monotonic, sleep
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
