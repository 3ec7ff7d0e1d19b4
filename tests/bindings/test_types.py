"""What a type checker says about calls of bindings: the good ones pass, each bad one is an error at its line."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bindings.conftest import ROOT

PROGRAM = """\
from synth import github, run, text, vars
from synth.bindings import build_push, cache, checkout, configure_aws_credentials, download_artifact, setup_node, setup_trivy, upload_artifact
from synth.bindings import attest, codeql_init, setup_gradle, setup_java, setup_qemu, slack, submit_gradle_dependencies, upload_sarif, zizmor
from synth.bindings import chekout  # E: attr-defined

checkout()
checkout("Check out", fetch_depth=0, submodules="recursive", lfs=github.ref == "refs/heads/main", ref=github.sha)
upload_artifact("Keep", path=["a", "b"], if_no_files_found="warn", retention_days=7)
build_push(tags=["app:1", text("app:{sha}", sha=github.sha)], platforms=("linux/amd64",), provenance=False, sbom="generator=image")
configure_aws_credentials(aws_region="eu-west-1", role_to_assume=vars["ROLE"])
run("echo {commit}", commit=checkout().outputs.commit)
attest(subject_path=["a", "b"], push_to_registry=github.ref == "refs/heads/main")
codeql_init(languages=["python", "go"], build_mode="none", dependency_caching="restore", threads=2)
setup_gradle(dependency_graph="generate", add_job_summary="on-failure", gradle_home_cache_includes=["caches"])
setup_java(distribution="temurin", java_version=["21", "25"], cache="maven")
run("echo {seen}", seen=slack(retries=3, payload_file_path="p.json").outputs.thread_ts)

checkout().outputs.comit  # E: attr-defined
setup_trivy(version="v0.75.0").outputs.version  # E: attr-defined
checkout(fetch_dpth=1)  # E: call-arg
checkout(fetch_depth="all")  # E: arg-type
checkout(persist_credentials="no")  # E: arg-type
checkout(submodules="all")  # E: arg-type
checkout("Check out", "again")  # E: call-arg
checkout(step="Check out")  # E: call-arg
setup_node(node_version=24)  # E: arg-type
setup_node(cache="bun")  # E: arg-type
setup_trivy()  # E: call-arg
cache(path="p")  # E: call-arg
cache(path="p", key=None)  # E: arg-type
cache(path="p", key="k", save_always=True)  # E: call-arg
upload_artifact(name="n")  # E: call-arg
upload_artifact(path=["a", 1])  # E: list-item
download_artifact(digest_mismatch="fail")  # E: arg-type
configure_aws_credentials()  # E: call-arg
setup_java(java_version="21")  # E: call-arg
setup_java(distribution="temurin", cache="ivy")  # E: arg-type
setup_qemu()  # E: call-arg
submit_gradle_dependencies(dependency_graph="disabled")  # E: arg-type
upload_sarif(matrix="m")  # E: call-arg
zizmor(version="v1.32.0", persona="strict")  # E: arg-type
"""


def test_mypy_accepts_the_good_calls_and_rejects_each_bad_one(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")
    options = ["--config-file", "", "--strict", "--no-error-summary", "--follow-imports", "silent", "--cache-dir", str(tmp_path / "cache")]
    ran = subprocess.run([sys.executable, "-m", "mypy", *options, str(program)], cwd=ROOT, capture_output=True, text=True, check=False)
    said = dict(re.findall(r"program\.py:(\d+): error: .*\[([a-z-]+)\]$", ran.stdout, re.MULTILINE))
    wanted = {str(number): line.partition("# E: ")[2] for number, line in enumerate(PROGRAM.splitlines(), 1) if "# E: " in line}
    assert wanted == said, ran.stdout + ran.stderr
