"""setup-*: the machine's own tool stands for the one that would be installed. `tool NAME OUTPUT` fails where it is absent."""

from __future__ import annotations

import shutil
import subprocess
import sys

from tests.stand_ins.programs.given import fail, output

_VERSION = {"go": ["version"], "java": ["-version"]}


def main() -> None:
    name, wanted = sys.argv[1], sys.argv[2:]
    if shutil.which(name) is None:
        fail(f"this machine has no {name}, and the stand-in installs none")
    done = subprocess.run([name, *_VERSION.get(name, ["--version"])], capture_output=True, text=True, check=False)
    version = (done.stdout or done.stderr).strip().splitlines()[0]
    print(f"{name}: {version}")
    for one in wanted:
        output(one, version)


if __name__ == "__main__":
    main()
