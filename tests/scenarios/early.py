"""What stops before anything is pushed."""

from __future__ import annotations

from tests.scenarios.repository import APPLICATION
from tests.scenarios.scenario import APP, DELIVERY, Scenario, results
from tests.scenarios.scene import Scene


def stops(scene: Scene, job: str, reason: str, skipped: tuple[str, ...] = DELIVERY) -> None:
    """The job fails for the reason; nobody signs in to AWS, nothing is pushed, and the old version serves."""
    ran = scene.run()
    assert (1, results(job, skipped)) == (ran.code, ran.jobs), ran.log
    assert reason in ran.log
    assert ([], {}, []) == (scene.signed_in(), scene.pushed(), scene.called("ecs:*"))
    assert {"staging": "v1", "production": "v1"} == scene.serves()


def lint(scene: Scene) -> None:
    stops(scene, "lint", "app.py: 'sys' is imported and not used")


def tests(scene: Scene) -> None:
    stops(scene, "unit-tests", "testing.py: test_total failed")


def coverage(scene: Scene) -> None:
    stops(scene, "unit-tests", "below 80%")


def integration(scene: Scene) -> None:
    stops(scene, "integration-tests", "/health answers 500")


def vulnerable(scene: Scene) -> None:
    stops(scene, "scan-image", "vulnerable CVE-2026-0001 CRITICAL")


UNCOVERED = APPLICATION["orders.py"] + "".join(f"\n\ndef unused_{number}() -> int:\n    return {number}\n" for number in range(4))
ILL = APP.replace('"/health": lambda: (200, {"status": "ok"})', '"/health": lambda: (500, {"status": "no database"})')
EARLY = {
    "lint fails": Scenario("an import that nobody uses", lint, {"app.py": f"import sys\n{APP}"}),
    "a test fails": Scenario("the total is wrong", tests, {"orders.py": APPLICATION["orders.py"].replace("+=", "-=")}),
    "coverage is too low": Scenario("functions without tests", coverage, {"orders.py": UNCOVERED}),
    "an integration test fails": Scenario("the application is ill from the start", integration, {"app.py": ILL}),
    "a CVE is found": Scenario("a CRITICAL vulnerability is in a layer", vulnerable, {"VULNERABLE": ""}),
}
