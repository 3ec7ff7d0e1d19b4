"""What each template has to show, row by row, on the workflows that it becomes."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from synth.cli.app import app
from tests.templates.conftest import TEMPLATES, commands, inputs, job, linked, sample

RUN = CliRunner()


def needs(id: str, root: Path) -> dict[str, tuple[str, ...]]:
    """What each job of the template's pipeline waits for."""
    return {name: tuple(one.needs or ()) for name, one in linked(id, root)["orders.yml"].jobs.items()}


@pytest.mark.row("E1", "lint, types and audit wait for nothing, so they run side by side")
@pytest.mark.row("E2", "80 % of lines are a condition of the unit tests, which the push waits for")
@pytest.mark.row("E3", "the image is called by its commit, and what is scanned and pushed is the archive that was built")
@pytest.mark.row("E4", "Trivy and Dependency-Check hold back the push, and the security channel is told")
@pytest.mark.row("E5", "the integration tests run by the compose file, which is taken down always")
def test_expenseflow_pushes_nothing_before_every_gate(tmp_path: Path) -> None:
    jobs = linked("expenseflow", tmp_path)["orders.yml"]
    waits = needs("expenseflow", tmp_path)
    assert [(), (), (), (), ()] == [waits[name] for name in ("lint", "type-check", "audit", "unit-tests", "integration-tests")]
    gates = ("lint", "type-check", "audit", "unit-tests", "integration-tests", "build-image", "scan-image", "check-dependencies")
    assert gates == waits["push-image"]
    assert ("scan-image", "check-dependencies") == waits["tell-security"]
    assert """npm test -- --ci --coverage --coverageThreshold='{"global":{"lines":80}}'""" in commands(job(jobs, "unit-tests"))
    pushed = next(step for step in job(jobs, "push-image").steps if step.name == "Copy to the registry")
    assert {"DIGEST": "${{ needs.build-image.outputs.digest }}", "TAG": "sha-${{ github.sha }}"} == pushed.env
    assert ["Fetch the image", "Compare the digest"] == [step.name for step in job(jobs, "push-image").steps][:2]
    assert ["Fetch the image", "Compare the digest"] == [step.name for step in job(jobs, "scan-image").steps][:2]
    compose = "docker compose --file compose.test.yml"
    tests = job(jobs, "integration-tests").steps
    assert [
        (None, f"{compose} up --build --exit-code-from tests"),
        ("failure() && steps.run-the-tests.outcome == 'failure'", f"{compose} logs --no-color --timestamps"),
        ("always()", f"{compose} down --volumes --remove-orphans"),
    ] == [(step.if_, step.run) for step in tests if step.run]


@pytest.mark.row("E6", "dev, staging and production get one image by the digest that was built")
@pytest.mark.row("E7", "dev is deployed to by itself")
@pytest.mark.row("E8", "staging follows by itself, then its smoke test")
@pytest.mark.row("E9", "k6 is held to 500 ms and 0.1 %, and production waits for it")
@pytest.mark.row("E10", "the evidence waits for smoke and load test, and the approval is recorded before production")
@pytest.mark.row("E11", "production is rolling and goes back by itself; the team is told of the end")
def test_expenseflow_goes_to_production_in_this_order(tmp_path: Path) -> None:
    workflow, waits = linked("expenseflow", tmp_path)["orders.yml"], needs("expenseflow", tmp_path)
    order = {
        "deploy-to-dev": ("build-image", "push-image"),
        "deploy-to-staging": ("build-image", "deploy-to-dev"),
        "smoke-test-staging": ("deploy-to-staging",),
        "load-test-staging": ("deploy-to-staging",),
        "evidence-for-production": ("build-image", "deploy-to-staging", "smoke-test-staging", "load-test-staging"),
        "deploy-to-production": ("build-image", "evidence-for-production"),
    }
    assert order == {name: waits[name] for name in order}
    images = {inputs(job(workflow, f"deploy-to-{name}"), "Deploy")["image"] for name in ("dev", "staging", "production")}
    assert {"111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders@${{ needs.build-image.outputs.digest }}"} == images
    production = job(workflow, "deploy-to-production")
    assert "Record the approval" == production.steps[0].name
    assert ("ROLLING", "auto") == (inputs(production, "Deploy")["strategy"], inputs(production, "Deploy")["rollback"])
    assert "deploy-to-production" in waits["tell-about-production"]


@pytest.mark.row("I1", "format, lint, types and unit tests wait for nothing and hold back the push, with pnpm pinned by package.json")
def test_ecs_preprod_checks_early(tmp_path: Path) -> None:
    sample(tmp_path, "pnpm-with-package-manager")
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github/ghsynth.py").write_text(next(one for one in TEMPLATES if one.id == "ecs-preprod").text, encoding="utf-8")
    assert 0 == RUN.invoke(app, ["generate", str(tmp_path)]).exit_code
    text = (tmp_path / ".github/workflows/orders.yml").read_text(encoding="utf-8")
    assert "pnpm install --frozen-lockfile" in text
    waits = needs("ecs-preprod", tmp_path / "node")
    assert {()} == {waits[name] for name in ("format", "lint", "type-check", "unit-tests", "integration-tests")}
    assert ("format", "lint", "type-check", "unit-tests", "integration-tests", "build-image", "scan-image") == waits["push-image"]


@pytest.mark.row("I2", "docker compose ends as its tests do, and is taken down always")
@pytest.mark.row("I3", "images get branch and nightly tags beside sha")
@pytest.mark.row("I4", "smoke and acceptance tests come before the approval, which promotes the same digest")
@pytest.mark.row("I5", "both environments are deployed to blue/green")
@pytest.mark.row("I7", "Slack and Monday are told of both environments")
@pytest.mark.row("I8", "the role that pushes is none that deploys, and the secret is a reference that ECS reads")
@pytest.mark.row("I9", "alarms and a log scan gate both deployments, and Sentry is told of production")
def test_ecs_preprod_promotes_what_was_accepted(tmp_path: Path) -> None:
    made = linked("ecs-preprod", tmp_path)
    workflow, waits = made["orders.yml"], needs("ecs-preprod", tmp_path)
    assert "tag-the-nightly-image-of-orders.yml" in made
    assert commands(job(workflow, "integration-tests"))[0].endswith("up --build --exit-code-from tests")
    assert ("build-image", "deploy-to-pre-production", "smoke-test-pre-production") == waits["evidence-for-production"]
    assert "./test/acceptance.sh" in commands(job(workflow, "smoke-test-pre-production"))
    first, second = [inputs(job(workflow, f"deploy-to-{name}"), "Deploy") for name in ("pre-production", "production")]
    same = ("image", "strategy", "verify-alarms", "verify-log-pattern", "container", "service")
    assert [first[key] for key in same] == [second[key] for key in same]
    assert ("BLUE_GREEN", "orders-5xx,orders-latency") == (first["strategy"], first["verify-alarms"])
    assert "secret:orders/production/database-url" in str(second["secrets-from"])
    assert ("deploy-to-production",) == waits["mark-production-in-sentry"]
    assert {"tell-about-pre-production", "tell-about-production"} <= set(waits)
    roles = [
        inputs(job(workflow, name), "Sign in to AWS")["role-to-assume"] for name in ("push-image", "deploy-to-pre-production", "deploy-to-production")
    ]
    assert ["orders-push", "orders-deploy-pre-production", "orders-deploy-production"] == [role.rpartition("/")[2] for role in roles]


@pytest.mark.row("C1", "integration tests run beside PostgreSQL and Redis with health options, and coverage is kept")
@pytest.mark.row("C2", "only the branch builds, the scan comes before the push, and OIDC is all that signs in")
@pytest.mark.row("C3", "production is an environment; the live task definition gets the image, and the commit has to answer there three times")
@pytest.mark.row("C4", "develop goes to staging and main to production")
@pytest.mark.row("C6", "staging is blue/green, production a canary of 5, 25, 50 and 100 per cent")
@pytest.mark.row("C7", "EC2 hosts are deployed to over SSH after ECS")
def test_course_goes_by_branch(tmp_path: Path) -> None:
    made = linked("course", tmp_path)
    staging, production = made["orders-staging.yml"], made["orders.yml"]
    assert ["github.ref == 'refs/heads/develop'", "github.ref == 'refs/heads/main'"] == [job(one, "build-image").if_ for one in (staging, production)]
    services = job(production, "integration-tests").services
    assert isinstance(services, dict)
    assert {"postgres": True, "redis": True} == {name: "--health-cmd" in str(one.options) for name, one in services.items()}
    assert "Keep the coverage report" == job(production, "unit-tests").steps[-1].name
    assert ["lint", "unit-tests", "integration-tests", "build-image", "scan-image"] == list(job(production, "push-image").needs or ())
    assert "id-token" in dict(job(production, "push-image").permissions or {})  # type: ignore[arg-type]  # a mapping, or the test fails
    first, second = inputs(job(staging, "deploy-to-staging"), "Deploy"), inputs(job(production, "deploy-to-production"), "Deploy")
    assert ("BLUE_GREEN", "CANARY", "5,25,50,100") == (first["strategy"], second["strategy"], second["steps"])
    verified = ("verify-url", "verify-expect-version", "verify-version-path", "verify-consecutive")
    assert ["https://orders.example.com/health", "${{ github.sha }}", "/version#/version", 3] == [second[key] for key in verified]
    assert "task-definition" not in second
    assert "production" == getattr(job(production, "deploy-to-production").environment, "name", None)
    assert ("build-image", "deploy-to-production") == job(production, "deploy-to-hosts").needs


@pytest.mark.row("C5", "each pipeline has a button that rolls back and one that reverts")
@pytest.mark.row("S3", "rolling back any environment is one workflow that a person starts")
@pytest.mark.parametrize(
    ("template", "workflow"), [("course", "orders-staging"), ("course", "orders"), ("velocity", "orders"), ("minimal", "orders")]
)
def test_a_button_goes_back(template: str, workflow: str, tmp_path: Path) -> None:
    made = linked(template, tmp_path)
    assert [["workflow_dispatch"], ["workflow_dispatch"]] == [list(made[f"{button}-{workflow}.yml"].on) for button in ("roll-back", "revert")]


@pytest.mark.row("C8", "the checklist reads the course's pipelines, and misses only what the sample project leaves open")
def test_course_satisfies_the_checklist(tmp_path: Path) -> None:
    sample(tmp_path)
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github/ghsynth.py").write_text(next(one for one in TEMPLATES if one.id == "course").text, encoding="utf-8")
    answer = RUN.invoke(app, ["checklist", str(tmp_path), "--workflow", "orders"])
    missed = [line.strip() for line in answer.output.splitlines() if line.strip().startswith("[ ]")]
    assert (0, ["[ ] No new lint warnings", "[ ] The image is built, in several stages", "[ ] Monitoring confirms that all is normal"]) == (
        answer.exit_code,
        missed,
    )


@pytest.mark.row("S1", "staging and production differ in place, address and approval, and in nothing else")
def test_velocity_has_two_environments_of_one_kind(tmp_path: Path) -> None:
    workflow = linked("velocity", tmp_path)["orders.yml"]
    first, second = [dict(inputs(job(workflow, f"deploy-to-{name}"), "Deploy")) for name in ("staging", "production")]
    assert ["verify-test-url", "verify-url"] == sorted(key for key in first | second if first.get(key) != second.get(key))


@pytest.mark.row("S2", "both environments are tested end to end after the deployments and each night")
@pytest.mark.row("S4", "the commit is the image's tag, a variable of the container, and the version that has to answer")
@pytest.mark.row("S5", "what staging was given by itself is what production is given after a person's yes")
def test_velocity_promotes_what_was_tested(tmp_path: Path) -> None:
    made, waits = linked("velocity", tmp_path), needs("velocity", tmp_path)
    assert ("deploy-to-staging",) == waits["end-to-end-tests-of-staging"]
    assert ("build-image", "deploy-to-staging", "end-to-end-tests-of-staging") == waits["evidence-for-production"]
    assert ("deploy-to-production",) == waits["end-to-end-tests-of-the-release-of-production"]
    nightly = made["scheduled-checks-of-orders.yml"]
    assert (["schedule", "workflow_dispatch"], ["end-to-end-tests-of-staging", "end-to-end-tests-of-production"]) == (
        list(nightly.on),
        list(nightly.jobs),
    )
    deployed = {inputs(job(made["orders.yml"], f"deploy-to-{name}"), "Deploy")["image"] for name in ("staging", "production")}
    assert {"111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders@${{ needs.build-image.outputs.digest }}"} == deployed
    production = inputs(job(made["orders.yml"], "deploy-to-production"), "Deploy")
    assert ("${{ github.sha }}", True) == (production["verify-expect-version"], "GIT_SHA=${{ github.sha }}" in production["environment-variables"])


@pytest.mark.row("R1", "alpha, beta, gamma, one-box and production follow each other, each after the tests of the one before")
@pytest.mark.row("R2", "alpha's log scan, beta's load test and gamma's smoke test hold back what follows")
@pytest.mark.row("R4", "the one-box comes before production, and the second region after the first, each in its window")
@pytest.mark.row("R5", "what the new tasks log is limited in alpha, on the one-box and in each region")
def test_rock_solid_goes_outward(tmp_path: Path) -> None:
    workflow, waits = linked("rock-solid", tmp_path)["orders.yml"], needs("rock-solid", tmp_path)
    expected = {
        "deploy-to-alpha": ("build-image", "push-image"),
        "deploy-to-beta": ("build-image", "deploy-to-alpha", "chosen-tests-of-alpha"),
        "deploy-to-gamma": ("build-image", "deploy-to-beta", "all-tests-of-beta", "load-test-beta"),
        "deploy-to-one-box": ("build-image", "deploy-to-gamma", "smoke-test-gamma"),
        "deploy-to-production-1": ("build-image", "deploy-to-one-box", "window-of-production-1"),
        "deploy-to-production-2": ("build-image", "deploy-to-production-1", "window-of-production-2"),
    }
    assert expected == {name: waits[name] for name in waits if name.startswith("deploy-to-")}
    scanned = [name for name in expected if "verify-log-pattern" in str([step.with_ for step in job(workflow, name).steps])]
    assert ["deploy-to-alpha", "deploy-to-one-box", "deploy-to-production-1", "deploy-to-production-2"] == scanned


@pytest.mark.row("R3", "the one-box is held to bounds, slope and sigma, and compared with the rest")
def test_rock_solid_looks_at_metrics(tmp_path: Path) -> None:
    text = repr(job(linked("rock-solid", tmp_path)["orders.yml"], "deploy-to-one-box"))
    assert [] == [rule for rule in ("compare", "sigma", "slope", "bounds") if f"rule: {rule}" not in text and f'"rule": "{rule}"' not in text]


@pytest.mark.row("R6", "the hotfix has the pipeline's jobs, and bakes for no time")
def test_rock_solid_has_a_hotfix(tmp_path: Path) -> None:
    made = linked("rock-solid", tmp_path)
    assert list(made["orders.yml"].jobs) == list(made["hotfix-orders.yml"].jobs)
    baked = [inputs(job(made[name], "deploy-to-production-1"), "Deploy")["bake-minutes"] for name in ("orders.yml", "hotfix-orders.yml")]
    assert [5, 0] == baked
