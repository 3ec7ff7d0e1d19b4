"""The same for Terraform: as its own formatter writes it, and valid to the provider where one is on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from synth.infra.as_hcl import Block, Raw, as_hcl, encoded
from synth.infra.terraform import terraform
from tests.infra.orders import DEFINITION, found

PROVIDERS = Path(os.environ.get("TF_PLUGIN_DIR", "/opt/tf-plugins"))
IMMUTABLE = DEFINITION.replace("        Keep(registry),\n", "").replace('"branch", ', "")
needs_terraform = pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not installed")
needs_provider = pytest.mark.skipif(
    shutil.which("terraform") is None or not (PROVIDERS / "registry.terraform.io/hashicorp/aws").is_dir(),
    reason="no provider for AWS to validate with: name a folder with one in TF_PLUGIN_DIR",
)


@pytest.mark.row("S5d", "the same as Terraform, a folder for each account")
def test_a_folder_for_each_account(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    written = terraform(found(tmp_path))
    assert ["111122223333/main.tf", "444455556666/main.tf"] == list(written)
    golden("111122223333.tf", written["111122223333/main.tf"])


@pytest.mark.slow
@needs_terraform
def test_it_is_formatted(tmp_path: Path) -> None:
    folder = _written(tmp_path, DEFINITION)
    done = _terraform(folder, "fmt", "-check", "-diff", "-recursive", ".")
    assert (0, "") == (done.returncode, done.stdout)


@pytest.mark.slow
@needs_provider
def test_it_is_valid(tmp_path: Path) -> None:
    """Without tags that move: version 5 of the provider does not know exceptions from immutability, and another may not be at hand."""
    folder = _written(tmp_path, IMMUTABLE)
    for account in sorted(folder.iterdir()):
        begun = _terraform(account, "init", f"-plugin-dir={PROVIDERS}", "-backend=false", "-no-color")
        assert 0 == begun.returncode, begun.stderr
        done = _terraform(account, "validate", "-no-color")
        assert (0, "Success! The configuration is valid.\n\n") == (done.returncode, done.stdout), done.stderr


def test_what_terraform_would_read_as_a_template_is_text() -> None:
    block = Block('x "y"', [("a", "${b} %{c}"), ("d", Raw("var.e")), ("f", encoded({"g": ["h"]}))], "i\nj")
    assert '# i j\nx "y" {\n  a = "$${b} %%{c}"\n  d = var.e\n  f = jsonencode({\n    g = ["h"]\n  })\n}\n' == as_hcl([block])


def _written(root: Path, definition: str) -> Path:
    folder = root / "terraform"
    for path, text in terraform(found(root / "repository", definition=definition)).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def _terraform(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull, "CHECKPOINT_DISABLE": "1"}
    return subprocess.run(["terraform", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)
