"""ARNs and identifiers. Identifiers come from one seeded source, so a scenario gives the same ones each time."""

from __future__ import annotations

import string
from random import Random

REGION = "eu-central-1"
ACCOUNT = "123456789012"
REGISTRY = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com"


def arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


def last_part(name: str) -> str:
    """The name at the end of an ARN or a name."""
    return name.rsplit("/", 1)[-1]


class Ids:
    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def hexadecimal(self, length: int = 32) -> str:
        return f"{self._random.getrandbits(length * 4):0{length}x}"

    def digits(self, length: int = 19) -> str:
        return str(self._random.randrange(10 ** (length - 1), 10**length))

    def word(self, length: int) -> str:
        return "".join(self._random.choices(string.ascii_letters + string.digits, k=length))
