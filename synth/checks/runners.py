"""Labels of runners: dated data, of November 2026.

https://docs.github.com/actions/reference/runners/github-hosted-runners; retired images: https://github.com/actions/runner-images
"""

from __future__ import annotations

_SIZES = {
    "ubuntu-latest": "-4-cores -8-cores -16-cores",
    "windows-latest": "-8-cores",
    "macos-latest": "-large -xlarge",
    "macos-26": "-intel -large -xlarge",
    "macos-15": "-intel -large -xlarge",
    "macos-14": "-large -xlarge",
    "ubuntu-24.04": "-arm -firewall",
    "ubuntu-22.04": "-arm",
    "ubuntu-26.04": "-arm",
    "windows-2025": "-vs2026",
    "windows-11": "-arm",
}
HOSTED = frozenset(
    [
        *"ubuntu-slim windows-2022".split(),
        *[name for name in _SIZES if name != "windows-11"],
        *[name + size for name, sizes in _SIZES.items() for size in sizes.split()],
    ]
)
SELF_HOSTED = frozenset("self-hosted linux macos windows x64 x86 arm arm64".split())
RETIRED = {  # when GitHub took the image away
    "ubuntu-20.04": "2025-04-15",
    "ubuntu-18.04": "2023-04-03",
    "ubuntu-16.04": "2021-09-20",
    "windows-2019": "2025-06-30",
    "windows-2016": "2022-04-01",
    "macos-13": "2025-12-04",
    "macos-13-large": "2025-12-04",
    "macos-13-xlarge": "2025-12-04",
    "macos-12": "2024-12-03",
    "macos-12-large": "2024-12-03",
    "macos-12-xlarge": "2024-12-03",
    "macos-11": "2024-06-28",
    "macos-10.15": "2022-12-01",
}


def system_of(label: str) -> str:
    """The operating system that a label stands for; empty when it says none."""
    name = label.lower()
    for system in ("windows", "macos", "ubuntu", "linux"):
        if name == system or name.startswith(f"{system}-"):
            return "linux" if system == "ubuntu" else system
    return ""
