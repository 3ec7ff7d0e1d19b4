"""What reaches production, and what stands before its gate."""

from __future__ import annotations

from tests.scenarios.scenario import EXAMPLE, JOBS, Scenario, results
from tests.scenarios.scene import Scene

PUSH, STAGING, PRODUCTION = "orders-api-push-1111", "orders-api-deploy-4444", "orders-api-deploy-7777"
SIGNED_IN = [f"registry as {PUSH}", f"staging as {STAGING}", f"production as {PRODUCTION}"]


def delivered(scene: Scene) -> str:
    """Everything succeeds: what was built, scanned, pushed and runs is one image, and each role did its own. Gives the digest."""
    scene.meanwhile["production"] = scene.serves
    ran = scene.run()
    assert (0, results()) == (ran.code, ran.jobs), ran.log
    assert {"staging": scene.sha, "production": "v1"} == scene.gate.seen["production"]
    assert {"staging": scene.sha, "production": scene.sha} == scene.serves()
    digest = ran.outputs["build-image.digest"]["digest"]
    assert {f"sha-{scene.sha}": digest} == scene.pushed()
    assert {"staging": [digest], "production": [digest]} == scene.digests()
    assert scene.scanned() == scene.configuration(digest)
    assert SIGNED_IN == scene.signed_in()
    assert ([PUSH], [STAGING, PRODUCTION]) == (scene.callers("ecr:PutImage"), scene.callers("ecs:UpdateService"))
    assert [("production", "approved")] == [(one.on, one.result) for one in scene.called("github:Review")]
    return digest


def success(scene: Scene) -> None:
    delivered(scene)


def again(scene: Scene) -> None:
    digest = delivered(scene)
    pushes = len(scene.called("ecr:PutImage"))
    ran = scene.run()
    assert (0, results()) == (ran.code, ran.jobs), ran.log
    assert "the registry has this image already" in ran.log
    assert (pushes, digest) == (len(scene.called("ecr:PutImage")), ran.outputs["build-image.digest"]["digest"])
    assert {"staging": [digest], "production": [digest]} == scene.digests()


def button(scene: Scene) -> None:
    first = delivered(scene)
    before = scene.sha
    scene.commit({"orders.py": "\n" + scene.files["orders.py"]})
    ran = scene.run()
    assert (0, scene.sha) == (ran.code, scene.serves()["staging"]), ran.log
    ran = scene.run("workflow_dispatch", "roll-back-orders-api.yml", {"environment": "staging", "target": "auto", "mode": "auto"})
    assert (0, {"roll-back-staging": "success", "roll-back-production": "skipped"}) == (ran.code, ran.jobs), ran.log
    assert {"staging": before, "production": scene.sha} == scene.serves()
    assert [first] == scene.digests()["staging"]


def hotfix(scene: Scene) -> None:
    """The same jobs on a branch of its own, without the time to bake."""
    ran = scene.run()
    assert (0, results()) == (ran.code, ran.jobs), ran.log
    assert {"staging": scene.sha, "production": scene.sha} == scene.serves()
    assert SIGNED_IN == scene.signed_in()


def nobody(scene: Scene, reason: str) -> None:
    ran = scene.run()
    assert (1, results("deploy-to-production")) == (ran.code, ran.jobs), ran.log
    assert reason in ran.log
    decision = scene.reviews["production"]
    assert [("production", decision)] == [(one.on, one.result) for one in scene.called("github:Review")]
    assert (SIGNED_IN[:2], [STAGING]) == (scene.signed_in(), scene.callers("ecs:*"))
    assert {"staging": scene.sha, "production": "v1"} == scene.serves()


def rejected(scene: Scene) -> None:
    nobody(scene, "a reviewer rejected production")


def expired(scene: Scene) -> None:
    nobody(scene, "nobody approved production within 30 days")


def told(scene: Scene) -> None:
    """Slack hears of each environment when it is verified, and not before."""
    scene.secrets["SLACK_WEBHOOK_URL"] = f"{scene.cloud.services.url}/hooks/secret-part"
    ran = scene.run()
    assert (0, set(JOBS)) == (ran.code, set(JOBS) & set(ran.jobs)), ran.log
    texts = [request.content["text"].partition(scene.sha)[2].strip() for request in scene.cloud.services.requests]
    assert sorted(texts) == ["is being deployed to staging, production", "is live in production", "is live in staging", WAITS], texts
    said = dict(zip(texts, [one.at for one in scene.called("slack:*")], strict=True))
    for name in ("staging", "production"):
        recorded = [one.at for one in scene.called("ecs:TagResource") if f"/orders-{name}" in one.on]
        assert recorded[-1] < said[f"is live in {name}"], f"people hear of {name} before its release is recorded as verified"


WAITS = "waits for an approval for production"
WITH_HOTFIX = EXAMPLE.replace("import Build, Deploy,", "import Build, Deploy, Hotfix,").replace(
    "        Rollback(),", "        Hotfix(),\n        Rollback(),"
)
NOTIFIED = EXAMPLE.replace("Lint, Postgres,", "Lint, Notify, Postgres, SlackWebhook,").replace(
    "        Rollback(),", "        Rollback(),\n        Notify(SlackWebhook()),"
)
DELIVERED = {
    "told when verified": Scenario("Slack hears of an environment once it is verified", told, definition=NOTIFIED),
    "success": Scenario("to production, one image, each role its own", success),
    "a second run without changes": Scenario("nothing is pushed twice", again),
    "rollback by button": Scenario("the second release goes back to the first", button),
    "a hotfix": Scenario("its own branch, without baking", hotfix, definition=WITH_HOTFIX, workflow="hotfix-orders-api.yml", branch="hotfix"),
    "approval rejected": Scenario("a reviewer says no", rejected, reviews={"production": "rejected"}),
    "approval expired": Scenario("nobody answers", expired, reviews={"production": "expired"}),
}
