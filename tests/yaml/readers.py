"""Three YAML readers with nothing in common: ruamel.yaml (1.2), PyYAML (1.1) and, in batches, npm `yaml` (1.2), with the settings of GitHub's parser."""

from __future__ import annotations

from typing import Any

import yaml
from ruamel.yaml import YAML

from tests import oracle


def ruamel(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def pyyaml(text: str) -> Any:
    return yaml.safe_load(text)


def npm(texts: list[str]) -> list[Any]:
    return [answer.get("value", answer) for answer in oracle.read_yaml(texts)]
