"""Names in GitHub's files become names in Python."""

from __future__ import annotations

import pytest

from synth.bindings.names import module_name, parameter_name


@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        ("path", "path"),
        ("restore-keys", "restore_keys"),
        ("enableCrossOsArchive", "enable_cross_os_archive"),
        ("run-task-assign-public-IP", "run_task_assign_public_ip"),
        ("GITHUB_TOKEN", "github_token"),
        ("sarif_file", "sarif_file"),
        ("jdkFile", "jdk_file"),
        ("HTTPServer", "http_server"),
        ("from", "from_"),
        ("with", "with_"),
    ],
)
def test_an_input_becomes_a_parameter(name: str, parameter: str) -> None:
    assert parameter_name(name) == parameter


def test_an_action_becomes_a_module() -> None:
    assert (module_name("actions/cache/restore"), module_name("astral-sh/setup-uv")) == ("actions_cache_restore", "astral_sh_setup_uv")
