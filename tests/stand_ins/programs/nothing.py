"""Actions whose work nobody needs here: what they were given is said, and their outputs are what they would be called."""

from __future__ import annotations

import sys

from tests.stand_ins.programs.given import inputs, mask, output


def main() -> None:
    for pair in sys.argv[1:]:
        name, _, value = pair.partition("=")
        if name == "token":
            mask(value)
        output(name, value)
    print(", ".join(f"{name}={value}" for name, value in sorted(inputs().items()) if value and "key" not in name) or "nothing to do")


if __name__ == "__main__":
    main()
