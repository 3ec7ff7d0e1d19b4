"""The wider collection of facts that the catalogue is selected from: not part of the repository, used when it is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from synth.bindings import catalogue
from synth.bindings.catalogue import Catalogue

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with catalog.json, images.json and the actions' own files."""
    data = Path(os.environ.get("GHSYNTH_SHARED") or ROOT.parent / "shared") / "data"
    if not (data / "catalog.json").is_file():
        pytest.skip("the collection of facts is not here: put it into ../shared, or name its folder in GHSYNTH_SHARED")
    return data


@pytest.fixture(scope="session")
def facts() -> Catalogue:
    """The catalogue in the repository."""
    folder = ROOT / "synth" / "bindings"
    return catalogue.read((folder / "catalogue.json").read_text("utf-8"), (folder / "images.json").read_text("utf-8"))
