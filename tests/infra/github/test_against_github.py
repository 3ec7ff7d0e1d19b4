"""Plans and their being carried out on the fake GitHub, by PyGithub as it is."""

from __future__ import annotations

import pytest

from synth import Protection, Rules
from synth.ports import NotFoundError, OutsideError, RateLimitedError, RefusedError, UnreachableError
from synth.record import replace
from tests.github import faults
from tests.github.repository import Record
from tests.github.resources import deployments, people, rulesets, settings
from tests.infra.github.bench import FULL, NAME, Bench, of

EVERYTHING = [
    "PUT /environments/production 200",
    "POST /environments/production/deployment-branch-policies 200",
    "POST /environments/production/deployment-branch-policies 200",
    "POST /environments/production/variables 201",
    "PUT /environments/registry 200",
    "POST /environments/registry/deployment-branch-policies 200",
    "PUT /environments/staging 200",
    "POST /environments/staging/deployment-branch-policies 200",
    "POST /rulesets 201",
    "PUT /actions/permissions 204",
]


def everything(bench: Bench) -> Record:
    """What GitHub has, without what only GitHub needs."""
    of_repository = bench.repository
    return {
        "environments": {
            name: {
                "from": one["deployment_branch_policy"] and sorted((p["type"], p["name"]) for p in of_repository.branch_policies[name].values()),
                **{rule["type"]: {k: v for k, v in rule.items() if k not in ("id", "node_id", "type")} for rule in one["protection_rules"]},
                "variables": {name: one["value"] for name, one in of_repository.variables.get(name, {}).items()},
            }
            for name, one in of_repository.environments.items()
        },
        "rulesets": [{k: v for k, v in one.items() if k != "id"} for one in of_repository.rulesets.values()],
        "actions": of_repository.actions,
    }


def test_the_whole_of_it_is_written_once(bench: Bench) -> None:
    wanted = of(*FULL)
    assert ("", ()) == (bench.apply(wanted).trouble, bench.apply(wanted).done)
    assert EVERYTHING == bench.writes()
    made = everything(bench)
    production = made["environments"]["production"]
    reviewers = [(one["type"], one["reviewer"].get("login") or one["reviewer"]["slug"]) for one in production["required_reviewers"]["reviewers"]]
    assert [("User", "alice"), ("Team", "platform")] == reviewers
    assert (True, 5) == (production["required_reviewers"]["prevent_self_review"], production["wait_timer"]["wait_timer"])
    assert ([("branch", "main"), ("tag", "v*")], {"URL": "https://x.example.com"}) == (production["from"], production["variables"])
    main = [("branch", "main")]
    assert (main, main) == (made["environments"]["staging"]["from"], made["environments"]["registry"]["from"])
    assert {"enabled": True, "allowed_actions": "all", "sha_pinning_required": True} == made["actions"]
    assert [
        {
            "name": "ghsynth",
            "target": "branch",
            "source": NAME,
            "source_type": "Repository",
            "enforcement": "active",
            "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}},
            "bypass_actors": [],
            "rules": [
                {"type": "deletion"},
                {"type": "non_fast_forward"},
                {
                    "type": "pull_request",
                    "parameters": {
                        "required_approving_review_count": 1,
                        "dismiss_stale_reviews_on_push": True,
                        "require_code_owner_review": False,
                        "require_last_push_approval": False,
                        "required_review_thread_resolution": False,
                    },
                },
                {
                    "type": "required_status_checks",
                    "parameters": {
                        "strict_required_status_checks_policy": False,
                        "required_status_checks": [
                            {"context": "Build image", "integration_id": 15368},
                            {"context": "Scan image", "integration_id": 15368},
                        ],
                    },
                },
            ],
        }
    ] == made["rulesets"]


def test_secrets_are_names_that_only_a_person_can_fill_in(bench: Bench) -> None:
    wanted = of(*FULL)
    bench.apply(wanted)
    missing = f"secret SENTRY of environment 'production', which its Protection names: gh secret set SENTRY --repo {NAME} --env production"
    assert (missing,) == bench.plan(wanted).missing
    settings.secret(bench.repository, "SENTRY", "production")
    assert () == bench.plan(wanted).missing
    bench.repository.secrets.clear()
    settings.secret(bench.repository, "SENTRY")
    assert () == bench.plan(wanted).missing, "the repository's own will do"


@pytest.mark.parametrize("after", [False, True], ids=["before the effect", "after it"])
@pytest.mark.parametrize("at", range(len(EVERYTHING)))
def test_wherever_it_breaks_off_it_goes_on_from_there(bench: Bench, at: int, after: bool) -> None:
    wanted = of(*FULL)
    method, path, _ = EVERYTHING[at].split()
    skipped = EVERYTHING[:at].count(EVERYTHING[at])
    target = f"/repos/{NAME}{path}"
    for _ in range(skipped):
        bench.github.faults.add(faults.slow(0, method, target))
    bench.github.faults.add(faults.bad_gateway(method, target, after=after))
    broken = bench.apply(wanted)
    if skipped and not broken.trouble:
        pytest.skip("the fault struck a look")
    assert "answered 502" in broken.trouble
    assert len(broken.done) + len(broken.left) == len(EVERYTHING)
    again = bench.apply(wanted)
    assert "" == again.trouble
    assert len(broken.left) - after == len(again.done)
    before, writes = everything(bench), len(bench.writes())
    assert (True, before, writes) == (bench.plan(wanted).is_empty, everything(bench), len(bench.writes()))


def test_until_the_branches_are_there_nobody_may_deploy(bench: Bench) -> None:
    bench.github.faults.add(faults.bad_gateway("POST", ".*/deployment-branch-policies"))
    bench.apply(of())
    (registry,) = bench.repository.environments.values()
    assert ({"protected_branches": False, "custom_branch_policies": True}, {}) == (
        registry["deployment_branch_policy"],
        bench.repository.branch_policies,
    )


def foreign(bench: Bench) -> None:
    """Adds what nobody declared."""
    bench.apply(of(*FULL))
    production = bench.repository.environments["production"]
    review = next(rule for rule in production["protection_rules"] if rule["type"] == "required_reviewers")
    review["reviewers"].append(
        {"type": "User", "reviewer": {**review["reviewers"][0]["reviewer"], "login": "Bob", "id": people.known_person(bench.github.world, "bob")}}
    )
    settings.policy(bench.repository, "production", "hotfix/*")
    settings.variable(bench.repository, "COLOUR", "blue", "production")
    deployments.environment(bench.repository, "github-pages")
    (ours,) = bench.repository.rulesets.values()
    ours["rules"].append({"type": "required_linear_history"})
    ours["bypass_actors"] = [{"actor_type": "RepositoryRole", "actor_id": 5, "bypass_mode": "always"}]
    rulesets.ruleset(bench.repository, {"name": "tags", "enforcement": "active", "target": "tag"})


FOREIGN = (
    "environment 'production': reviewer bob",
    "environment 'production': branch hotfix/* may deploy",
    "environment 'production': variable COLOUR",
    "environment 'github-pages': no workflow names it; delete it by hand, for its secrets and records go with it",
    "ruleset 'ghsynth': rule required_linear_history",
    "ruleset 'ghsynth': RepositoryRole 5 need not obey it",
    "ruleset 'tags'",
)


def test_what_nobody_declared_stays(bench: Bench) -> None:
    foreign(bench)
    before, writes, wanted = everything(bench), bench.writes(), of(*FULL)
    made = bench.plan(wanted)
    assert ((), FOREIGN) == (made.changes, made.foreign)
    bench.apply(wanted)
    assert (before, writes) == (everything(bench), bench.writes())


def test_it_stays_where_something_else_changes_beside_it(bench: Bench) -> None:
    foreign(bench)
    protection, rules = FULL
    wanted = of(replace(protection, wait_minutes=0), replace(rules, approvals=2))
    assert "" == bench.apply(wanted).trouble
    assert FOREIGN == bench.plan(wanted).foreign
    assert "wait_timer" not in everything(bench)["environments"]["production"]


def test_prune_removes_it_but_no_environment(bench: Bench) -> None:
    clean = of(*FULL)
    foreign(bench)
    made = bench.plan(clean, prune=True)
    assert [
        ("update", "environment 'production'"),
        ("remove", "environment 'production': branch hotfix/* may deploy"),
        ("remove", "environment 'production': variable COLOUR"),
        ("update", "ruleset 'ghsynth'"),
        ("remove", "ruleset 'tags'"),
    ] == [(change.kind, change.what) for change in made.changes]
    assert "" == bench.apply(clean, prune=True).trouble
    after = bench.plan(clean, prune=True)
    assert ((), (FOREIGN[3],)) == (after.changes, after.foreign)
    assert "github-pages" in bench.repository.environments


def test_without_rules_nobody_looks_at_rulesets(bench: Bench) -> None:
    rulesets.ruleset(bench.repository, {"name": "tags", "enforcement": "active"})
    bench.apply(of(), prune=True)
    assert ["tags"] == [one["name"] for one in bench.repository.rulesets.values()]
    assert [] == [line for line in bench.github.asked() if "rulesets" in line or "permissions" in line]


def test_names_are_github_s(bench: Bench) -> None:
    deployments.environment(bench.repository, "Production")
    wanted = of(Protection("PRODUCTION", variables={"url": "1"}))
    bench.apply(wanted)
    assert {"Production", "registry", "staging"} == bench.repository.environments.keys()
    assert bench.plan(wanted).is_empty


def test_protected_branches_will_do_where_nobody_said_otherwise(bench: Bench) -> None:
    for name in ("registry", "staging", "production"):
        made = deployments.environment(bench.repository, name)
        made["deployment_branch_policy"] = {"protected_branches": True, "custom_branch_policies": False}
    assert bench.plan(of()).is_empty
    assert [
        ("environment 'staging'", ("deployed from: protected branches -> any branch or tag",)),
    ] == [(change.what, change.lines) for change in bench.plan(of(Protection("staging", branches=["~ALL"]))).changes]


def test_many_environments_come_on_many_pages(bench: Bench) -> None:
    for number in range(205):
        deployments.environment(bench.repository, f"preview-{number}")
    made = bench.plan(of())
    assert (6, 205) == (len(made.changes), len(made.foreign))


def test_a_repository_that_was_renamed_is_written_under_its_name(bench: Bench) -> None:
    bench.repository.rename("octo-org/store")
    assert "" == bench.apply(of()).trouble
    assert {"registry", "staging", "production"} == bench.repository.environments.keys()


# what GitHub refuses


def test_a_private_repository_is_warned_of_before_and_told_why_after(bench: Bench) -> None:
    bench.repository.private, bench.repository.plan = True, "team"
    wanted = of(Protection("production", reviewers=["alice"]))
    assert (
        f"{NAME} is private, where reviewers and wait timers (production) need GitHub Enterprise: Free, Pro and Team have them in public repositories only",
        f"{NAME} is private, where environments need GitHub Pro, Team or Enterprise",
    ) == bench.plan(wanted).warnings
    assert (
        f"environment 'production' of {NAME}: the owner's plan does not offer it, 127.0.0.1 says 'Failed to create the environment protection rule. Please "
        "ensure the billing plan supports the required reviewers protection rule.': reviewers and wait timers of a private repository need GitHub "
        "Enterprise, environments and rulesets GitHub Pro, Team or Enterprise"
    ).replace("127.0.0.1", "github.com") == bench.apply(wanted).trouble


def test_a_private_repository_may_have_environments_for_branches(bench: Bench) -> None:
    bench.repository.private, bench.repository.plan = True, "team"
    assert "" == bench.apply(of()).trouble
    assert bench.plan(of()).is_empty


def test_rulesets_that_the_plan_does_not_offer(bench: Bench) -> None:
    bench.repository.private, bench.repository.plan = True, "free"
    with pytest.raises(RefusedError, match="Upgrade to GitHub Pro or make this repository public"):
        bench.plan(of(Rules()))


@pytest.mark.parametrize(
    ("permissions", "expected"),
    [
        ({"actions": "read"}, "environment 'registry' of octo-org/shop: github.com refuses it, 'Resource not accessible by integration': the token needs Administration: write"),
        ({"administration": "write"}, "variable URL of 'production' in octo-org/shop: github.com refuses it, 'Resource not accessible by integration': the token needs Environments: write"),
    ],
)  # fmt: skip
def test_a_token_that_may_not_is_told_what_it_needs(bench: Bench, permissions: dict[str, str], expected: str) -> None:
    wanted = of() if "actions" in permissions else of(Protection("production", variables={"URL": "1"}))
    assert expected == bench.apply(wanted, permissions=permissions).trouble


def test_what_the_token_may_not_see_is_not_called_missing(bench: Bench) -> None:
    wanted = of(FULL[0])
    bench.apply(wanted)
    made = bench.plan(wanted, permissions={"administration": "write", "actions": "read"})
    refused = "github.com refuses it, 'Resource not accessible by integration': the token needs"
    assert (
        f"variables of environment 'production' in {NAME}: {refused} Variables: read and Environments: read",
        f"secrets of environment 'production' in {NAME}: {refused} Secrets: read and Environments: read",
        f"secrets of {NAME}: {refused} Secrets: read and Environments: read",
        f"secrets of the organisation for {NAME}: {refused} Secrets: read and Environments: read",
    ) == made.unseen
    assert ((), ()) == (made.changes, made.missing)


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        (
            faults.Fault("GET", f"/repos/{NAME}", 404, message="Not Found"),
            NotFoundError,
            f"{NAME}: github.com has no such thing, or hides it from the token",
        ),
        (faults.Fault("GET", f"/repos/{NAME}", 401, message="Bad credentials"), RefusedError, "does not accept the token"),
        (faults.secondary(60, "GET", f"/repos/{NAME}"), RateLimitedError, "answers no more questions until"),
        (faults.bad_gateway("GET", f"/repos/{NAME}", times=9), UnreachableError, "answered 502 each time"),
        (faults.disconnected("GET", f"/repos/{NAME}", times=9), UnreachableError, "gave no answer"),
    ],
)
def test_each_refusal_has_its_words(bench: Bench, fault: faults.Fault, kind: type[OutsideError], said: str) -> None:
    bench.github.faults.add(faults.Fault(**vars(fault)))
    with pytest.raises(kind, match=said):
        bench.plan(of())


def test_a_limit_in_the_middle_says_until_when(bench: Bench) -> None:
    bench.github.faults.add(faults.secondary(60, "PUT", ".*/staging"))
    broken = bench.apply(of())
    assert broken.trouble.startswith(f"environment 'staging' of {NAME}: github.com answers no more questions until ")
    assert (2, 4) == (len(broken.done), len(broken.left))


def test_reviewers_whom_nobody_knows_are_found_before_anything_is_written(bench: Bench) -> None:
    with bench.settings() as asked:
        assert {
            "carol": "person 'carol': github.com has no such thing, or hides it from the token, which needs Members: read",
            "octo-org/nobody": "team 'octo-org/nobody': github.com has no such thing, or hides it from the token, which needs Members: read",
        } == asked.unknown(["alice", "carol", "octo-org/nobody", "octo-org/platform"])


def test_more_reviewers_than_github_takes_are_said(bench: Bench) -> None:
    foreign(bench)
    review = bench.repository.environments["production"]["protection_rules"][1]
    for number in range(4):
        review["reviewers"].append({"type": "User", "reviewer": {**review["reviewers"][0]["reviewer"], "login": f"more-{number}", "id": 10 + number}})
    protection, _ = FULL
    wanted = of(replace(protection, wait_minutes=9))
    assert ("environment 'production' would have 7 reviewers, GitHub takes 6: --prune removes those nobody declared",) == bench.plan(wanted).warnings


def test_rulesets_of_the_organisation_are_not_ours(bench: Bench) -> None:
    rulesets.ruleset(bench.repository, {"name": "everywhere", "enforcement": "active", "source_type": "Organization", "source": "octo-org"})
    assert "" == bench.apply(of(Rules()), prune=True).trouble
    assert ["everywhere", "ghsynth"] == [one["name"] for one in bench.repository.rulesets.values()]
