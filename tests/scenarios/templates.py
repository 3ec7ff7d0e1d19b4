"""What `ghsynth init` starts from, delivered to each template's last environment."""

from __future__ import annotations

from tests.scenarios.repository import APPLICATION, ROOT
from tests.scenarios.scenario import Scenario
from tests.scenarios.scene import Scene

ASKS = """#!/bin/sh
test -n "$BASE_URL" && echo "asked $BASE_URL"
"""
SCRIPTS: dict[str, str] = dict.fromkeys(("test/end-to-end.sh", "test/acceptance.sh", "test/integration.sh"), ASKS)
NOT_WHEN_WELL = ("tell-what-failed", "tell-security", "take-back-")
SECRETS = {"SLACK_WEBHOOK_URL": "/hooks/secret-part"}


def success(scene: Scene) -> None:
    """Every job but those for bad news, and one image everywhere."""
    scene.secrets.update({name: f"{scene.cloud.services.url}{path}" for name, path in SECRETS.items()})
    ran = scene.run()
    assert {job: "skipped" if job.startswith(NOT_WHEN_WELL) else "success" for job in ran.jobs} == ran.jobs, ran.log
    digest = ran.outputs["build-image.digest"]["digest"]
    assert digest == scene.pushed()[f"sha-{scene.sha}"]
    environments = [place.environment for place in scene.places]
    assert dict.fromkeys(environments, scene.sha) == scene.serves()
    assert {name: [digest] for name in environments} == scene.digests()
    assert scene.scanned() == scene.configuration(digest)
    assert ["registry", *environments] == [one.partition(" ")[0] for one in scene.signed_in()]


def untyped(scene: Scene) -> None:
    """It stops before the push; what does not wait for it goes on."""
    ran = scene.run()
    assert (1, ["type-check"]) == (ran.code, ran.failed), ran.log
    assert {"lint", "unit-tests", "build-image", "scan-image"} == {job for job, result in ran.jobs.items() if result == "success"}
    assert "'do_GET' does not say what it gives" in ran.log
    assert ([], {}, []) == (scene.signed_in(), scene.pushed(), scene.called("ecs:*"))
    assert {place.environment: "v1" for place in scene.places} == scene.serves()


def template(name: str, why: str) -> Scenario:
    definition = (ROOT / f"workflows-templates/{name}/pipeline.py").read_text("utf-8")
    return Scenario(why, success, SCRIPTS, {"production": "approved", "production-1": "approved"}, definition, "orders.yml")


def rock_solid(why: str) -> Scenario:
    """Its half-hour bakes are five minutes here; why there are test listeners, `why` says."""
    made = template("rock-solid", why)
    definition = made.definition
    for before, after in (
        ('url=f"https://{name}.{DOMAIN}", approval', 'url=f"https://{name}.{DOMAIN}", test_url=f"https://{name}.{DOMAIN}:8443", approval'),
        ('restore="all"', 'restore="all", bake_minutes=5'),
    ):
        assert before in definition
        definition = definition.replace(before, after)
    return made._replace(definition=definition)


TEMPLATES = {
    "minimal": template("minimal", "one environment"),
    "velocity": template("velocity", "staging and production, by blue/green"),
    "velocity, with a type error": template("velocity", "a function that does not say what it gives")._replace(
        play=untyped, files={**SCRIPTS, "app.py": APPLICATION["app.py"].replace("def do_GET(self) -> None", "def do_GET(self)")}
    ),
    "course": template("course", "production by a canary"),
    "ecs-preprod": template("ecs-preprod", "pre-production, then production"),
    "expenseflow": template("expenseflow", "dev, staging and production"),
    "rock-solid": rock_solid(
        "alpha to two regions; with bakes of 5 minutes, and test listeners, which the template has not: the version of a share of 10% is asked there"
    ),
}
