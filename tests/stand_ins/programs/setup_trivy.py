"""setup-trivy: trivy is on PATH from here on, and was not before."""

from __future__ import annotations

import os
from pathlib import Path

from tests.stand_ins.programs.given import fail, inputs, path


def main() -> None:
    version = inputs()["version"]
    if version != "latest" and not version.startswith("v"):
        fail(f"no release of Trivy is called {version}")
    path(Path(os.environ["STAND_INS"]) / "trivy")


if __name__ == "__main__":
    main()
