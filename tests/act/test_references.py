"""The shipped actions as another repository uses them: by sub-path and full SHA, everything else of the repository lying around them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import boto3
import pytest

from tests.act.runner import Run, checkout, repository, run
from tests.simulator import Simulator
from tests.simulator.world.image import good

SHA = "1111111111111111111111111111111111111111"

WORKFLOW = f"""
on: push
jobs:
  verify:
    runs-on: ubuntu-24.04
    steps:
      - id: health
        uses: ghsynth/ghsynth/actions/verify-health@{SHA}
        with:
          url: URL
          consecutive: 2
          interval: 0.01
          deadline: 5
          version-path: header:X-Version
          expect-version: WANTED
      - run: echo "it says $OUTCOME"
        if: always()
        env:
          OUTCOME: ${{{{ steps.health.outputs.outcome }}}}
"""


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("X-Version", "v7")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/health"
    server.shutdown()
    server.server_close()
    thread.join()


def executed(folder: Path, url: str, wanted: str) -> Run:
    """The other repository's run; ours is a checkout of what git knows of it."""
    files = {".github/workflows/release.yml": WORKFLOW.replace("URL", url).replace("WANTED", wanted)}
    return run(repository(folder / "app", files), {f"ghsynth/ghsynth@{SHA}": checkout(folder / "ghsynth")})


@pytest.mark.slow
def test_verify_health_by_sub_path_of_another_repository(tmp_path: Path, url: str) -> None:
    done = executed(tmp_path, url, "v7")
    assert (0, {"verify": "success"}) == (done.code, done.jobs), done.log
    assert "it says passed" in done.log


@pytest.mark.slow
def test_its_failure_is_the_jobs(tmp_path: Path, url: str) -> None:
    done = executed(tmp_path, url, "v8")
    assert (1, {"verify": "failure"}) == (done.code, done.jobs), done.log
    assert {"health": "failure", "1": "success"} == done.steps
    assert "it says failed" in done.log


DEPLOY = f"""
on: push
jobs:
  deploy:
    runs-on: ubuntu-24.04
    steps:
      - id: deploy
        uses: ghsynth/ghsynth/actions/deploy-ecs@{SHA}
        with:
          service: web
          image: IMAGE
          verify-url: ENDPOINT/app/web/health
          verify-version-path: header:X-Version
          verify-expect-version: v2
      - uses: ghsynth/ghsynth/actions/verify-health@{SHA}
        with:
          cluster: default
          service: web
          url: ENDPOINT/app/web/health
          consecutive: 2
          interval: 0.05
      - uses: ghsynth/ghsynth/actions/record-deployment@{SHA}
        with:
          service: web
          service-revision-arn: ${{{{ steps.deploy.outputs.service-revision-arn }}}}
          task-definition: ${{{{ steps.deploy.outputs.task-definition-arn }}}}
          digests: ${{{{ steps.deploy.outputs.digests }}}}
          token: ''
  roll-back:
    needs: deploy
    runs-on: ubuntu-24.04
    steps:
      - uses: ghsynth/ghsynth/actions/rollback@{SHA}
        with:
          service: web
          to: web:1
          fail-on: failed,rollback-failed,inconclusive
"""


@pytest.mark.row("S3", "a deployment and its rollback run as a workflow does them")
@pytest.mark.slow
def test_a_deployment_and_its_rollback_by_sub_paths(tmp_path: Path) -> None:
    """All of it as a runner does it: processes, boto3, the files that steps leave for each other. Only ECS is simulated."""
    with Simulator(scale=60) as sim:
        sim.service("web")
        image = sim.push(good("v2"), repository="web").by_digest
        files = {".github/workflows/deploy.yml": DEPLOY.replace("IMAGE", image).replace("ENDPOINT", sim.endpoint)}
        variables = {**sim.environment(), "GHSYNTH_RUNTIME": str(Path(boto3.__file__).parents[1])}
        done = run(repository(tmp_path / "app", files), {f"ghsynth/ghsynth@{SHA}": checkout(tmp_path / "ghsynth")}, variables)
        assert (0, {"deploy": "success", "roll-back": "success"}) == (done.code, done.jobs), done.log
        service = sim.find("web")
        assert ("v1", True) == (service.primary.revision.image.version, any(tag.startswith("ghsynth:verified") for tag in service.tags))
        assert [] == sim.violations


def test_an_action_that_no_folder_stands_for_is_refused(tmp_path: Path) -> None:
    files = {".github/workflows/release.yml": WORKFLOW}
    with pytest.raises(LookupError, match=r"release\.yml uses ghsynth/ghsynth@1{40}, which no folder stands for"):
        run(repository(tmp_path / "app", files), {})
