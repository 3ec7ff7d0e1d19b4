"""What goes wrong once there is an image: permissions, and releases that must be taken back."""

from __future__ import annotations

from dataclasses import replace

from tests.cloud.scene import both, trusted
from tests.cloud.tokens import Job
from tests.scenarios.delivered import PRODUCTION, SIGNED_IN, STAGING
from tests.scenarios.scenario import APP, Scenario, results
from tests.scenarios.scene import Scene

NO_TOKEN = "Credentials could not be loaded"
DENIED = "Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity"


def trust(scene: Scene) -> None:
    scene.cloud.role(PRODUCTION, trusted(*both(replace(Job(), environment="another"))))
    ran = scene.run()
    assert (1, results("deploy-to-production")) == (ran.code, ran.jobs), ran.log
    assert DENIED in ran.log
    assert (SIGNED_IN[:2], [STAGING]) == (scene.signed_in(), scene.callers("ecs:*"))
    assert ["AccessDenied"] == [one.result.partition(":")[0] for one in scene.called("sts:*") if one.result != "ok"]
    assert {"staging": scene.sha, "production": "v1"} == scene.serves()


def token(scene: Scene) -> None:
    ran = scene.run()
    assert (1, results("deploy-to-staging", ("deploy-to-production",))) == (ran.code, ran.jobs), ran.log
    assert NO_TOKEN in ran.log
    assert (SIGNED_IN[:1], []) == (scene.signed_in(), scene.callers("ecs:*"))
    assert {"staging": "v1", "production": "v1"} == scene.serves()


def restored(scene: Scene, reason: str, say: str = "") -> None:
    """The release came to staging and was taken back; production never saw it."""
    outcome, began = "rolled-back", {"orders-staging/orders-api orders-staging-orders-api:2"}
    ran = scene.run()
    assert (1, results("deploy-to-staging", ("deploy-to-production",))) == (ran.code, ran.jobs), ran.log
    assert (outcome, True) == (ran.outputs["deploy-to-staging.deploy"]["outcome"], reason in ran.log), ran.log
    assert {"staging": "v1", "production": "v1"} == scene.serves()
    assert ([STAGING], SIGNED_IN[:2]) == (scene.callers("ecs:UpdateService"), scene.signed_in())
    assert began == {one.on for one in scene.cloud.journal("ecs:Deployment") if one.on.endswith(":2")}
    assert say in {str(one.result) for one in scene.cloud.journal("ecs:TaskStopped")} | {""}


def crash(scene: Scene) -> None:
    restored(scene, "2 of its tasks failed and none came up", say="Essential container in task exited (exit code 1)")


def ill(scene: Scene) -> None:
    restored(scene, "500")


def version(scene: Scene) -> None:
    restored(scene, "version")


def production_ill(scene: Scene) -> None:
    """Only production is ill: the new version never gets its traffic."""
    ran = scene.run()
    assert (1, results("deploy-to-production")) == (ran.code, ran.jobs), ran.log
    assert "rolled-back" == ran.outputs["deploy-to-production.deploy"]["outcome"], ran.log
    assert {"staging": scene.sha, "production": "v1"} == scene.serves()
    assert SIGNED_IN == scene.signed_in()


def superseded(scene: Scene) -> None:
    """Somebody else deploys to staging while the pipeline does."""
    ecs = scene.cloud.client("ecs")

    def deploy() -> None:
        ecs.update_service(cluster="orders-staging", service="orders-api", taskDefinition="orders-staging-orders-api:1")

    scene.when("ecs:UpdateService", "orders-staging", deploy)
    ran = scene.run()
    assert (1, results("deploy-to-staging", ("deploy-to-production",))) == (ran.code, ran.jobs), ran.log
    assert "superseded" == ran.outputs["deploy-to-staging.deploy"]["outcome"], ran.log
    assert {"staging": "v1", "production": "v1"} == scene.serves()
    assert ([STAGING], 1) == (scene.callers("ecs:UpdateService"), len(scene.called("ecs:UpdateService")))


def no_token(text: str) -> str:
    before, deploy, after = text.partition("  deploy-to-staging:\n")
    assert "      id-token: write # sign in to AWS with OIDC\n" in after or "      id-token: write\n" in after
    lines = after.splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.strip().startswith("id-token: write"))
    return before + deploy + "".join(lines[:first] + lines[first + 1 :])


CRASHING = APP.replace('if __name__ == "__main__":\n', 'if __name__ == "__main__":\n    raise SystemExit("no database")\n')
ILL_LATER = APP.replace('(200, {"status": "ok"})', '(500 if os.environ.get("PLACE") else 200, {"status": "ok"})')
ILL_IN_PRODUCTION = APP.replace('(200, {"status": "ok"})', '(500 if os.environ.get("PLACE") == "production" else 200, {"status": "ok"})')
OTHER = APP.replace('{"version": VERSION}', '{"version": "another"}')
BROKEN = {
    "wrong trust policy": Scenario("production's role trusts another environment", trust),
    "no id-token": Scenario("the deployment may not ask for a token", token, edit=no_token),
    "the image crashes": Scenario("the circuit breaker, then the version before", crash, {"app.py": CRASHING}),
    "healthy but 500": Scenario("ECS is content, verification is not", ill, {"app.py": ILL_LATER}),
    "it answers another version": Scenario("what runs is not what was built", version, {"app.py": OTHER}),
    "production alone is ill": Scenario("blue/green never gives it the traffic", production_ill, {"app.py": ILL_IN_PRODUCTION}),
    "superseded": Scenario("somebody else deploys meanwhile", superseded),
}
